import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Command } from 'commander'
import {
  define,
  impliable,
  isGiven,
  repeatable,
  texted,
  toggle,
  valued,
} from '../../../src/cli/options/option.ts'
import { configFile, settle, variableOf } from '../../../src/cli/options/settle.ts'
import { network, text, wholeNumber } from '../../../src/cli/options/value-types.ts'
import { Programs } from '../../support/program.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()

const options = {
  maxThings: valued('--max-things <count>', 'how many', wholeNumber(1, 99), '10'),
  place: texted('--place <where>', 'where'),
  strict: toggle('--strict', 'more'),
  noInput: toggle('--no-input', 'asks nothing'),
  also: repeatable('--also <text>', 'what else'),
  from: repeatable('--from <network>', 'from where', network),
  page: impliable('--page [place]', 'a page', text, 'anywhere'),
  config: configFile,
}

const fileWith = (text: string): string => {
  const file = join(temporaryFolder(), 'settings.yaml')
  writeFileSync(file, text)
  return file
}

/** The values that a command gets of a command line, variables and a file. */
const given = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  file?: string,
): Promise<Readonly<Record<string, unknown>>> => {
  let values: Readonly<Record<string, unknown>> = {}
  const command = define(
    new Command('it'),
    {},
    options,
    (_words, flags, self) => {
      values = { ...flags, isPlaceGiven: isGiven(self, options.place) }
    },
    settle(environment),
  ).exitOverride()
  const config = file === undefined ? [] : ['--config', fileWith(file)]
  await command.parseAsync([...args, ...config], { from: 'user' })
  const { config: _config, ...rest } = values
  return rest
}

const nothing = {
  maxThings: 10,
  place: undefined,
  strict: false,
  noInput: false,
  also: [],
  from: [],
  page: undefined,
  isPlaceGiven: false,
}

describe('where a value comes from', () => {
  test('a flag counts more than the environment, that more than the file, and that more than the default', async () => {
    expect(await given([])).toEqual(nothing)
    const file = 'max-things: 3\nplace: file\n'
    expect(await given([], {}, file)).toEqual({ ...nothing, maxThings: 3, place: 'file', isPlaceGiven: true })
    const environment = { COLLOQUY_MAX_THINGS: '4' }
    expect(await given([], environment, file)).toMatchObject({ maxThings: 4, place: 'file' })
    expect(await given(['--max-things', '5'], environment, file)).toMatchObject({
      maxThings: 5,
      place: 'file',
    })
  })

  test('a flag without a value is true or false, and one that says no says so', async () => {
    expect(await given([], {}, 'strict: true\nno-input: true\n')).toMatchObject({
      strict: true,
      noInput: true,
    })
    expect(await given([], {}, 'strict: false\nno-input: off\n')).toMatchObject({
      strict: false,
      noInput: false,
    })
    const off = { COLLOQUY_STRICT: '0', COLLOQUY_NO_INPUT: 'yes' }
    expect(await given([], off, 'strict: true\n')).toMatchObject({ strict: false, noInput: true })
    expect(await given([], { COLLOQUY_STRICT: '' }, 'strict: true\n')).toMatchObject({ strict: true })
  })

  test('a flag whose value may be left out is true, false or that value', async () => {
    expect(await given(['--page'])).toMatchObject({ page: 'anywhere' })
    for (const [value, page] of [
      ['true', 'anywhere'],
      ['no', undefined],
      ['127.0.0.1:9708', '127.0.0.1:9708'],
    ] as const) {
      expect(await given([], {}, `page: ${value}\n`)).toMatchObject({ page })
      expect(await given([], { COLLOQUY_PAGE: value })).toMatchObject({ page })
    }
  })

  test('one that is repeatable is a list, in a variable with commas', async () => {
    expect(await given([], {}, 'also:\n  - a, b\n  - c\n')).toMatchObject({ also: ['a, b', 'c'] })
    expect(await given([], {}, 'also: a\n')).toMatchObject({ also: ['a'] })
    expect(await given([], { COLLOQUY_ALSO: 'a, b' })).toMatchObject({ also: ['a', 'b'] })
  })

  test('words are taken as they stand: 010 is no octal number, 10:30:100 no time', async () => {
    expect(await given([], {}, 'place: 010\n')).toMatchObject({ place: '010' })
    expect(await given([], {}, 'place: 10:30:100\n')).toMatchObject({ place: '10:30:100' })
    expect(await given([], {}, 'place: "a: b"\n')).toMatchObject({ place: 'a: b' })
    expect(await given([], {}, '# nothing\n')).toEqual(nothing)
  })
})

