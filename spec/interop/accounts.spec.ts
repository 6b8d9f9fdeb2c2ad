import { expect } from '@jest/globals'
import { type LogLine, Programs, type Serving } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'

const { describe, test } = needs('python3', 'linux')
const programs = new Programs()
let names = 0
const newName = (): string => `Ada ${++names}`

/** An account that nobody had, with its token. */
const registered = async ({ port }: Serving): Promise<LogLine> =>
  programs.scenario(port, ['register', '--password', programs.secret()])

const resume = (port: number, { token }: LogLine, ...more: readonly string[]): Promise<LogLine> =>
  programs.scenario(port, ['resume', `--token=${token}`, ...more])

describe.each(['whole', 'bytes'])('with each turn delivered in %s', (delivery) => {
  test('an account is registered, logged in to, resumed and logged out of', async () => {
    const server = await programs.serve()
    const [name, password] = [newName(), programs.secret()]
    const way = ['--deliver', delivery]
    const proof = ['--name', name, '--password', password]
    await programs.scenario(server.port, ['wrong-password', ...proof, ...way, '--source', '127.0.0.9'])
    const first = await programs.scenario(server.port, ['register', '--password', password, ...way])
    expect(first).toMatchObject({ mode: 'auth', known: false, remarks: 0 })
    const known = ['--name', String(first.name), '--password', password, ...way]
    await programs.scenario(server.port, ['wrong-password', ...known])
    const login = await programs.scenario(server.port, ['login', ...known])
    expect(login).toMatchObject({ name: first.name, known: true, greeting: first.name, remarks: 0 })
    const resumed = await resume(server.port, login, ...way)
    expect(resumed).toMatchObject({ name: first.name, rotated: true, remarks: 0 })
    const out = await programs.scenario(server.port, ['logout', `--token=${resumed.token}`, ...way])
    expect(out).toMatchObject({ refusedTokens: 2, remarks: 0 })
    expect((await server.stop()).code).toBe(0)
  }, 60_000)
})

test('the fifth failure of a name from an address is answered TOO_MANY_ATTEMPTS, and other addresses are not', async () => {
  const server = await programs.serve()
  const { name } = await registered(server)
  const told = await programs.scenario(server.port, ['throttle', '--name', String(name)])
  expect(told).toMatchObject({ failures: 5, retryAfterMs: 1_000 })
}, 60_000)

test('a token outlives the server, whether it is stopped or killed', async () => {
  const server = await programs.serve()
  const { data, port } = server
  const account = await registered(server)
  expect((await server.stop()).code).toBe(0)
  const second = await programs.serve({ data, port })
  expect(second.port).toBe(port)
  const resumed = await resume(port, account)
  expect(resumed).toMatchObject({ name: account.name, known: true, rotated: true })
  second.program.signal('SIGKILL')
  expect((await second.program.end()).signal).toBe('SIGKILL')
  const third = await programs.serve({ data, port })
  const again = await resume(port, resumed)
  expect(again).toMatchObject({ name: account.name, known: true, rotated: true })
  expect((await third.stop()).code).toBe(0)
}, 60_000)

test('a conversation that is held hears Bye(SHUTTING_DOWN) when the server stops, and nothing when it is killed', async () => {
  const server = await programs.serve()
  const { data, port } = server
  const hold = async (): Promise<ReturnType<Programs['startPython']>> => {
    const peer = programs.startPython(['colloquy_peer.py', '--quiet', '--port', String(port), 'hold'])
    programs.hide(String((await peer.event('ready')).token))
    return peer
  }
  const told = await hold()
  await server.stop()
  expect((await told.end()).code).toBe(0)
  expect(told.events.at(-1)).toMatchObject({ event: 'ok', how: 'bye', reason: 'SHUTTING_DOWN' })
  const second = await programs.serve({ data, port })
  const left = await hold()
  second.program.signal('SIGKILL')
  expect((await left.end()).code).toBe(0)
  expect(left.events.at(-1)).toMatchObject({ event: 'ok', how: 'broken' })
  const token = String((await left.event('ready')).token)
  await programs.serve({ data, port })
  expect(await programs.scenario(port, ['resume', `--token=${token}`])).toMatchObject({ rotated: true })
}, 60_000)

programs.keepSecrets(test)
