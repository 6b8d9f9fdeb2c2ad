import { bounds } from '../../../../protocol/base/contract.ts'
import type { HashFault } from '../../../auth/index.ts'
import type { DenialReason } from '../../../index.ts'
import type { ImportRefusal, StoreFaultCode } from '../../../store/index.ts'
import { alternatives } from '../alternatives.ts'
import { duration } from '../duration.ts'
import type { DatabaseUrlFault, ErrorTexts, RawMet } from '../errors.ts'
import { plural } from '../plural.ts'
import { contractErrors } from './contract-errors.ts'
import { events as catalogue } from './events.ts'
import { machineErrors } from './machine-errors.ts'
import { messageErrors } from './message-errors.ts'
import { cannotConnect, cannotListen } from './network-errors.ts'

const count = plural<'one' | 'few' | 'many'>('ru')
const { codes, strangers } = catalogue

const must: ErrorTexts['must'] = {
  host: 'имя узла, адрес IPv4 или IPv6',
  trueOrFalse: 'true или false',
  oneValue: 'одно значение, не список',
  listenPlace: 'адрес этой машины с портом, например 127.0.0.1:9707',
  localPlace: 'адрес, доступный только с этой машины, с портом, например 127.0.0.1:9708',
  wholeNumber: (min, max) => `целое число от ${min} до ${max}`,
  oneOf: (words) => alternatives(words, 'или'),
  name: `от ${bounds.PersonName.minBytes} до ${bounds.PersonName.maxBytes} байт, без управляющих и невидимых символов и без пробелов по краям`,
  protocol: 'имя протокола: строчные латинские буквы, цифры и одиночные дефисы, например kv или key-value',
  shortNode: (max) => `имя не длиннее ${max} знаков: у каждого рабочего процесса есть и своё`,
  node: 'имя не длиннее 64 знаков из латинских букв, цифр, точек и дефисов, например node-1',
  duration: 'время от 1ms до 24h, например 500ms, 10s или 2m',
  networks: 'адреса и сети через запятую, например 192.0.2.0/24,2001:db8::/32, или none',
  startups: 'начало:доля:предел, например 10:30:100: доля от 1 до 100, предел не меньше начала',
  network: 'сеть, например 10.0.0.0/8 или fd00::/8, или адрес',
  fingerprint: 'отпечаток, как его печатает сервер: SHA256: и 43 знака',
}

/** Refusals of the parser of the command line, by its codes; `what` is the word that it quotes. */
const usages: Readonly<Record<string, (what: string) => string>> = {
  'commander.unknownOption': (what) => `Нет такого ключа: ${what}. Список ключей даёт --help.`,
  'commander.unknownCommand': (what) => `Нет такой команды: ${what}. Список команд даёт --help.`,
  'commander.missingArgument': (what) =>
    `Не хватает аргумента ${what}; порядок аргументов показывает --help.`,
  'commander.optionMissingArgument': (what) => `У ключа ${what} не указано значение.`,
  'commander.excessArguments': () => 'Слишком много аргументов; порядок аргументов показывает --help.',
  'commander.invalidArgument': (what) => `Недопустимое значение: ${what}. Допустимые перечисляет --help.`,
}

/** Faults of a line of an export, each a sentence. */
const importRefusals: Readonly<Record<ImportRefusal, string>> = {
  NO_EXPORT: 'это не выгрузка хранилища.',
  NEWER: 'выгрузку сделала более новая версия программы; используйте её.',
  BAD_RECORD: 'запись не такая, какой должна быть.',
  TWICE: 'такой идентификатор, имя или токен уже был.',
  NO_ACCOUNT: 'сеанс не принадлежит ни одному пользователю выше.',
  INCOMPLETE: 'выгрузка неполная; сделайте её заново.',
}

/** Faults of a URL of a database, as they follow the flag. */
const databaseUrls: Readonly<Record<DatabaseUrlFault, (what: string) => string>> = {
  NO_URL: () => 'это не адрес базы; укажите postgres://user@host:5432/database.',
  NO_DATABASE: () => 'в адресе нет имени базы; укажите postgres://user@host:5432/database.',
  BAD_SSL_MODE: () => 'неизвестный sslmode; укажите disable, require или verify-full.',
  UNKNOWN_PARAMETER: (what) => `неизвестный параметр «${what}»; бывают host, port, sslmode и sslrootcert.`,
}

