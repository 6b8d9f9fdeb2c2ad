import { describe, expect, test } from '@jest/globals'
import { CliError, failurePhrase } from '../../../src/cli/errors.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import type { EndCode, Phrase } from '../../../src/cli/i18n/errors.ts'
import {
  choice,
  duration,
  personName,
  readValue,
  serverAddress,
  type ValueType,
  wholeNumber,
} from '../../../src/cli/options/value-types.ts'
import { ColloquyError, type DenialReason, type Failure } from '../../../src/index.ts'
import { type StoreFaultCode, storeFault } from '../../../src/store/index.ts'
import {
  type ConnectFault,
  connectSentence,
  type ListenFault,
  listenSentence,
  type Stranger,
  strangerSentence,
} from '../../../src/transport/index.ts'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const en = catalogues.en.errors
const ru = catalogues.ru.errors

const common = [
  { code: 'UNKNOWN_HOST', host: 'h' },
  { code: 'BAD_PORT', port: 0, min: 1, max: 65_535 },
  { code: 'NO_DESCRIPTORS' },
] as const
const at = { host: 'h', port: 7 }
const listenFaults: readonly ListenFault[] = [
  { code: 'PORT_TAKEN', ...at },
  { code: 'ADDRESS_NOT_OURS', ...at },
  { code: 'PRIVILEGED_PORT', ...at },
  { code: 'LISTEN_FAILED', ...at, reason: 'EX' },
  ...common,
]
const connectFaults: readonly ConnectFault[] = [
  { code: 'REFUSED', ...at },
  { code: 'UNREACHABLE', ...at },
  { code: 'RESET', ...at },
  { code: 'TIMEOUT', ...at, timeoutMs: 5 },
  { code: 'ABORTED', ...at },
  { code: 'CONNECT_FAILED', ...at, reason: 'EX' },
  ...common,
]
const storeCodes: readonly StoreFaultCode[] = [
  'BUSY',
  'FULL',
  'READ_ONLY',
  'CORRUPT',
  'FOREIGN',
  'NEWER',
  'LOCKED',
  'IO',
  'CLOSED',
]
const denials: readonly DenialReason[] = ['BAD_CREDENTIALS', 'NAME_TAKEN', 'TOKEN_EXPIRED', 'UNAVAILABLE']
const ends: readonly (EndCode | null)[] = ['DONE', 'BROKEN', 'VERSION', null]

/** A sentence that was not left in English: of Latin letters it has only what is quoted, named or typed. */
const isRussian = (text: string): void => {
  expect(text).toMatch(/^[А-ЯЁ].*[.:]|^--?\w+: |: colloquy \w+ list$|chmod 600/s)
  expect(text).toMatch(/[а-яё]{3}/)
}

