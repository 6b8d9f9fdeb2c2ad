import { expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import { message, num } from '../support/wire.ts'

const programs = new Programs()

/** A name that is registered, and its client, who has said one line. */
const inConversation = async (name: string, ...more: readonly string[]) => {
  const server = await programs.serve()
  const args = ['connect', '127.0.0.1', String(server.port), '--name', name]
  const registered = await programs.run([...args, '--register', '--message', 'x'], {
    env: { COLLOQUY_PASSWORD: programs.secret() },
  })
  expect(registered.code).toBe(0)
  const client = programs.start([...args, ...more])
  client.type('one\n')
  await client.firstLine()
  return { server, client }
}

test('lines that wait for a server that comes back and denies are named, and the exit code is not 0', async () => {
  const { server, client } = await inConversation('Ada')
  await server.stop()
  await client.until('an outage', ({ stderr }) => stderr.includes('No connection yet; ') || undefined)
  client.typeLast('two\nthree\nfour\nfive\n')
  expect((await programs.run(['users', 'remove', 'Ada', '--data', server.data])).code).toBe(0)
  const again = await programs.serve({ data: server.data, port: server.port })
  const { code, stdout, stderr } = await client.end()
  expect([code, stdout]).toEqual([4, 'one\n'])
  expect(stderr.split('\n').slice(-3)).toEqual([
    'The token is no longer good. Log in with the password.',
    '4 lines were not said, the first: “two”, “three”, “four”; connect again to say them.',
    '',
  ])
  await again.stop()
})

test('lines that come after the session was revoked are named, and the exit code is not 0', async () => {
  const { server, client } = await inConversation('Bob')
  const revoked = programs.run(['sessions', 'revoke', '--user', 'Bob', '--data', server.data])
  let line = 1
  const typing = setInterval(() => {
    line += 1
    client.type(`line ${line}\n`)
  }, 5)
  expect((await revoked).code).toBe(0)
  const { code, stderr } = await client.end()
  clearInterval(typing)
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /\n\d+ lines? and what follows were not said(, the first)?: “line \d+”.*; connect .*\n$/,
  )
  await server.stop()
})

const failing = async (peer: TcpPeer): Promise<void> => {
  await peer.hear('Hello')
  const fault = message('Fault', Buffer.concat([num(1, 7), num(3, 4_294_967_295)]))
  peer.say(message('Welcome'), message('Ready'), fault)
  peer.socket.end()
}

test.each([
  [
    'that fails and wants to be left alone for 50 days',
    failing,
    1,
    'That took longer than 500ms; allow more with --timeout.',
  ],
  [
    'that never says a word',
    () => {},
    3,
    'No conversation began (TIMEOUT): The other side says nothing; check that host and port are those of a Colloquy server.',
  ],
])('--timeout bounds all that --message waits for, at a server %s', async (_, treat, exit, why) => {
  const fake = await fakeServer((peer) => void treat(peer))
  const args = [
    'connect',
    '127.0.0.1',
    String(fake.port),
    '--message',
    'hello',
    '--timeout',
    '500ms',
    '--json',
  ]
  const program = programs.start(args).typeLast()
  const { code, stderr } = await program.end()
  fake.close()
  expect(stderr).toContain(`${why}\n`)
  expect(code).toBe(exit)
  expect(stderr.includes('1 line was not said: “hello”; connect again to say it.\n')).toBe(exit === 1)
  expect(program.events.at(-1)).toMatchObject({ event: 'disconnected' })
  // The wait itself, the start of the program on a busy machine, and a second for the answer to its Bye.
  expect(performance.now() - program.startedAtMs).toBeLessThan(9_000)
})

test('--timeout bounds how long lines of standard input wait for the next conversation', async () => {
  const fake = await fakeServer((peer) => void failing(peer))
  const args = ['connect', '127.0.0.1', String(fake.port), '--timeout', '500ms']
  const { code, stderr } = await programs.start(args).typeLast('one\ntwo\n').end()
  fake.close()
  expect(stderr).toMatch(/\nThat took longer than 500ms; .+\n2 lines were not said: “one”, “two”; .+\n$/)
  expect(code).toBe(1)
})

test('--timeout bounds how long a conversation that can go on waits for its next connection', async () => {
  const { server, client } = await inConversation('Eve', '--timeout', '2s')
  await server.stop()
  const { code, stderr } = await client.end()
  expect(stderr).toMatch(/\nThat took longer than 2s; allow more with --timeout\.\n/)
  expect(code).not.toBe(0)
})

test.each(['0', '-1s', 'soon'])('--timeout %s is wrong usage', async (time) => {
  const { code, stderr } = await programs.run(['connect', '--message', 'x', `--timeout=${time}`])
  expect(stderr).toBe(`--timeout is “${time}”; give a time of 1ms to 24h, such as 500ms, 10s or 2m.\n`)
  expect(code).toBe(2)
})

programs.keepSecrets()
