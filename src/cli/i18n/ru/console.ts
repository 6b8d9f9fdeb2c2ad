import type { ClientDescription, ConsoleTexts } from '../console.ts'
import { plural } from '../plural.ts'

const FORMS =
  '#1 текст или @имя текст — ответ на последнее сообщение; #1:4 текст — ответ на сообщение 4, #1:0 текст — не ответ.'

const count = plural<'one' | 'few' | 'many'>('ru')
const messages = (many: number): string =>
  count(many, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })

const client = ({ number, name, address, session }: ClientDescription): string =>
  `#${number} ${name === null ? '' : `${name}, `}${address}, сеанс ${session}`

const quoted = (first: readonly string[], lines: number): string =>
  `${first.map((line) => `«${line}»`).join(', ')}${first.length < lines ? ' …' : ''}`

/** Sentences of the console, in Russian. */
export const console: ConsoleTexts = {
  you: 'вы',
  operator: 'оператор',
  connecting: 'Подключение…',
  waiting: 'Ожидание ответа сервера…',
  serving: (log, command) =>
    `${log === null ? '' : `Журнал: ${log}. `}Остановить: Ctrl-C. В другом терминале: ${command}`,
  refusesPasswords:
    'Пароли с других машин не принимаются: по пути их могли бы прочесть; защитит их --tls auto, а разрешит как есть — --insecure-password на обеих сторонах.',
  stopping: 'Остановка, не дольше 5 с; Ctrl-C — сразу…',
  leftOut: (many) =>
    `Здесь ${count(many, { one: 'пропущено # сообщение', few: 'пропущены # сообщения', many: 'пропущено # сообщений' })}: вывод не успевали читать.`,
  more: (characters, lines) =>
    `… ещё ${count(characters, { one: '# символ', few: '# символа', many: '# символов' })}${lines > 1 ? ` в ${count(lines, { one: '# строке', few: '# строках', many: '# строках' })}` : ''}`,
  noCommand: (name) =>
    `Нет команды /${name}; список команд — /help. Чтобы отправить текст, который начинается с косой черты, наберите две.`,
  severalLines:
    'Пришло сразу несколько строк. Enter отправит их одним сообщением, /lines перед ними — по одной, Ctrl-C уберёт.',

  help: [
    'Всё, что вы набираете, отправляется; //текст отправляет /текст. Стрелки возвращают набранное раньше, Tab дополняет команды.',
    '/re 4 текст  ответ на чужое сообщение #4',
    '/again       отправить снова то, что могло не дойти, когда разговор прервался',
    '/status      сервер, сеанс, имя и ход разговора',
    '/bytes       больше не сообщать о переданных данных или сообщать снова',
    '/lines a␤b   отправить вставленные строки по одной; без этого они — одно сообщение',
    '/logout      отозвать токен и выйти',
    '/quit        выйти, как и Ctrl-D в пустой строке; Ctrl-C тоже, но с кодом выхода 130',
  ],
  waits: (text) => `Это будет отправлено, когда станет возможно: ${text}`,
  unsaid: (text, why) => `Это не отправлено: ${text}\n${why}`,
  doubtful: (lines, first) =>
    `${count(lines, {
      one: 'Могла не дойти # строка',
      few: 'Могли не дойти # строки',
      many: 'Могло не дойти # строк',
    })}; отправить снова — /again: ${quoted(first, lines)}`,
  unsent: (lines, first) =>
    `${count(lines, {
      one: 'Не отправлена # строка',
      few: 'Не отправлены # строки',
      many: 'Не отправлено # строк',
    })}, так как соединения не было; отправить — /again: ${quoted(first, lines)}`,
  nothingDoubtful: 'Нет строк, которые нужно отправить снова.',
  enterTries: 'Enter — попробовать сейчас.',
  bytesShown: 'О переданных данных снова сообщается.',
  bytesHidden: 'О переданных данных больше не сообщается.',
  howToAnswer:
    'Укажите номер чужого сообщения и ответ: /re 4 текст. Ответить можно только на последнюю тысячу сообщений, и только пока идёт тот же разговор.',
  server: (address, port, name) => `Сервер: ${address}, порт ${port}, «${name}».`,
  session: (id, name, since) =>
    `Сеанс: ${id}, ${name === null ? 'без имени' : `имя — ${name}`}, начало — ${since}.`,
  messages: (said, acknowledged, heard) =>
    `Отправлено: ${messages(said)}, из них подтверждено — ${acknowledged}. Получено: ${messages(heard)}.`,
  betweenConversations: (leftMs) =>
    leftMs === 0
      ? 'Сейчас разговора нет; идёт подключение.'
      : `Сейчас разговора нет; следующая попытка подключения — через ${leftMs} мс.`,

  forms: FORMS,
  operatorHelp: [
    FORMS,
    'Tab дополняет имена, номера и команды.',
    '/who         кто подключён и с какого времени',
    '/bye #1      попрощаться с одним из них',
    '/lines …     принять вставленные строки по одной',
    '/quit        остановить сервер, как и Ctrl-D в пустой строке или Ctrl-C',
  ],
  came: (who) => `Подключился клиент ${client(who)}.`,
  left: (number, name, code) => `Клиент #${number} ${name} отключился (${code}).`,
  listed: (who, since) => `${client(who)}, с ${since}`,
  nobody: 'Никто не подключён.',
  unsaidTo: (number, name, text, why) => `Это не отправлено для #${number} ${name}: ${text}\n${why}`,
  over: 'Разговор окончен.',
  whomToBid: 'Укажите номер подключённого клиента: /bye #1.',
  noClient: (number) => `Клиента #${number} здесь нет; кто есть, показывает /who.`,
  noAddress: `Укажите, кому это: ${FORMS}`,
  noName: 'Клиента с таким именем здесь нет; кто есть, показывает /who.',
  severalNames: (clients) => `Это может быть ${clients.join(' или ')}; укажите номер.`,
  noText: 'После адреса нужен текст.',
  noMessage: (number, id) => `У #${number} нет сообщения ${id}, или оно слишком давнее для ответа.`,
}
