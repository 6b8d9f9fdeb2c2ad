import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { type CaptureEntry, readCapture } from '../../src/capture/index.ts'
import { MAX_RECORDINGS } from '../../src/cli/commands/recording/record.ts'
import type { Trace } from '../../src/verify/trace.ts'
import { type Program, Programs, type Serving } from '../support/program.ts'
import { needs, tool } from '../support/tools/index.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs()

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

const entriesIn = (path: string): readonly CaptureEntry[] => {
  const capture = readCapture(readFileSync(path, 'utf8'))
  if (E.isLeft(capture)) throw new Error(JSON.stringify(capture.left))
  return capture.right.incidents
}

const texts = (entries: readonly CaptureEntry[]): readonly string[] =>
  entries.flatMap((one) =>
    'message' in one && one.message.type === 'Say' ? [`${one.does} ${one.message.text}`] : [],
  )

const talk = ({ port }: Serving, more: readonly string[], password?: string): Program =>
  programs.start(
    ['connect', '127.0.0.1', String(port), '--json', '--no-tokens', ...more],
    password === undefined ? {} : { env: { COLLOQUY_PASSWORD: password } },
  )

describe('a conversation of two processes', () => {
  test('is recorded by both, for their owner only, without its password and token, and stepped through', async () => {
    const folder = programs.folder()
    const records = join(folder, 'above', 'talks')
    const file = join(folder, 'talk.jsonl')
    writeFileSync(file, '')
    chmodSync(file, 0o644)
    const password = programs.secret()
    const server = await programs.serve({ more: ['--record', records] })
    const talkers = ['anna', 'bert'].map((name) =>
      talk(server, ['--name', name, '--register', '--record', name === 'anna' ? file : 'bert'], password),
    )
    for (const talker of talkers) talker.typeLast('hello\nпривет\n')
    for (const talker of talkers) expect((await talker.end()).code).toBe(0)
    await server.stop()
    const names = readdirSync(records)
    expect(names).toHaveLength(2)
    for (const name of names) expect(name).toMatch(/^\d{8}T\d{6}\.\d{3}Z-[\w-]{21}\.jsonl$/)
    expect([modeOf(records), modeOf(file)]).toEqual(['700', '600'])
    const sessions = server.log().filter(({ event }) => event === 'connected')
    expect(names.map((name) => name.slice(21, -6)).sort()).toEqual(
      sessions.map(({ session }) => session).sort(),
    )
    const paths = [file, ...names.map((name) => join(records, name))]
    for (const path of paths) {
      expect(modeOf(path)).toBe('600')
      const text = readFileSync(path, 'utf8')
      expect(text).not.toContain(password)
      expect(text).toContain('"password":"***"')
      expect(text).toContain('"token":"***"')
      expect(text).not.toMatch(/(?<![\w-])[\w-]{43}(?![\w-])/)
    }
    const traces = paths.flatMap((path) => ['--trace', path])
    const { code, stdout, stderr } = await programs.run(['visualize', '--format', 'html', ...traces])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, json = ''] = /<script type="application\/json" id="stories">(.*?)<\/script>/s.exec(stdout) ?? []
    const stories: readonly Trace[] = JSON.parse(json)
    expect(stories).toHaveLength(3)
    for (const [index, { moments }] of stories.entries()) {
      const told = moments.map((moment) => moment.text)
      expect(told.filter((one) => /(does not|has not) /.test(one))).toEqual([])
      expect(told.some((one) => one.includes('text “привет”'))).toBe(true)
      // The last message is on its way to the other end, of which this recording does not tell.
      expect(moments.at(-1)?.[index === 0 ? 'client' : 'server'].state).toBe('close.done')
    }
    expect(texts(entriesIn(file))).toEqual(['says hello', 'says привет', 'hears hello', 'hears привет'])
  })

  test('goes on where it cannot be recorded, and one sentence tells so', async () => {
    const folder = programs.folder()
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const server = await programs.serve({ mode: 'echo', more: ['--record', join(file, 'talks')] })
    for (const text of ['one', 'two']) {
      const { code, stdout, stderr } = await talk(server, [
        '--message',
        text,
        '--record',
        join(file, 'talk.jsonl'),
      ]).end()
      expect(code).toBe(1)
      expect(stdout).toContain(`"re":1,"text":"${text}"`)
      expect(stderr).toMatch(
        /^\S+talk\.jsonl cannot be written \(ENOTDIR\), and what follows is not recorded; [^\n]+\n$/,
      )
    }
    const { stderr } = await server.stop()
    const sentence = /^\S+talks cannot be written \(EEXIST\), and what follows is not recorded; [^\n]+\n$/
    expect(stderr).toMatch(sentence)
    const failures = server.log().filter(({ event }) => event === 'failed')
    expect(failures).toEqual([expect.objectContaining({ level: 'error', what: 'recording' })])
    expect(`${failures[0]?.detail}\n`).toMatch(sentence)
  })

  test('is not recorded over another file, and beside an earlier recording', async () => {
    const folder = programs.folder()
    const [file, beside, foreign] = ['talk.jsonl', 'talk-2.jsonl', 'notes.txt'].map((name) =>
      join(folder, name),
    ) as [string, string, string]
    writeFileSync(foreign, 'of another day\n')
    const server = await programs.serve({ mode: 'echo' })
    const recorded = (path: string, text: string) => talk(server, ['--message', text, '--record', path]).end()
    expectRefusal(
      await recorded(foreign, 'one'),
      1,
      /^\S+notes\.txt is there and is no recording, so it is not overwritten; move it, /,
    )
    expect(readFileSync(foreign, 'utf8')).toBe('of another day\n')
    expect(await recorded(file, 'two')).toMatchObject({ code: 0, stderr: '' })
    const again = await recorded(file, 'three')
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(
      /talk\.jsonl holds an earlier recording and stays; this one is \S+talk-2\.jsonl\.\n$/,
    )
    expect([file, beside].map((path) => texts(entriesIn(path))[0])).toEqual(['says two', 'says three'])
  })

  test('is not recorded where there are as many as there may be', async () => {
    const records = join(programs.folder(), 'talks')
    mkdirSync(records)
    for (let number = 1; number < MAX_RECORDINGS; number++)
      writeFileSync(join(records, `${number}.jsonl`), '')
    const server = await programs.serve({ mode: 'echo', more: ['--record', records] })
    for (const text of ['one', 'two']) expect((await talk(server, ['--message', text]).end()).code).toBe(0)
    const { stderr } = await server.stop()
    expect(readdirSync(records)).toHaveLength(MAX_RECORDINGS)
    expect(stderr).toMatch(
      /^There are 1000 recordings at \S+talks, and further connections are not recorded; [^\n]+\n$/,
    )
  })
})