describe('what is refused, with its place', () => {
  test.each([
    ['max-things: 100\n', /settings\.yaml:1:13: max-things is “100”; give a whole number from 1 to 99\.$/],
    [
      'place: x\nmax-thing: 1\n',
      /settings\.yaml:2:1: there is no setting “max-thing”; perhaps it is max-things\.$/,
    ],
    ['xyzzyx: 1\n', /:1:1: there is no setting “xyzzyx”; settings are named as the flags/],
    ['config: x\n', /:1:1: there is no setting “config”/],
    ['place: a\nplace: b\n', /:2:1: place is given twice; leave one out\.$/],
    ['from: [10.0.0.0/8, x]\n', /:1:7: from is “x”; give a network such as/],
    ['page: [a, b]\n', /:1:7: page is “a,b”; give one value, and no list\.$/],
    ['place:\n', /:1:7: place has no value; give one, or leave it out\.$/],
    ['place: { a: b }\n', /:1:8: place has no value/],
    ['place: [a, b]\n', /:1:8: place is “a,b”; give one value, and no list\.$/],
    ['strict: perhaps\n', /:1:9: strict is “perhaps”; give true or false\.$/],
    ['a: &x 1\nplace: *x\n', /:1:1: there is no setting “a”/],
    ['- place\n', /:1:1: settings are needed here, a line each, such as port: 7707\.$/],
    ['place: "a\n', /:\d:\d+: this is no YAML \(.*\); mend it\.$/],
    [`place: ${'['.repeat(100_000)}`, /: this is no YAML \(/],
  ])('%j', async (file, why) => {
    await expect(given([], {}, file)).rejects.toThrow(why as RegExp)
  })

  test('in a variable by its name, and a file that cannot be read', async () => {
    await expect(given([], { COLLOQUY_MAX_THINGS: 'x' })).rejects.toThrow(
      /^COLLOQUY_MAX_THINGS is “x”; give a whole number from 1 to 99\.$/,
    )
    await expect(given([], { COLLOQUY_STRICT: 'x' })).rejects.toThrow(/^COLLOQUY_STRICT is “x”; give true or/)
    await expect(given([], { COLLOQUY_CONFIG: '/nowhere/at/all' })).rejects.toThrow(
      /^\/nowhere\/at\/all cannot be read \(ENOENT\); check --config\.$/,
    )
    await expect(given([], {}, `# ${'x'.repeat(300_000)}`)).rejects.toThrow(/cannot be read \(EFBIG\)/)
  })
})

test('a flag has one variable', () => {
  expect(variableOf('max-sessions')).toBe('COLLOQUY_MAX_SESSIONS')
})

describe('colloquy serve', () => {
  test('takes its settings from a file, and what the environment says counts more', async () => {
    const config = fileWith(`mode: raw\nport: 0\njson: true\ndata: ${temporaryFolder()}/data\n`)
    const program = programs.start(['serve', '--config', config], { env: { COLLOQUY_MODE: 'echo' } })
    expect(JSON.parse(await program.firstLine())).toMatchObject({ event: 'listening', mode: 'echo' })
    program.signal('SIGTERM')
    expect((await program.end()).code).toBe(0)
  })

  test('--check-config checks all of it, and makes nothing', async () => {
    const fine = fileWith('mode: echo\ntls: auto\n')
    expect(await programs.run(['serve', '--config', fine, '--check-config'])).toMatchObject({
      code: 0,
      stdout: 'The settings are fine.\n',
    })
    const check = (text: string) => programs.run(['serve', '--config', fileWith(text), '--check-config'])
    expectRefusal(await check('port: nowhere\n'), 2, /settings\.yaml:1:7: port is “nowhere”; give/)
    expectRefusal(await check('mode: raw\ntls: auto\n'), 2, /^--tls means nothing with --mode raw/)
    expectRefusal(
      await check('tls-cert: a\ntls-key: b\n'),
      1,
      /^a cannot be read \(ENOENT\); check --tls-cert/,
    )
    expectRefusal(await check('lang: ru\nport: x\n'), 2, /port is “x”/)
    expectRefusal(
      await check('reply: ./none.js\n'),
      2,
      /^--reply is “\.\/none\.js”, and there is no such file/,
    )
    expectRefusal(
      await check('store: postgres://anna@db.example.org/colloquy\nstore-password-file: none\n'),
      2,
      /^The password file cannot be read \(ENOENT\); check --store-password-file/,
    )
    expectRefusal(await check('check-config: true\n'), 2, /there is no setting “check-config”/)
  })
})
