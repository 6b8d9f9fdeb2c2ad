import { bounds } from '../../../../protocol/base/contract.ts'
import type { PeerEvent } from '../../../index.ts'
import { UNIX_ADDRESS } from '../../../transport/index.ts'
import { codes as plain } from '../en/events.ts'
import {
  type Denied,
  type Disconnected,
  type EndedBy,
  type EventTexts,
  explainer,
  type Granted,
  type Sentences,
  tallied,
} from '../events.ts'
import { type Forms, plural } from '../plural.ts'
import { isoMoment, localMoment } from '../time.ts'
import { cannotConnect } from './network-errors.ts'

type Category = 'one' | 'few' | 'many'

const count = plural<Category>('ru')
const byteForms: Forms<Category> = { one: '# байт', few: '# байта', many: '# байт' }
const bytes = (many: number): string => count(many, byteForms)
const messages = (many: number): string =>
  count(many, { one: '# сообщение', few: '# сообщения', many: '# сообщений' })
const quote = (text: string): string => `«${text}»`
/** A moment that no calendar has. */
const beyond = (ms: number): string => `${ms} мс от начала 1970 года`

const codes: EventTexts['codes'] = {
  UNEXPECTED_MESSAGE: 'Такое сообщение здесь недопустимо.',
  MALFORMED: 'Это не соответствует контракту.',
  TOO_LARGE: 'Это больше, чем здесь разрешено.',
  TIMEOUT: 'Время ожидания истекло.',
  VERSION: 'Стороны говорят на разных протоколах, или у них нет общей версии.',
  OVERLOADED: 'У сервера нет места для ещё одного сеанса. Попробуйте позже.',
  INTERNAL: 'Здесь произошёл сбой. Попробуйте позже.',
  GAP: 'Номер сообщения или подтверждения не продолжает предыдущий.',
  UNAUTHORIZED: 'Ни одно подтверждение личности не принято.',
  DONE: 'Всё сказано.',
  LOGGED_OUT: 'Сеанс окончен.',
  IDLE: 'Слишком долго ничего не было слышно.',
  SHUTTING_DOWN: 'Сервер останавливается.',
  REPLACED: 'Разговор продолжается через другое соединение, или у учётной записи их уже слишком много.',
  BROKEN: 'Поток оборвался без прощания.',
  RESET: 'Соединение сброшено.',
  STALLED: 'Другая сторона больше не принимает данные.',
  BAD_CREDENTIALS: 'Имя и пароль не подходят друг к другу.',
  NAME_TAKEN: 'Это имя уже занято.',
  WEAK_PASSWORD: `В пароле меньше ${bounds.NewPassword.minBytes} байт.`,
  TOO_MANY_ATTEMPTS: 'Слишком много попыток.',
  TOKEN_EXPIRED: 'Токен больше не действует.',
  REGISTRATION_CLOSED: 'Новые имена здесь не регистрируются.',
  INSECURE_CHANNEL: 'Пароль или токен прошёл бы по каналу, который могут читать другие.',
  UNAVAILABLE: 'Сейчас ничего нельзя проверить.',
}

const strangers: EventTexts['strangers'] = {
  TLS: 'Другая сторона говорит по TLS, которого здесь нет; проверьте порт или включите TLS на обеих сторонах.',
  HTTP: 'Другая сторона говорит по HTTP, как браузеры и веб-серверы; проверьте порт.',
  SSH: 'Другая сторона говорит по SSH; проверьте порт.',
  PROXY:
    'Другая сторона — прокси, который объявляет своего клиента (протокол PROXY); отключите это на нём или разрешите: --proxy-from.',
  TELNET: 'Другая сторона говорит по telnet; для этого есть serve --mode raw.',
  MAIL: 'Другая сторона здоровается как почтовый или файловый сервер; проверьте порт.',
  TEXT: 'Другая сторона шлёт текст без кадров; для этого есть serve --mode raw и connect --raw.',
  FRAMES: 'Другая сторона говорит кадрами; для этого уберите serve --mode raw и connect --raw.',
  ECHO: 'Другая сторона возвращает то, что получила, как сервер в режиме raw; к нему подключаются с --raw.',
  SILENCE: 'Другая сторона молчит; проверьте, что это узел и порт сервера Colloquy.',
  HANGUP:
    'Другая сторона молча закрыла соединение, как делают серверы TLS; проверьте, что это узел и порт сервера Colloquy.',
}

const explain = explainer(codes, plain, quote)

const modes: Readonly<Record<string, string>> = {
  auth: 'клиенты называют имя и подтверждают его',
  identify: 'клиенты называют имя',
  echo: 'имени ни у кого не спрашивают',
  raw: 'байты возвращаются как есть',
}

const grants: Readonly<Record<Granted['how'], (name: string) => string>> = {
  register: (name) => `Регистрация: новый пользователь ${quote(name)}`,
  login: (name) => `Вход разрешён: пользователь ${quote(name)} ввёл верный пароль`,
  resume: (name) => `Вход разрешён: пользователь ${quote(name)} предъявил прежний токен`,
}

