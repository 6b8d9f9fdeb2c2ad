import type { MachineErrorTexts } from '../machine-errors.ts'

const exported = {
  machine: 'автомат, созданный функциями setup и createMachine из XState',
  outcomes: 'список событий для каждого актора, по его имени',
  prompts: 'список событий, хотя бы пустой',
  means: 'список исходов для каждого сообщения или ничего',
  does: 'список действий или акторов для каждого события или ничего',
  allowed: 'список частей для каждого правила или ничего',
  heartbeatMs: 'целое число миллисекунд или ничего',
} as const

const steps = {
  mend: 'исправьте его',
  compile: 'возможно, для этого Node его нужно скомпилировать в JavaScript',
  install: 'выполните npm install в его папке',
} as const

/** Errors of contracts, machines, traces and pictures, in Russian. */
export const machineErrors: MachineErrorTexts = {
  ownMachines: 'У контракта без основы свои автоматы; укажите и --client с --server.',
  contractUnread: (path, code) =>
    `Контракт ${path} не читается (${code}); укажите файл, доступный для чтения.`,
  contractNoUtf8: (path) => `Контракт ${path} не в UTF-8; сохраните его в этой кодировке.`,
  noMachineFile: (path) => `Модуля ${path} нет; укажите путь к модулю на JavaScript.`,
  machineUnloaded: (path, why, place, step) =>
    `Модуль ${path} не загружается (${why}); ${steps[step]}${step === 'mend' && place !== null ? ` (${place})` : ''}.`,
  machineLacks: (path, name) => `Модуль ${path} не экспортирует ${name}; экспортируйте ${exported[name]}.`,
  machineOfOtherXState: (path, found, needed) =>
    `Автомат из ${path} создан в XState ${found}; создайте его в ${needed} или более новой 5.x.`,
  machineTooLarge: (path, maxStates) => `В автомате из ${path} больше ${maxStates} состояний; разделите его.`,

  certificateUnread: (file, code) =>
    `Свидетельство ${file} не читается (${code}); укажите файл, доступный для чтения.`,
  noCertificate: (file) => `${file} — не свидетельство; запишите его командой verify --certificate.`,

  traceUnread: (file, code) => `История ${file} не читается (${code}); укажите файл, доступный для чтения.`,
  traceTooLarge: (file, maxBytes) => `Файл ${file} больше ${maxBytes} байт; укажите историю покороче.`,
  traceOfOther: (file, protocol, wanted) =>
    `Файл ${file} относится к протоколу ${protocol}; укажите историю протокола ${wanted}.`,
  traceOfOtherEdition: (file) =>
    `Файл ${file} записан по другой редакции этого контракта; подойдёт, возможно, не всё.`,
  traceless: (file) => `В файле ${file} нет ни одной находки, которую можно пройти по шагам.`,
  badReport: (file) =>
    `Файл ${file} — не то, что печатает verify --json; напечатайте отчёт заново этой программой.`,

  tooLargeToDraw: (states, arrows, max) =>
    `На рисунке было бы состояний: ${states}, стрелок: ${arrows}, а размещается не больше ${max.states} и ${max.arrows}; возьмите --format dot, mermaid или json.`,
  mermaidTooLong: (characters, max) =>
    `В тексте символов: ${characters}, а Mermaid читает не больше ${max}; увеличьте его maxTextSize или нарисуйте одну сторону.`,
  nothingToCheck: 'Проверять нечего; укажите файл в --out.',
  pageOfAll: (what) => `На странице видны оба автомата и контракт; уберите ${what}.`,
  traceOutsidePage:
    'Пройти историю по шагам можно только на странице; вместе с --trace укажите --format html.',
  notUpToDate: (file) => `Файл ${file} устарел; выполните ту же команду без --check.`,
  lineEndsDiffer: (file) =>
    `Файл ${file} не устарел, но его строки кончаются на CRLF, а не на LF; проверьте core.autocrlf в git или выполните ту же команду без --check.`,
  fileUnread: (file, code) => `Файл ${file} не читается (${code}); укажите файл, доступный для чтения.`,
  fileUnwritten: (file, code) =>
    `Файл ${file} не записывается (${code}); укажите файл в папке, доступной для записи.`,
}
