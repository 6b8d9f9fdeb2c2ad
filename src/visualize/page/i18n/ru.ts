import type { PageWords } from './page-words.ts'

const rules = new Intl.PluralRules('ru')

/** The form of a noun for a count: 1 поле, 2 поля, 5 полей. */
const counted = (count: number, one: string, few: string, many: string): string =>
  ({ one, few, many, other: few, zero: many, two: few })[rules.select(count)]

export const ru: PageWords = {
  language: 'ru',
  locale: 'ru-RU',
  version: (version) => `версия ${version}`,
  contents: 'Содержание',
  machines: 'Автоматы',
  machineOf: { client: 'Автомат клиента', server: 'Автомат сервера' },
  hintOfStory:
    'Листайте историю кнопками или стрелками: отмечено, в каком состоянии каждая сторона, а между ними — то, что в пути. ',
  hintOfStates: 'Нажмите на состояние, чтобы узнать, что в нём можно сказать.',

  story: 'История',
  steps: 'Шаги',
  first: 'В начало',
  back: 'Назад',
  next: 'Вперёд',
  last: 'В конец',
  moment: 'Момент',
  sides: { client: 'Клиент', server: 'Сервер' },
  toServer: 'От клиента к серверу',
  toClient: 'От сервера к клиенту',
  wholeStory: 'Вся история',
  close: 'Закрыть',

  sizeOfChart: 'Размер схемы',
  smaller: 'Меньше',
  larger: 'Больше',
  overview: 'Целиком',
  wholeChart: 'Вся схема сразу',
  asDrawn: 'Как нарисовано',
  findState: 'Найти состояние',

  states: 'Состояния',
  state: 'Состояние',
  turn: 'Чей ход',
  turns: { client: 'клиент', server: 'сервер', both: 'оба', nobody: 'никто' },
  within: 'Срок',
  noDeadline: 'без срока',
  largestBody: 'Наибольшее тело',
  none: 'нет',
  maySay: { client: 'Может сказать клиент', server: 'Может сказать сервер' },
  nothing: 'ничего',
  anytime: 'в любой момент',
  inFlight: 'если уже в пути',

  messages: 'Сообщения',
  number: 'Номер',
  message: 'Сообщение',
  saidBy: 'Кто говорит',
  says: { client: 'клиент →', server: '← сервер', both: 'оба ⇄' },
  fields: 'Поля',
  conversation: 'разговор',
  optional: 'необязательное',
  secret: 'тайна',

  types: 'Типы',
  type: 'Тип',
  base: 'Основа',
  bounds: 'Границы',
  bytes: (count, bytes) => `${count} ${counted(bytes, 'байт', 'байта', 'байт')}`,
  max: (what) => `не больше ${what}`,
  min: (what) => `не меньше ${what}`,
  from: (min, max) => `от ${min} до ${max}`,
  trueOrFalse: 'да или нет',
  values: (count) => `${count} ${counted(count, 'значение', 'значения', 'значений')}`,
  fieldsIn: (count, size) => `${count} ${counted(count, 'поле', 'поля', 'полей')}, ${size}`,
  oneOf: (count) => `одно из ${count}`,

  script: {
    more: 'и ещё #',
    ofAll: '# из #',
    found: 'Найдено: #',
    whatMayBeSaid: '#: что здесь можно сказать',
  },
}