const enders: Readonly<Record<EndedBy, string>> = {
  us: ' Разговор завершила эта сторона.',
  them: ' Разговор завершила другая сторона.',
  nobody: '',
}

const handshakes: EventTexts['handshakes'] = {
  TLS_VERSION: 'Другая сторона не поддерживает TLS 1.3.',
  TLS_ALPN: 'Другая сторона говорит по TLS на другом протоколе.',
  TLS_DISTRUST: 'Другая сторона не принимает этот сертификат.',
  TLS_LATE: 'Рукопожатие заняло слишком много времени.',
  TLS_CLOSED: 'Другая сторона закрыла соединение, не закончив рукопожатия.',
  TLS_FAILED: 'Рукопожатие не удалось.',
}

const denied = ({ name, reason, attemptsLeft, retryAfterMs }: Denied): string => {
  const left = count(attemptsLeft, {
    one: 'Осталась # попытка',
    few: 'Осталось # попытки',
    many: 'Осталось # попыток',
  })
  const wait = retryAfterMs === 0 ? '' : `, следующая — не раньше чем через ${retryAfterMs} мс`
  const account = name === undefined ? '' : ` Учётная запись: ${quote(name)}.`
  return `Отказано (${reason}): ${codes[reason]} ${left}${wait}.${account}`
}

const disconnected = ({ how, code, detail, by, looksLike, ...totals }: Disconnected): string => {
  // A stranger that was refused is explained by the line of its refusal.
  const more = looksLike === undefined ? detail : how === 'lost' ? strangers[looksLike] : ''
  const { receivedBytes, sentBytes, heard, said, acknowledged } = totals
  const reason = `Соединение закрыто (${code}): ${explain(code, more)}${enders[by]}`
  const unheard = acknowledged < said ? `, из них подтверждено — ${acknowledged}` : ''
  return `${reason} Всего: получено — ${bytes(receivedBytes)}, отправлено — ${bytes(sentBytes)}; услышано — ${messages(heard)}, сказано — ${said}${unheard}.`
}

const granted =
  (moment: (ms: number) => string) =>
  ({ how, name, expiresAtMs }: Granted): string =>
    `${grants[how](name)}; токен действует до ${moment(expiresAtMs)}.`

const forPersons: EventTexts['forPersons'] = { granted: granted((ms) => localMoment(ms, Date.now(), beyond)) }

const shared: Sentences<PeerEvent> = {
  received: ({ bytes: many, id }) =>
    id === 0
      ? `Получены данные: ${bytes(many)}.`
      : `Получены данные: ${bytes(many)}; последнее услышанное сообщение — № ${id}.`,
  sent: ({ bytes: many, id, re }) => {
    const answered = re === 0 ? '' : `, ответ на чужое № ${re}`
    return id === 0
      ? `Отправлены данные: ${bytes(many)}.`
      : `Отправлены данные: ${bytes(many)}; последнее сказанное сообщение — № ${id}${answered}.`
  },
  frame: ({ direction, type, id, re, bytes: many, state }) => {
    const numbered = `${type}${id === 0 ? '' : ` № ${id}`}${re === 0 ? '' : `, ответ на № ${re}`}`
    return `${direction === 'in' ? 'Входящий кадр' : 'Исходящий кадр'}: ${numbered}; ${bytes(many)}, состояние ${state}.`
  },
  state: ({ from, to }) => `Состояние ${from} сменилось на ${to}.`,
  reading: ({ paused }) =>
    paused
      ? 'Чтение приостановлено: ждём обработчиков ответов или того, кто забирает сообщения.'
      : 'Чтение продолжается: снова есть место.',
  replayed: ({ name, revoked }) =>
    `Повтор: токен${name === undefined ? '' : ` пользователя ${quote(name)}`} предъявлен спустя долгое время после замены — так поступает похититель; сеанс ${revoked} отозван.`,
  revoked: ({ name, revoked }) =>
    `Пользователь ${quote(name)} завершил сеанс ${revoked} своей учётной записи.`,
  refused: ({ code, detail, looksLike }) =>
    `Отклонено (${code}): ${explain(code, detail)}${looksLike === undefined ? '' : ` ${strangers[looksLike]}`}`,
  denied,
  granted: granted((ms) => isoMoment(ms, beyond)),
  identified: ({ name, known }) =>
    known
      ? `Адрес клиента знаком: его приветствуют как ${quote(name)}.`
      : `Адрес клиента раньше не встречался: он назвал имя ${quote(name)}.`,
  continued: ({ conversation, repeated }) =>
    `Разговор сеанса ${quote(conversation)} продолжается: ничего не потеряно${repeated === 0 ? '' : `; отправлено не дошедших раньше сообщений: ${repeated}`}.`,
  outgrown: ({ unacknowledged }) =>
    `Другая сторона не подтверждает услышанное (сообщений: ${unacknowledged}): этот разговор закончится вместе с соединением.`,
  ready: () => 'Разговор начался: говорить могут обе стороны.',
  failed: ({ what, detail }) => `Сбой на этой стороне (${what}): ${quote(detail)}.`,
  disconnected,
}

