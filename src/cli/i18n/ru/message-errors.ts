import type { MessageErrorTexts, WantedKind } from '../message-errors.ts'

const wanted: Readonly<Record<WantedKind, string>> = {
  text: 'текст',
  bytes: 'байты: пары шестнадцатеричных цифр или текст в кавычках',
  integer: 'целое число',
  number: 'число',
  bool: 'true или false',
  list: 'список: .0, .1 и так далее после имени или JSON',
  fields: 'поля: их имена после его имени или JSON',
}

/** Errors of messages that are written by hand, in Russian. */
export const messageErrors: MessageErrorTexts = {
  noMessage: (name, known) => `Сообщения «${name}» здесь сказать нельзя; можно: ${known.join(', ')}.`,
  noField: (path, name, known) =>
    known.length === 0
      ? `Полей у ${path} нет; уберите «${name}».`
      : `Поля «${name}» у ${path} нет; есть: ${known.join(', ')}.`,
  fieldTwice: (path) => `Значение ${path} указано дважды; оставьте что-то одно.`,
  fieldLacking: (path) => `Не хватает ${path}; укажите значение.`,
  fieldWrong: (path, kind) => `Значение ${path} не подходит; нужно: ${wanted[kind]}.`,
  notOneOf: (path, names) => `Значения ${path} с таким именем нет; нужно одно из: ${names.join(', ')}.`,
  noWord: (word) =>
    `«${word}» — не поле со значением; пишите имя=значение, а текст с пробелами — в кавычках.`,
  wordUnended: (path) => `Значение ${path} не закончено; закройте кавычки или скобки и поставьте пробел.`,
  noJsonMessage: 'Это не сообщение в JSON; пишите {"type": "Имя", "поле": "значение"}.',
}