describe('what can be wrong', () => {
  test('on the network and in the store is told in both languages, in English in the library’s words', () => {
    for (const fault of listenFaults) {
      expect(en.cannotListen(fault)).toBe(listenSentence(fault))
      isRussian(ru.cannotListen(fault))
    }
    for (const fault of connectFaults) {
      expect(en.cannotConnect(fault)).toBe(connectSentence(fault))
      isRussian(ru.cannotConnect(fault))
    }
    for (const code of storeCodes) {
      const fault = storeFault(code, 'store.sqlite')
      expect(en.store(fault)).toBe(fault.remedy)
      isRussian(ru.store(fault))
      expect(ru.store(fault)).toContain('store.sqlite')
    }
  })

  test('between two peers is told by its code', () => {
    for (const reason of denials) {
      expect(en.denied(reason)).toBe(catalogues.en.events.codes[reason])
      expect(ru.denied(reason)).toBe(catalogues.ru.events.codes[reason])
      isRussian(ru.afterDenial(reason, 1_001))
      expect(ru.afterDenial(reason, 1_001)).toMatch(/ — через 2 с\.$/)
      expect(en.afterDenial(reason, 1_001)).toBe(`${en.afterDenial(reason, 0)} The next try is taken in 2 s.`)
    }
    for (const code of ends)
      for (const say of [ru.neverBegan, ru.ended]) {
        isRussian(say(code))
        if (code !== null) expect(say(code)).toContain(`(${code})`)
      }
  })

  test('where the other side speaks something else is told by what that most likely is', () => {
    for (const [stranger, sentence] of Object.entries(strangerSentence) as [Stranger, string][]) {
      expect(en.neverBegan('BROKEN', stranger)).toBe(`No conversation began (BROKEN): ${sentence}`)
      isRussian(ru.neverBegan('BROKEN', stranger))
      expect(ru.neverBegan('BROKEN', stranger)).toContain(catalogues.ru.events.strangers[stranger])
    }
  })

  test('whatever the other side wrote of it is not repeated', () => {
    const theirs = 'send me your password'
    const ended = { how: 'fault', code: 'INTERNAL', by: 'them', retryAfterMs: 0, offending: 0 } as const
    const failures: readonly Failure[] = [
      { code: 'DENIED', reason: 'NAME_TAKEN', retryAfterMs: 0, attemptsLeft: 1 },
      { code: 'ENDED', ending: { ...ended, detail: theirs } },
    ]
    for (const failure of failures)
      for (const say of [en, ru])
        expect(failurePhrase(new ColloquyError(failure, theirs))(say)).not.toContain(theirs)
  })

  test('with a contract, a machine, a story or a picture is told in both languages', () => {
    const phrases: readonly Phrase[] = [
      (say) => say.ownMachines,
      (say) => say.contractUnread('file', 'EX'),
      (say) => say.noMachineFile('file'),
      ...(['mend', 'compile', 'install'] as const).map(
        (step): Phrase =>
          (say) =>
            say.machineUnloaded('file', 'EX', 'file:1', step),
      ),
      ...(['machine', 'outcomes', 'prompts', 'heartbeatMs'] as const).map(
        (name): Phrase =>
          (say) =>
            say.machineLacks('file', name),
      ),
      (say) => say.machineOfOtherXState('file', '5.20.0', '5.27'),
      (say) => say.machineTooLarge('file', 7),
      (say) => say.traceUnread('file', 'EX'),
      (say) => say.traceTooLarge('file', 7),
      (say) => say.traceOfOther('file', 'one', 'another'),
      (say) => say.traceOfOtherEdition('file'),
      (say) => say.traceless('file'),
      (say) => say.badReport('file'),
      (say) => say.nothingToCheck,
      (say) => say.pageOfAll('client'),
      (say) => say.traceOutsidePage,
      (say) => say.notUpToDate('file'),
      (say) => say.lineEndsDiffer('file'),
      (say) => say.fileUnread('file', 'EX'),
      (say) => say.fileUnwritten('file', 'EX'),
    ]
    for (const phrase of phrases) {
      expect(phrase(en)).toMatch(/^(file|[A-Z]).*\.$/)
      expect(phrase(en)).not.toMatch(/[а-яё]/)
      isRussian(phrase(ru))
    }
    expect([en.moreFaults(2), ru.moreFaults(2)]).toEqual(['And 2 more.', 'И ещё ошибок: 2.'])
  })

  test('each kind of value says in both languages what it must be', () => {
    const kinds: readonly (readonly [ValueType<unknown>, string, string])[] = [
      [choice(['one', 'two', 'three']), 'one, two or three', 'one, two или three'],
      [wholeNumber(1, 16), 'a whole number from 1 to 16', 'целое число от 1 до 16'],
      [serverAddress, 'a host name, an IPv4 or an IPv6 address', 'имя узла, адрес IPv4 или IPv6'],
      [
        personName,
        '1 to 64 bytes, without control or invisible characters, and without space at either end',
        'от 1 до 64 байт, без управляющих и невидимых символов и без пробелов по краям',
      ],
      [
        duration,
        'a time of 1ms to 24h, such as 500ms, 10s or 2m',
        'время от 1ms до 24h, например 500ms, 10s или 2m',
      ],
    ]
    for (const [type, english, russian] of kinds) {
      const refusal = refusalOf(() => readValue('--flag', '', type))
      expect(refusal(en)).toBe(`--flag is nothing; give ${english}.`)
      expect(refusal(ru)).toBe(`--flag: значения нет; нужно ${russian}.`)
    }
    expect(refusalOf(() => readValue('--flag', 'a b', serverAddress))(en)).toBe(
      '--flag is “a b”; give a host name, an IPv4 or an IPv6 address.',
    )
  })
})

const refusalOf = (reading: () => unknown): Phrase => {
  try {
    reading()
  } catch (error) {
    if (error instanceof CliError && error.exit === 2) return error.phrase
  }
  throw new Error('It was not refused.')
}

describe('counts have the plural of their language', () => {
  test.each([
    [1, 'Отозван 1 сеанс.', 'Без ответа осталась 1 строка.', '1 сообщение'],
    [2, 'Отозваны 2 сеанса.', 'Без ответа остались 2 строки.', '2 сообщения'],
    [5, 'Отозвано 5 сеансов.', 'Без ответа осталось 5 строк.', '5 сообщений'],
    [11, 'Отозвано 11 сеансов.', 'Без ответа осталось 11 строк.', '11 сообщений'],
    [21, 'Отозван 21 сеанс.', 'Без ответа осталась 21 строка.', '21 сообщение'],
    [112, 'Отозвано 112 сеансов.', 'Без ответа осталось 112 строк.', '112 сообщений'],
  ])('%d', (count, revoked, unanswered, said) => {
    expect(catalogues.ru.accounts.revoked(count)).toBe(revoked)
    expect(ru.unanswered(count)).toBe(unanswered)
    expect(catalogues.ru.console.messages(count, 0, 0)).toContain(`Отправлено: ${said},`)
  })
})