/** The meaning of events, in Russian. */
export const events: EventTexts = {
  codes,
  strangers,
  handshakes,
  server: {
    ...shared,
    starting: ({ mode }) => `Сервер запускается в режиме ${mode}: ${modes[mode] ?? 'это особый режим'}.`,
    taken: ({ host, port }) => `Порт ${port} на ${host} занят: его слушает кто-то другой.`,
    listening: ({ host, port }) =>
      port === 0
        ? `Сервер слушает сокет ${host}: клиенты могут подключаться.`
        : `Сервер слушает порт ${port} на ${host}: клиенты могут подключаться.`,
    connected: ({ remote }) =>
      remote.address === UNIX_ADDRESS
        ? 'Подключился клиент через сокет.'
        : `Подключился клиент с адреса ${remote.address}, порт ${remote.port}.`,
    recognised: ({ looksLike }) => `Режим raw не для этого. ${strangers[looksLike]}`,
    unproven: ({ source, connections, withinMs, codes: many }) =>
      `Без подтверждения личности и без отдельной записи, от ${source} за ${withinMs / 1000} с: ${count(connections, { one: '# соединение', few: '# соединения', many: '# соединений' })} (${tallied(many)}).`,
    reloaded: ({ taken, restart }) =>
      `Настройки прочитаны снова: ${taken.length === 0 ? 'ничего не принято' : `принято — ${taken.join(', ')}`}${restart.length === 0 ? '.' : `; после перезапуска — ${restart.join(', ')}.`}`,
    workerEnded: ({ worker, pid, how }) =>
      `Рабочий процесс ${worker} (номер ${pid}) завершился (${how}), и его разговоры с ним; его место займёт другой.`,
    renewed: () => 'Теперь по TLS предъявляется другой сертификат.',
    handshakeFailed: ({ remote, code, reason }) =>
      `Связь по TLS не установлена: ${remote.address}, порт ${remote.port} (${code}${reason === '' ? '' : `, ${reason}`}). ${handshakes[code]}`,
    dropped: ({ connections }) =>
      `${count(connections, {
        one: 'Молча закрыто # соединение',
        few: 'Молча закрыты # соединения',
        many: 'Молча закрыто # соединений',
      })}: нет места даже для отказов; поднимите --max-sessions или предел открытых файлов.`,
    stopping: ({ sessions }) =>
      sessions === 0
        ? 'Сервер останавливается; никто не подключён.'
        : `Сервер останавливается; ${count(sessions, {
            one: 'предупреждён # сеанс',
            few: 'предупреждены # сеанса',
            many: 'предупреждены # сеансов',
          })}.`,
    stopped: () => 'Сервер остановлен; его порт снова свободен.',
  },
  forPersons,
  client: {
    ...shared,
    ...forPersons,
    // In the user's language, and in nobody else's words.
    disconnected: (event) => disconnected(event.by === 'us' ? event : { ...event, detail: '' }),
    connected: ({ remote }) =>
      remote.address === UNIX_ADDRESS
        ? 'Соединение установлено через сокет.'
        : `Соединение установлено: ${remote.address}, порт ${remote.port}.`,
    welcome: ({ server, version, sameContract }) =>
      `${quote(server)} говорит на версии ${version}${sameContract ? '' : ', по другому контракту'}.`,
    greeting: ({ name, known, lastSeenMs }) =>
      known && lastSeenMs > 0
        ? `Здравствуйте, ${name}! Прошлый визит: ${localMoment(lastSeenMs, Date.now(), beyond)}.`
        : `Здравствуйте, ${name}!`,
    reconnecting: ({ withinMs, failed }) =>
      failed === undefined
        ? `Разговор прервался; новое подключение через ${withinMs} мс.`
        : `Связи пока нет; новое подключение через ${withinMs} мс. ${cannotConnect(failed)}`,
  },
  admin: {
    administered: ({ command, target, done, uid, user, sudoUser }) => {
      const told = quote(target === undefined ? command : `${command} ${target}`)
      const by = `${user ?? 'неизвестный'}${uid === undefined ? '' : ` (uid ${uid})`}`
      const sudo = sudoUser === undefined ? '' : `, через sudo: ${sudoUser}`
      return `${done ? 'Администрирование' : 'Администрирование, безуспешно'}: команда ${told}, пользователь ${by}${sudo}.`
    },
  },
  log: {
    lost: ({ lines }) =>
      count(lines, {
        one: 'Потеряна # строка журнала.',
        few: 'Потеряны # строки журнала.',
        many: 'Потеряно # строк журнала.',
      }),
    stuck: ({ file, code, lines }) =>
      `Журнал ${file} не записывается (${code}); ${count(lines, {
        one: 'ждёт # строка',
        few: 'ждут # строки',
        many: 'ждёт # строк',
      })}. Проверьте диск и папку.`,
    overlong: ({ file, code }) =>
      `Журнал ${file} заполнен, но отложить его не удаётся (${code}); он растёт дальше. Проверьте папку и права.`,
  },
}
