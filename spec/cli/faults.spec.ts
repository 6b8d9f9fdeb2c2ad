import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { logOf, Programs } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { message, numberOf, sample, sayFrame } from '../support/wire.ts'
import { expectRefusal } from './refusal.ts'

const programs = new Programs({ alone: true })

/** The path of a module with this text. */
const moduleOf = (text: string): string => {
  const path = join(programs.folder(), 'replies.mjs')
  writeFileSync(path, text)
  return path
}

/** A module whose handler does something later, in its third line. */
const failingLater = (later: string): string =>
  moduleOf(`export default { Say({ text }, peer) {
  peer.reply({ type: 'Say', text })
  ${later}
} }`)

test.each([
  ['throws later', 'setTimeout(() => { throw new Error("late") })', 'Error: late', 1, 3],
  ['leaves a rejected promise', 'Promise.reject(new TypeError("late"))', 'TypeError: late', 1, 3],
  ['throws no error', 'setTimeout(() => { throw "just text" })', 'just text', 1, null],
  [
    'opens what is not there, of which the error has no place',
    'import("node:fs").then((fs) => fs.createReadStream("/nowhere"))',
    "Error: ENOENT: no such file or directory, open '/nowhere'",
    1,
    null,
  ],
  ['throws again and again', 'setInterval(() => { throw new Error("late") }, 1)', 'Error: late', 16, 3],
] as const)(
  'a handler that %s ends the server in order, with 70',
  async (_what, later, detail, maxLogged, line) => {
    const path = failingLater(later)
    const { port, program, data } = await programs.serve({ mode: 'echo', more: ['--reply', path] })
    const peer = await (await TcpPeer.to(port)).converse()
    peer.say(sayFrame(1, 'hello'))
    expect(numberOf(await peer.hear('Bye'), 1)).toBe(4)
    peer.say(message('Bye', sample.Bye))
    peer.socket.end()
    const { code, stderr } = await program.end()
    expect(code).toBe(70)
    const place = line === null ? '' : ` at ${path}:${line}`
    expect(stderr).toBe(
      `The module ${path} failed outside of its handlers (${detail}), and the server stops; mend it${place}.\n`,
    )
    const log = logOf(data)
    const failures = log.filter(({ event }) => event === 'failed')
    expect(failures[0]).toMatchObject({ level: 'error', what: 'program', detail })
    if (line !== null) expect(failures[0]?.stack).toContain(`replies.mjs:${line}:`)
    expect(failures.length).toBeLessThanOrEqual(maxLogged)
    expect(log.find(({ event }) => event === 'disconnected')).toMatchObject({ code: 'SHUTTING_DOWN' })
    expect(log.at(-1)).toMatchObject({ event: 'stopped' })
  },
)

test('a module that fails while it is loaded ends the server before it begins', async () => {
  const path = moduleOf(`setTimeout(() => { throw new Error('early') })
await new Promise((resolve) => setTimeout(resolve, 60_000))
export default { Say() {} }`)
  const flags = ['--port', '0', '--mode', 'echo', '--data', programs.folder(), '--reply', path]
  expectRefusal(await programs.run(['serve', ...flags]), 70, /\(Error: early\), .* at .*replies\.mjs:1\.\n$/)
})

test.each([
  ['throws', 'process.on("SIGUSR2", () => { throw new Error("ours") })'],
  ['rejects', 'process.on("SIGUSR2", () => { Promise.reject(new Error("ours")) })'],
])('a client in which something %s later says so in one sentence, and Bye', async (_what, later) => {
  const { port, data } = await programs.serve({ mode: 'echo' })
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(later)}` }
  const client = programs.start(['connect', '127.0.0.1', String(port), '--json'], { env })
  await client.event('ready')
  client.signal('SIGUSR2')
  const { code, stderr, stdout } = await client.end()
  expect(stderr).toMatch(/^Something went wrong that should not: Error: ours.*\. Please report it\.\n$/)
  expect([code, JSON.parse(stdout.trim().split('\n').at(-1) ?? '')]).toMatchObject([
    1,
    { event: 'disconnected', code: 'DONE', by: 'us' },
  ])
  expect(await programs.logged(data, 'disconnected')).toMatchObject({ code: 'DONE', by: 'them' })
})

programs.keepSecrets()