const storeFaults: Readonly<Record<StoreFaultCode, (file: string) => string>> = {
  BUSY: (file) => `Файл ${file} заблокирован другой программой; завершите её или подождите и повторите.`,
  FULL: (file) => `Для записи в ${file} нет места; освободите место на диске.`,
  READ_ONLY: (file) =>
    `Файл ${file} недоступен для записи; дайте этому пользователю права на него и на его папку.`,
  CORRUPT: (file) => `Файл ${file} повреждён; отложите его и восстановите из резервной копии.`,
  FOREIGN: (file) => `Файл ${file} создан не этой программой; укажите другой файл или другую папку.`,
  NEWER: (file) => `Файл ${file} записан более новой версией программы; используйте её.`,
  LOCKED: (file) => `С ${file} уже работает другой сервер; остановите его или укажите другую папку.`,
  GONE: (file) =>
    `Файл ${file} удалён, опустошён или подменён во время работы; верните его на место или запустите сервер заново.`,
  IO: (file) => `Файл ${file} не удалось открыть, прочитать или записать; проверьте путь и диск.`,
  CLOSED: (file) => `Файл ${file} уже закрыт; откройте его снова.`,
  UNREACHABLE: (url) => `База ${url} недоступна или не отвечает; проверьте, что сервер базы работает.`,
  REFUSED: (url) =>
    `База ${url} не впускает этого пользователя или не даёт ему писать; проверьте, что она есть, пароль и права.`,
  UNTRUSTED: (url) =>
    `У базы ${url} нет TLS или сертификата, которому можно доверять; укажите в адресе sslrootcert=<файл> или другой sslmode.`,
  NO_DRIVER: (url) => `Для базы ${url} нужен пакет pg; установите его рядом с этим: npm install pg`,
}

/** The same for a database that is no file. */
const databaseFaults: typeof storeFaults = {
  ...storeFaults,
  BUSY: (url) => `База ${url} занята другой программой; подождите и повторите.`,
  FULL: (url) => `Для записи в базу ${url} нет места; освободите место на диске её сервера.`,
  READ_ONLY: (url) => `База ${url} недоступна для записи; дайте этому пользователю права на неё.`,
  CORRUPT: (url) => `База ${url} повреждена; восстановите её из резервной копии.`,
  FOREIGN: (url) =>
    `В базе ${url} схему colloquy создала не эта программа, или база не в UTF8; укажите другую базу.`,
  NEWER: (url) => `База ${url} записана более новой версией программы; используйте её.`,
  GONE: (url) => `Таблицы в базе ${url} удалены во время работы; запустите сервер заново.`,
  IO: (url) => `Базу ${url} не удалось прочитать или записать; посмотрите журнал её сервера.`,
  CLOSED: (url) => `База ${url} уже закрыта; откройте её снова.`,
}

const hashFaults: Readonly<Record<HashFault['code'], string>> = {
  UNAVAILABLE: 'Слишком много паролей ждут проверки; повторите чуть позже.',
  UNREADABLE: 'Сохранённый хеш пароля не поддаётся проверке; задайте пароль этого пользователя заново.',
  FAILED: 'Пароль не удалось хешировать; проверьте, что установлен @node-rs/argon2 и свободно 20 МиБ памяти.',
}

/** The first lines of several. */
const named = (first: readonly string[], lines: number): string => {
  if (first.length === 0) return ''
  const quoted = first.map((line) => `«${line}»`).join(', ')
  return first.length === lines ? `: ${quoted}` : `, начало: ${quoted}`
}

/** Requirements of the contract on what a user gives. */
const malformed: Readonly<Record<string, string>> = {
  name: `Это не имя: нужно от ${bounds.PersonName.minBytes} до ${bounds.PersonName.maxBytes} байт UTF-8 в форме NFC, без управляющих и невидимых символов и без пробелов по краям.`,
  password: `Это не пароль: нужно от ${bounds.Password.minBytes} до ${bounds.Password.maxBytes} байт UTF-8.`,
}

/** Remedies of a denial, behind the meaning of its code. */
const deniedRemedies: Readonly<Record<DenialReason, string>> = {
  BAD_CREDENTIALS: 'Проверьте и то и другое; новое имя регистрируют с --register.',
  NAME_TAKEN: 'Выберите другое или войдите без --register.',
  WEAK_PASSWORD: `Выберите пароль длиной от ${bounds.NewPassword.minBytes} до ${bounds.NewPassword.maxBytes} байт.`,
  TOO_MANY_ATTEMPTS: 'Повторите позже.',
  TOKEN_EXPIRED: 'Войдите по паролю.',
  REGISTRATION_CLOSED: 'Войдите без --register или попросите учётную запись у того, кто держит сервер.',
  INSECURE_CHANNEL:
    'Подключитесь с --tls или через локальный адрес либо укажите --insecure-password на обеих сторонах.',
  UNAVAILABLE: 'Повторите позже.',
}

