import type { LeftOut } from '../../../conform/index.ts'
import type { ConformTexts } from '../conform.ts'
import { plural } from '../plural.ts'

const count = plural<'one' | 'few' | 'many'>('ru')

const reasons: Readonly<Record<LeftOut, string>> = {
  PROOF: 'сервер требует подтвердить имя; укажите --name и пароль',
  MODE: 'сервер требует другого подтверждения',
  SLOW: 'они ждут истечения сроков; с --slow проверяются те, что можно проверить по сети',
  CONTRACT: 'они о другом контракте',
  PROGRAM: 'им нужна программа на другой стороне',
  REGISTERS: 'они зарегистрировали бы новые имена',
  KNOWN: 'сервер знает этот адрес и не спрашивает имени',
  CHANNEL: 'там, где говорят и на TLS, они значат другое',
}

/** Sentences of `colloquy conform`, in Russian. */
export const conform: ConformTexts = {
  rule: 'правило',
  sent: 'отправлено',
  came: 'получено',
  wanted: 'ожидалось',
  nothing: 'ничего',
  ended: 'и конец',
  open: 'и соединение открыто',
  about: (number) => `о сообщении ${number}`,
  summary: (passed, broken) =>
    broken === 0
      ? `Нарушений нет: ${count(passed, { one: 'проверен # случай', few: 'проверено # случая', many: 'проверено # случаев' })}.`
      : `Не так, как говорит protocol/WIRE.md: ${count(broken, { one: '# случай', few: '# случая', many: '# случаев' })} из ${passed + broken}.`,
  leftOut: (cases, why) =>
    `${count(cases, { one: 'Пропущен # случай', few: 'Пропущено # случая', many: 'Пропущено # случаев' })}: ${reasons[why]}.`,
}
