import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { Programs, type Serving, startProgram } from '../support/program.ts'

const programs = new Programs()
const root = fileURLToPath(new URL('../..', import.meta.url))
const own = (name: string): string => join(root, 'spec/contract/own', `${name}.yaml`)

/** Answers that are none, by the key that is asked for. */
const KV = `
const answers = {
  none: undefined,
  other: { type: 'Done', revision: 1 },
  broken: { type: 'Found', entry: { key: '', value: new Uint8Array(), revision: 1, labels: [] } },
}
export default {
  Get: ({ key }) => (key in answers ? answers[key] : { type: 'NotFound' }),
  Put: () => ({ type: 'Done', revision: 1 }),
  Delete: () => ({ type: 'NotFound' }),
  async *List() { yield { type: 'NotFound' } },
  async *Watch() {},
}
`

const JOBS = `export default { Work: () => ({ type: 'Registered' }), Drain: () => {} }`

const data = programs.folder()
let kv: Serving
let jobs: Serving
beforeAll(async () => {
  const serve = (name: string, handlers: string, ...more: readonly string[]) => {
    const module = join(programs.folder(), 'handlers.mjs')
    writeFileSync(module, handlers)
    const contract = ['--contract', own(name), '--reply', module]
    return programs.serve({ mode: 'identify', more: [...contract, ...more] })
  }
  kv = await serve('kv', KV, '--data', data)
  jobs = await serve('jobs', JOBS)
}, 60_000)

const connect = ({ port }: Serving, lang: string, name: string, ...lines: readonly string[]) => {
  const contract = ['--contract', own(name), '--name', 'anna', '--quiet', '--lang', lang]
  const said = lines.flatMap((line) => ['--message', line])
  return programs.run(['connect', '127.0.0.1', String(port), ...contract, ...said])
}

describe.each(['en', 'ru'] as const)('bad input is told in a sentence, and nothing is lost: %s', (lang) => {
  test('a contract that breaks a rule, in English as all flaws', async () => {
    const cwd = programs.folder()
    const text = readFileSync(own('kv'), 'utf8')
    writeFileSync(join(cwd, 'kv.yaml'), text.replace('maxBytes: 512, rules', 'rules'))
    const flaw = 'kv.yaml:7:3 TYPE_BOUND_REQUIRED "Key" may be of any length. Give the type maxBytes.\n'
    for (const command of [
      ['generate', 'kv.yaml', '--out', 'p.ts'],
      ['verify', 'kv.yaml'],
      ['connect', '--contract', 'kv.yaml'],
    ])
      expect(await programs.run([...command, '--lang', lang], { cwd })).toMatchObject({
        code: 2,
        stdout: '',
        stderr: flaw,
      })
  })

  test('a server of another protocol', async () => {
    const { code, stdout, stderr } = await connect(jobs, lang, 'kv', 'Get key=a')
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toContain(
      {
        en: 'No conversation began (VERSION): The two sides speak different protocols, or have no version in common; give the contract of the server with --contract, or leave that out to speak talk.\n',
        ru: 'Разговор не начался (VERSION): ',
      }[lang],
    )
    expect(stderr).toContain('--contract')
  })

  test('a message in the wrong state: what follows is said', async () => {
    const work = 'Work queues.0=q slots=1'
    const { code, stdout, stderr } = await connect(jobs, lang, 'jobs', work, work, 'Drain')
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'Registered\n' })
    expect(stderr).toContain(
      {
        en: 'In converse.working the contract does not let that be said (NOT_NOW); say ',
        ru: 'По контракту этого нельзя сказать в состоянии converse.working (NOT_NOW); скажите ',
      }[lang],
    )
    expect(stderr).toContain('Drain')
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('an answer that is none: the others come, and the log of the server has each with its handler', async () => {
    const lines = ['Get key=none', 'Get key=other', 'Get key=broken', 'List', 'Watch', 'Get key=good']
    const { code, stdout, stderr } = await connect(kv, lang, 'kv', ...lines)
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'NotFound\n' })
    const told = stderr.trimEnd().split('\n')
    expect(told).toHaveLength(5)
    for (const line of told)
      expect(line).toMatch(/\(UNANSWERED\); (its log says why|причина в её журнале)\.$/)
    const failed = readFileSync(join(data, 'server.log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'failed')
      .slice(-5)
    expect(failed.map(({ what, detail }) => `${what}: ${detail}`)).toEqual([
      'the handler of Get: TypeError: It returned nothing; return Found or NotFound.',
      'the handler of Get: TypeError: It returned Done; return Found or NotFound.',
      expect.stringMatching(/^the handler of Get: .*\(MALFORMED: OUT_OF_RANGE at Entry\.key\)/),
      'the handler of List: TypeError: It yielded NotFound; yield Found.',
      'the handler of Watch: TypeError: It returned nothing; return Refused.',
    ])
  })
})

test('a generated file of another base: server and client say so, and what to run', async () => {
  const cwd = programs.folder()
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(root, join(cwd, 'node_modules/colloquy'))
  expect(await programs.run(['init', 'kv', '--language', 'javascript'], { cwd })).toMatchObject({ code: 0 })
  await programs.run(['generate', 'kv.yaml', '--out', 'src/protocol.js'], { cwd })
  const file = join(cwd, 'src/protocol.js')
  const generated = readFileSync(file, 'utf8')
  const older = generated.replace(/(base: \{ name: 'colloquy@1', hash: ')\w{16}/, '$10123456789abcdef')
  expect(older).not.toBe(generated)
  writeFileSync(file, older)
  for (const program of ['server.js', 'client.js']) {
    const env = { PATH: process.env.PATH }
    expect(await startProgram(process.execPath, [program, '0'], cwd, env).end()).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'What was generated from the contract kv is for another edition of colloquy@1 than this library has: run colloquy generate.\n',
    })
  }
})