/** Конец до начала разговора, против которого может помочь флаг. */
const neverBegan: Readonly<Partial<Record<string, string>>> = {
  VERSION:
    'Стороны говорят на разных протоколах, или у них нет общей версии; укажите контракт сервера через --contract или уберите этот флаг, чтобы говорить на talk.',
}

const after = (ms: number): string =>
  ms === 0 ? '' : ` Следующая попытка — через ${Math.ceil(ms / 1_000)} с.`

const rawMet: Readonly<Record<RawMet, string>> = {
  ...strangers,
  FRAMES: 'Другая сторона говорит кадрами; подключитесь к ней без --raw.',
  SILENCE:
    'Ничего не вернулось, а сервер в режиме raw возвращает всё; для другого режима уберите --raw, и проверьте порт.',
}

/** Errors, in Russian. */
export const errors: ErrorTexts = {
  ...machineErrors,
  ...contractErrors,
  ...messageErrors,
  usage: (code, message) => usages[code]?.(/'(.*?)'/s.exec(message)?.[1] ?? '') ?? message,
  badValue: (flag, value, required) =>
    `${flag}: ${value === '' ? 'значения нет' : `указано «${value}»`}; нужно ${required}.`,
  givenTwice: (what, one, other) => `${what}: указано дважды, «${one}» и «${other}»; оставьте что-то одно.`,
  must,
  passwordFile: (code, flag) => `Файл с паролем не читается (${code}); проверьте ${flag}.`,
  passwordControl:
    'В пароле не бывает переводов строки и других управляющих символов; дайте такой, который можно набрать.',
  passwordNoUtf8: (flag) => `Файл с паролем не в UTF-8; укажите другой в ${flag}.`,
  passwordOpen: (file) => `Файл ${file} с паролем могут читать посторонние; выполните: chmod 600 ${file}`,
  passwordSeen: (flag) =>
    flag === '--password-file'
      ? 'Стандартный ввод — терминал, на котором пароль был бы виден; уберите --password-file, и пароль спросят.'
      : `Стандартный ввод — терминал, на котором пароль был бы виден; укажите файл в ${flag}.`,
  databaseUrl: (flag, code, what) => `${flag}: ${databaseUrls[code](what)}`,
  databasePassword: (flag, variable, fileFlag) =>
    `В ${flag} указан пароль, который там могут прочитать посторонние; уберите его и передайте через ${variable} или ${fileFlag}.`,
  flagConflict: (flag, where) => `Ключ ${flag} ничего не значит вместе с ${where}; уберите один из них.`,
  operatorJson:
    'С --reply operator вывод предназначен человеку; уберите --json или поручите ответы модулю: --reply ./replies.js.',
  oneProcess: (flag) =>
    `Для ${flag} все разговоры должны идти в одном процессе, а --workers делит их между несколькими; уберите один из ключей.`,
  workersEnd: (how) =>
    `Рабочий процесс завершается сразу после запуска (${how}); посмотрите в server.log и попробуйте без --workers.`,
  noModule: (path) => `--reply: файла «${path}» нет; укажите echo, operator или путь к модулю.`,
  badModule: (path, why, place) =>
    `Модуль ${path} не загружается (${why}); исправьте его${place === null ? '' : ` (${place})`} или укажите другой в --reply.`,
  moduleFailed: (path, why, place) =>
    `Сбой в модуле ${path} вне его обработчиков (${why}), сервер останавливается; исправьте модуль${place === null ? '' : ` (${place})`}.`,
  oddHandler: (path, name, known) =>
    `Модуль ${path} обрабатывает «${name}», но клиенты этого не говорят; обрабатывать можно: ${known}.`,
  handlerMissing: (path, name) =>
    `В модуле ${path} нет обработчика ${name}, а клиенты ждут ответа; добавьте его.`,
  noHandlers: (path, form) => `В модуле ${path} нет обработчиков; нужно: ${form}.`,

  dataFolder: (folder, code) => `Папку ${folder} не удалось создать (${code}); укажите другую в --data.`,
  folderOpen: (folder) =>
    `Папка ${folder} доступна посторонним; укажите в --data отдельную папку или выполните: chmod 700 ${folder}`,
  folderClosed: (folder) =>
    `Папка ${folder} была доступна посторонним; теперь — только владельцу (права 700).`,
  log: (file, code) => `Журнал ${file} не открывается (${code}); проверьте папку и права на неё.`,
  recordingFailed: (file, code) =>
    `${file} не записывается (${code}), и дальнейшее в запись не попадёт; освободите место или укажите другое в --record.`,
  recordingForeign: (file) =>
    `${file} уже есть и не является записью разговора, поэтому не перезаписан; переместите его или укажите другой файл в --record.`,
  recordingBeside: (file, other) => `В ${file} более ранняя запись, она остаётся; новая запись — ${other}.`,
  recordingsFull: (place, max) =>
    `Записей в ${place} уже ${max}, новые соединения не записываются; уберите часть записей или укажите другое место в --record.`,
  store: ({ code, file }) => (file.startsWith('postgres://') ? databaseFaults : storeFaults)[code](file),
  hash: ({ code }) => hashFaults[code],
  cannotHash: hashFaults.FAILED,
  keyOpen: (file) => `Файл ${file} с ключом могут читать посторонние; выполните: chmod 600 ${file}`,
  keyDamaged: (file) =>
    `В файле ${file} нет ключа или сертификата, которые там должны быть; верните его или удалите, чтобы сделать новый.`,
  tlsFileUnread: (flag, file, code) => `Файл ${file} не читается (${code}); проверьте ${flag}.`,
  certificateHalf: 'Сертификату нужен ключ, а ключу — сертификат; укажите и --tls-cert, и --tls-key.',
  flagNeeds: (flag, other) => `Ключ ${flag} ничего не значит без ${other}; укажите оба.`,
  serverFingerprint: (fingerprint) => `Отпечаток этого сервера по TLS: ${fingerprint}`,
  knownOpen: (file) =>
    `Файл ${file}, где записано, каким серверам доверять, могут менять посторонние; выполните: chmod 600 ${file}`,
  knownUnkept: (file, code) =>
    `Ключ сервера не удаётся запомнить в ${file} (${code}); укажите другой файл в --known-servers.`,
  badCertificate: (reason) =>
    `Сертификат и ключ к нему не подходят (${reason}); укажите оба в PEM, и чтобы ключ был от этого сертификата.`,
  tooManySessions: (limit, spare) =>
    `Открытых файлов может быть ${limit}, из них ${spare} нужны самому серверу; укажите в --max-sessions не больше ${limit - spare} или поднимите предел: ulimit -n.`,
  tokensHeld: (file) =>
    `Файл ${file} занят другим клиентом; завершите его или укажите другой файл в --tokens.`,
  tokensOpen: (file) => `Файл ${file} с токенами могут читать посторонние; выполните: chmod 600 ${file}`,
  tokensLost: (file, code) =>
    `Токены не удаётся хранить в ${file} (${code}); укажите другой файл в --tokens или добавьте --no-tokens.`,

  tokensNoFile: (file) => `${file} — не файл; укажите другой в --tokens или добавьте --no-tokens.`,
  tokensHomeless:
    'Токен не сохраняется: у этого пользователя нет домашней папки; укажите файл в --tokens или добавьте --no-tokens.',
  tokensPlaceless: (folder, code) =>
    `Токен не сохраняется: папка ${folder} недоступна для записи (${code}); укажите файл в --tokens или добавьте --no-tokens.`,
  tokensDamaged: (file, aside) => `Файл ${file} повреждён и отложен как ${aside}; войдите по паролю.`,
  otherName: (greeted, given) =>
    `Сервер знает этот адрес под именем ${greeted}; имени он не спрашивал, и ${given} ему не сообщалось.`,
  stdout: (code) => `Стандартный вывод не записывается (${code}); проверьте, куда он направлен.`,

  configUnread: (file, code) => `Файл ${file} не читается (${code}); проверьте --config.`,
  configSyntax: (place, why) => `${place}: это не YAML (${why}); исправьте.`,
  configShape: (place) => `${place}: здесь нужны настройки, по одной в строке, например port: 7707.`,
  configUnknown: (place, name, near) =>
    `${place}: настройки «${name}» нет; ${near === null ? 'имена — как у ключей в serve --help' : `возможно, это ${near}`}.`,
  configTwice: (place, name) => `${place}: ${name} указано дважды; оставьте что-то одно.`,
  configValue: (place, name) => `${place}: у ${name} нет значения; укажите его или уберите строку.`,
  configFine: 'Настройки в порядке.',
  severalSockets: (count) =>
    `systemd передаёт сокетов: ${count}, а сервер слушает один; оставьте в службе один ListenStream.`,
  metricsUnheard: (place, code) =>
    `Метрики нельзя отдавать на ${place} (${code}); выберите другой адрес или порт через --metrics.`,
  metricsServed: (url) => `Метрики: ${url}`,
  inspectUnheard: (place, code) =>
    `Живую страницу нельзя открыть на ${place} (${code}); выберите другой адрес или порт через --inspect.`,
  inspectServed: (url) => `Живая страница, только для вас: ${url}`,
  cannotListen,
  cannotConnect: (fault) =>
    fault.code === 'UNKNOWN_SERVER'
      ? errors.unknownServer(fault.fingerprint, fault.known)
      : cannotConnect(fault),
  neverBegan: (code, looksLike) =>
    code === null
      ? 'Разговор не начался; подключитесь снова, когда понадобится.'
      : `Разговор не начался (${code}): ${looksLike === undefined ? (neverBegan[code] ?? codes[code]) : strangers[looksLike]}`,
  rawMet: (met) => rawMet[met],
  ended: (code) =>
    code === null
      ? 'Разговор ещё не начался; дождитесь начала и повторите.'
      : `Разговор закончен (${code}); чтобы сказать это, подключитесь снова.`,
  endedUnanswered: (code) =>
    `Разговор закончился${code === null ? '' : ` (${code})`} раньше, чем пришёл ответ; чтобы спросить, подключитесь снова.`,
  ofLine: (line, why) => `«${line}»: ${why}`,
  noProofAsked:
    'Разговор не начался (UNAUTHORIZED): сервер ни пароля, ни токена не спрашивает, а предъявить их требовалось; чтобы всё же говорить с ним, уберите пароль, --register, --logout и --sessions.',
  unknownCode: (code, near) =>
    `Кода «${code}» нет; ${near.length === 0 ? 'все коды перечисляет colloquy explain' : `возможно, это ${alternatives(near, 'или')}`}.`,
  benchEnded: (code) =>
    `Разговор закончился раньше времени (${code}): ${codes[code]} Показано то, что измерено до этого.`,
  benchUnanswered: (message) =>
    message === null
      ? 'За это время не пришло ни одного ответа; нужен сервер, который отвечает эхом.'
      : `За это время ни на одно ${message} не пришло ответа; причина может быть в журнале сервера.`,
  byeUnanswered: 'Сервер ответил Welcome, но закончил без ответного Bye; причина — в его журнале.',
  tookTooLong: (withinMs) => `Это заняло больше ${duration(withinMs)}; дать больше времени — --timeout.`,
  denied: (reason) => codes[reason] ?? `Отказано: ${reason}.`,
  afterDenial: (reason, retryAfterMs) => `${deniedRemedies[reason]}${after(retryAfterMs)}`,
  withheld:
    'Сервер спрашивает имя или пароль к нему; укажите --name, а пароль — через --password-file или COLLOQUY_PASSWORD.',
  insecureChannel:
    'Пароль или токен прошёл бы по сети незащищённым; подключитесь с --tls или через локальный адрес либо укажите --insecure-password на обеих сторонах.',
  noAccount:
    'О сеансах сервер говорит только тому, кто подтвердил своё имя; укажите --name и пароль либо токен.',
  sessionsUnavailable: 'Сервер сейчас не может прочитать или изменить список сеансов; попробуйте чуть позже.',
  unknownServer: (fingerprint, known) => {
    if (fingerprint === null && known === null)
      return 'Сервер показывает ключ, но не может подтвердить его на этом порту — так бывает за ретранслятором или пробросом порта; ничего секретного не отправлено. Подключитесь к порту самого сервера, включите --tls или разрешите это: --insecure-password.'
    if (fingerprint === null)
      return 'ЭТО НЕ ТОТ СЕРВЕР, ЧТО БЫЛ ЗДЕСЬ: у того был ключ, а этот не может подтвердить, что ключ у него; ничего секретного не отправлено. Проверьте порт; если сервер установлен заново, забудьте его ключ: --forget-server.'
    return known === null
      ? `За этот сервер никто не ручается, его ключ — ${fingerprint}; спросите у того, кто его держит, и если ключ тот же, укажите --fingerprint ${fingerprint}`
      : `КЛЮЧ СЕРВЕРА СМЕНИЛСЯ, был ${known}, стал ${fingerprint}: возможно, между вами кто-то стоит; ничего секретного не отправлено. Спросите у того, кто держит сервер, и если ключ действительно новый, укажите --fingerprint ${fingerprint}`
  },
  malformed: (path, message) => malformed[path] ?? `Это не соответствует контракту (${path}): «${message}»`,
  tooNew: (path, since, version) =>
    `Другая сторона говорит на версии ${version}; ${path} появилось в версии ${since}.`,
  noAnswerGiven: (reason) => `Другая сторона не даёт ответа (${reason}); причина в её журнале.`,
  noAnswer: (withinMs) => `Ответа не было ${withinMs} мс; спросите ещё раз.`,
  aborted: 'Попытка прервана; подключитесь снова, когда понадобится.',
  notNow: (state, maySay) =>
    `По контракту этого нельзя сказать в состоянии ${state} (NOT_NOW); ${maySay.length === 0 ? 'дождитесь другой стороны' : `скажите ${alternatives(maySay, 'или')}`}.`,
  tooManyWaiting: 'Слишком много сообщений ждут отправки; отправляйте меньше за раз.',
  notLoggedOut:
    'Сервер не подтвердил выход, и сеанс, возможно, ещё открыт; посмотрите с --sessions и завершите его с --revoke-session.',
  unanswered: (lines) =>
    count(lines, {
      one: 'Без ответа осталась # строка.',
      few: 'Без ответа остались # строки.',
      many: 'Без ответа осталось # строк.',
    }),
  doubtful: (lines, first) =>
    `${count(lines, {
      one: 'Не подтверждена # строка, и неизвестно, дошла ли она',
      few: 'Не подтверждены # строки, и неизвестно, дошли ли они',
      many: 'Не подтверждено # строк, и неизвестно, дошли ли они',
    })}${named(first, lines)}.`,
  unsaid: (lines, first, more) =>
    `${count(lines, {
      one: 'Не отправлена # строка',
      few: 'Не отправлены # строки',
      many: 'Не отправлено # строк',
    })}${more ? ' и всё, что следует за ними' : ''}${named(first, lines)}; чтобы отправить, подключитесь снова.`,
  inputUnread: (code) => `Стандартный ввод не читается (${code}); проверьте, откуда он берётся.`,
  lineTooLong: (maxBytes) => `Строка длиннее ${maxBytes} байт и не отправлена.`,
  lineNoUtf8: 'Строка не в UTF-8 и не отправлена.',

  exportFile: (file, code) =>
    code === 'EEXIST'
      ? `Файл ${file} уже есть; укажите другой.`
      : `Файлом ${file} не удалось воспользоваться (${code}); проверьте путь и права.`,
  storeNotEmpty: 'В хранилище уже есть пользователи или адреса; загружать можно только в пустое.',
  importRefused: (file, line, why) => `${file}, строка ${line}: ${importRefusals[why]} Ничего не загружено.`,
  noStore: (folder) => `В папке ${folder} нет хранилища; укажите папку сервера в --data.`,
  noUser: (name) => `Пользователя «${name}» нет; список: colloquy users list`,
  nameTaken: (name) => `Пользователь «${name}» уже есть; выберите другое имя.`,
  noOwnSession: (id) => `У вас нет сеанса «${id}»; список: colloquy connect --sessions`,
  noSession: (id) => `Сеанса ${id} нет; список: colloquy sessions list`,
  idOrUser: 'Укажите что-то одно: идентификатор сеанса или --user с именем.',
  noAddress: (address) => `Адреса ${address} нет в адресной книге; список: colloquy addresses list`,
  addressOrUser: 'Укажите что-то одно: адрес или --user с именем.',
  noPassword: 'Пароля нет; укажите его через --password-file или COLLOQUY_PASSWORD.',
  badNewPassword: `Длина нового пароля — от ${bounds.NewPassword.minBytes} до ${bounds.NewPassword.maxBytes} байт; укажите такой.`,
  passwordEnded: 'Ввод закончился раньше, чем стал известен пароль; ничего не изменено.',

  moreFaults: (more) => `И ещё ошибок: ${more}.`,
  failedAt: (why, place) => `Сбой в модуле (${why}); исправьте его: ${place}.`,
  unexpected: (what) => `Произошло то, чего не должно быть: ${what}. Пожалуйста, сообщите об этом.`,
}