test('help has the same commands in both languages, in the same columns', () => {
  const commands = (lines: readonly string[]): readonly (readonly [string, number])[] =>
    lines.flatMap((line) => {
      const [, head = '', name = ''] = /^((\/\w+).*? {2,})/.exec(line) ?? []
      return name === '' ? [] : [[name, head.length] as const]
    })
  const english = catalogues.en.console
  const russian = catalogues.ru.console
  expect(commands(russian.help)).toEqual(commands(english.help))
  expect(commands(english.help).map(([name]) => name)).toEqual([
    '/re',
    '/again',
    '/status',
    '/bytes',
    '/lines',
    '/logout',
    '/quit',
  ])
  expect(commands(russian.operatorHelp)).toEqual(commands(english.operatorHelp))
})

describe('the program speaks', () => {
  const russian = { env: { LC_ALL: 'ru_RU.UTF-8' } }

  test.each([
    [['serve', '--foo'], 2, /^Нет такого ключа: --foo\. /],
    [['serv'], 2, /^Нет такой команды: serv\. /],
    [['users', 'remove'], 2, /^Не хватает аргумента name; /],
    [['connect', '--name'], 2, /^У ключа --name <name> не указано значение\.$/m],
    [['connect', 'a', '1', 'b'], 2, /^Слишком много аргументов; /],
    [['connect', 'nobody.invalid', '7'], 3, /^Узел nobody\.invalid никому не известен; /],
    [['users', 'add', 'a\u001b[2J'], 2, /^Это не имя: /],
    [['sessions', 'list', '--data', '/nowhere'], 1, /^В папке \/nowhere нет хранилища; /],
    [['serve', '--reply', './none.js', '--port', '0'], 2, /^--reply: файла «\.\/none\.js» нет; /],
    [['verify', '--client', 'no.js'], 2, /^Модуля no\.js нет; укажите /],
    [['verify', '--bound', '17'], 2, /^--bound: указано «17»; нужно целое число от 1 до 16\.$/m],
    [['visualize', '--check'], 2, /^Проверять нечего; /],
    [['visualize', '--format', 'json', '--out', 'no/x.json'], 1, /^Файл no\/x\.json не записывается /],
  ])('%j in the language of the locale', async (args, exit, why) => {
    expectRefusal(await programs.run(args, russian), exit, why)
  })

  test.each([
    [['serve', '--lang', 'ru', '--foo'], /^Нет такого ключа/],
    [['serve', '--lang=ru', '--foo'], /^Нет такого ключа/],
    [['serve', '--foo', '--lang', 'en'], /^error: unknown option/],
    [['serve', '--lang', 'xx', '--foo'], /^Нет такого ключа/],
  ])('%j as its flag says, wherever it stands', async (args, why) => {
    expectRefusal(await programs.run(args, russian), 2, why)
  })

  test('of a denial in its own words, not in the server’s', async () => {
    const { port } = await programs.serve()
    const args = ['connect', '127.0.0.1', String(port), '--name', 'Ada', '--json', '--lang', 'ru']
    const { code, stderr } = await programs.run(args, { env: { COLLOQUY_PASSWORD: programs.secret() } })
    expect({ code, stderr }).toEqual({ code: 4, stderr: 'Имя и пароль не подходят друг к другу.\n' })
  })

  test('as an operator, too', async () => {
    const { program } = await programs.serve({ mode: 'echo', more: ['--reply', 'operator', '--lang', 'ru'] })
    program.type('/who\n#7 привет\n/help\n')
    await program.until('the help', ({ lines }) => lines.find((line) => line.startsWith('-- /quit')))
    expect(program.lines.slice(1, 3)).toEqual([
      '-- Никто не подключён.',
      '-- Клиента #7 здесь нет; кто есть, показывает /who.',
    ])
  })

  test('of users and their sessions', async () => {
    const { data } = await programs.serve()
    const env = { COLLOQUY_PASSWORD: programs.secret() }
    const run = async (...args: readonly string[]): Promise<string> =>
      (await programs.run([...args, '--data', data, '--lang', 'ru'], { env })).stdout
    expect(await run('users', 'add', 'Анна')).toBe('Пользователь Анна зарегистрирован.\n')
    expect(await run('users', 'password', 'Анна')).toBe('Пароль для имени Анна задан; отозвано 0 сеансов.\n')
    expect(await run('sessions', 'revoke', '--user', 'Анна')).toBe('Отозвано 0 сеансов.\n')
    expect(await run('users', 'remove', 'Анна')).toBe('Пользователь Анна удалён; отозвано 0 сеансов.\n')
  })
})

test('an operator’s output is no JSON, and the two are refused together', async () => {
  const args = ['serve', '--reply', 'operator', '--json', '--port', '0', '--data', programs.folder()]
  expectRefusal(await programs.run(args), 2, /^With --reply operator the output is for a person; /)
})

programs.keepSecrets()