const VAULT = `
protocol: vault
base: colloquy@1
version: 1
about: Keeps keys.
types:
  Key: { base: string, maxBytes: 64, secret: true, about: A key. }
  Row: { base: uint64, big: true, about: A row. }
  Room:
    base: record
    about: A room.
    fields: { name: { tag: 1, type: string, maxBytes: 64, about: Its name. }, row: { tag: 2, type: Row, about: Its row. } }
messages:
  Keep:
    number: 64
    from: client
    about: Keeps a key.
    fields: { key: { tag: 1, type: Key, about: The key. }, rooms: { tag: 2, list: Room, maxItems: 4, about: What it opens. } }
    answer: [Kept]
  Kept: { number: 65, from: server, about: It is kept., fields: { key: { tag: 1, type: Key, about: The key. } } }
`

test('a contract of one’s own is recorded by what it says of its fields', async () => {
  const folder = programs.folder()
  const secret = 'canary of the vault'
  const [contract, module, records, file] = ['vault.yaml', 'vault.mjs', 'talks', 'talk.jsonl'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  writeFileSync(contract, VAULT)
  writeFileSync(module, "export default { Keep: ({ key }) => ({ type: 'Kept', key }) }")
  const own = ['--contract', contract, '--record']
  const server = await programs.serve({ mode: 'echo', more: ['--reply', module, ...own, records] })
  const message = { type: 'Keep', key: secret, rooms: [{ name: 'hall', row: '18446744073709551615' }] }
  const client = talk(server, [...own, file, '--quiet', '--message', JSON.stringify(message)])
  expect((await client.end()).code).toBe(0)
  await server.stop()
  const recorded = join(records, readdirSync(records)[0] ?? '')
  for (const path of [file, recorded]) {
    expect(readFileSync(path, 'utf8')).not.toContain(secret)
    const messages = entriesIn(path).flatMap((one) => ('message' in one && one.id > 0 ? [one.message] : []))
    expect(messages).toEqual([
      { ...message, key: '***' },
      { type: 'Kept', key: '***' },
    ])
  }
})

const { test: onLinux } = needs('python3', 'linux')

onLinux('what was recorded before the disk was full can be read', async () => {
  const records = join(programs.folder(), 'talks')
  const server = await programs.serve({
    mode: 'echo',
    more: ['--record', records, '--log-level', 'silent'],
    alone: true,
  })
  const client = talk(server, [])
  await client.event('ready')
  client.type('one\n')
  await client.event('received')
  const [name = ''] = readdirSync(records)
  const path = join(records, name)
  // In the middle of the next line.
  const script =
    'import sys, resource as r; p, n = map(int, sys.argv[1:]); r.prlimit(p, r.RLIMIT_FSIZE, (n, n))'
  const limit = String(statSync(path).size + 20)
  execFileSync(tool('python3').path, ['-c', script, String(server.program.child.pid), limit])
  client.typeLast('two\nthree\n')
  expect((await client.end()).stdout).toContain('"text":"three"')
  expect(texts(entriesIn(path))).toEqual(['hears one', 'says one'])
  const { code, stderr } = await server.stop()
  expect(code).toBe(0)
  expect(stderr).toMatch(/^\S+\.jsonl cannot be written \(EFBIG\), [^\n]+\n$/)
})

test.each([
  [['serve', '--port', '0', '--mode', 'raw', '--record', 'x'], '--mode raw'],
  [['connect', '--raw', '--record', 'x'], '--raw'],
])('%j: without frames there is nothing to record', async (args, where) => {
  expectRefusal(
    await programs.run(args),
    2,
    new RegExp(`^--record means nothing with ${where}; leave one of them out\\.`),
  )
})

programs.keepSecrets()
