import { describe, expect, test } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { fakeServer, TcpPeer } from '../support/tcp-peer.ts'
import { message, num, sayFrame } from '../support/wire.ts'
import { expectNoTrace, expectRefusal } from './refusal.ts'

const programs = new Programs()

/** A port that nobody listens on any more. */
const deadPort = async (): Promise<string> => {
  const fake = await fakeServer(() => {})
  fake.close()
  return String(fake.port)
}

test('0: everything was said and answered', async () => {
  const { port } = await programs.serve({ mode: 'echo' })
  expect((await programs.run(['connect', '127.0.0.1', String(port), '--message', 'x'])).code).toBe(0)
})

test('1: a connection that broke before a conversation', async () => {
  const fake = await fakeServer(async (peer) => {
    await peer.hear('Hello')
    peer.socket.end()
  })
  const { code, stderr } = await programs.run(['connect', '127.0.0.1', String(fake.port)])
  fake.close()
  expect(stderr).toMatch(/\nNo conversation began \(BROKEN\): .+\.\n$/)
  expectNoTrace(stderr)
  expect(code).toBe(1)
})

test.each([
  [['127.0.0.1', 'abc'], /^port is “abc”; give a whole number from 1 to 65535\.\n$/],
  [['127.0.0.1', '0'], /^port is “0”; give/],
  [['127.0.0.1', '65536'], /^port is “65536”; give/],
  [['127.0.0.1', ''], /^port is nothing; give/],
  [['a b', '7707'], /^host is “a b”; give/],
  [['127.0.0.1', '7707', 'more'], /too many arguments/],
  [['--raw', '--name', 'Ada'], /^--name means nothing with --raw; leave one of them out\.\n$/],
  [['--raw', '--no-tokens'], /^--no-tokens means nothing with --raw; /],
  [['--message', 'x', '--raw'], /^--message means nothing with --raw; /],
  [['--password-file', '/nowhere/at/all'], /^The password file cannot be read \(ENOENT\); /],
])('2: connect %j is wrong usage', async (args, why) => {
  expectRefusal(await programs.run(['connect', ...(args as string[])]), 2, why as RegExp)
})

test('3: nobody listens, or nobody knows the host', async () => {
  const port = await deadPort()
  expectRefusal(await programs.run(['connect', '127.0.0.1', port]), 3, /^Nobody listens on port \d+ of 127/)
  expectRefusal(await programs.run(['connect', 'nobody.invalid', port]), 3, /^Nobody knows the host /)
})

test('3: the server has no room', async () => {
  const { port, log } = await programs.serve({ mode: 'echo', more: ['--max-sessions', '1'] })
  const first = await (await TcpPeer.to(port)).converse()
  const { code, stderr } = await programs.run(['connect', '127.0.0.1', String(port)])
  first.socket.destroy()
  expect(stderr).toMatch(/\nNo conversation began \(OVERLOADED\): /)
  expect(code).toBe(3)
  expect(log().some((line) => line.event === 'refused' && line.code === 'OVERLOADED')).toBe(true)
})

test('4: the proof was not accepted, or there was none', async () => {
  const { port } = await programs.serve()
  const run = (env: NodeJS.ProcessEnv): ReturnType<Programs['run']> =>
    programs.run(['connect', '127.0.0.1', String(port), '--name', 'Ada', '--json'], { env })
  const wrong = await run({ COLLOQUY_PASSWORD: programs.secret() })
  expect(wrong).toMatchObject({ code: 4, stderr: 'The name and the password do not belong together.\n' })
  const none = await run({})
  expect(none.code).toBe(4)
  expect(none.stderr).toMatch(/^The server asks for a name, or for its password; give --name, .*\.\n$/)
})

describe('5: the contract was broken', () => {
  test('by a server that speaks out of turn', async () => {
    const fake = await fakeServer(async (peer) => {
      await peer.hear('Hello')
      peer.say(sayFrame(1, 'too soon'))
      expect((await peer.end()).at(-1)).toBe('Fault UNEXPECTED_MESSAGE')
      peer.socket.end()
    })
    const { code, stderr } = await programs.run(['connect', '127.0.0.1', String(fake.port), '--json'])
    fake.close()
    expect(stderr).toMatch(/^No conversation began \(UNEXPECTED_MESSAGE\): .+\n$/)
    expect(code).toBe(5)
  })

  test('by a client, as the server says', async () => {
    const fake = await fakeServer(async (peer) => {
      await peer.hear('Hello')
      peer.say(message('Fault', num(1, 2)))
      peer.socket.end()
    })
    const { code } = await programs.run(['connect', '127.0.0.1', String(fake.port)])
    fake.close()
    expect(code).toBe(5)
  })

  test('in the middle of a conversation', async () => {
    const fake = await fakeServer(async (peer) => {
      await peer.hear('Hello')
      peer.say(message('Welcome'), message('Ready'))
      await peer.hear('Say')
      peer.say(sayFrame(7, 'not the next id'))
      expect((await peer.end()).at(-1)).toBe('Fault GAP')
      peer.socket.end()
    })
    const program = programs.start(['connect', '127.0.0.1', String(fake.port), '--json', '--message', 'x'])
    const { code } = await program.end()
    fake.close()
    expect(program.events.slice(-2)).toMatchObject([
      { event: 'fault', code: 'GAP', by: 'us' },
      { event: 'disconnected', code: 'GAP' },
    ])
    expect(code).toBe(5)
  })
})

test('130: interrupted, before there is a conversation and while there is one', async () => {
  const peers: TcpPeer[] = []
  const fake = await fakeServer((peer) => peers.push(peer))
  const early = programs.start(['connect', '127.0.0.1', String(fake.port), '--json'])
  await early.event('connected')
  early.signal('SIGINT')
  // Nobody answers its Bye: the second signal does not wait for that.
  await peers[0]?.hear('Bye')
  early.signal('SIGINT')
  expect((await early.end()).code).toBe(130)
  fake.close()
  const { port } = await programs.serve({ mode: 'echo' })
  const late = programs.start(['connect', '127.0.0.1', String(port), '--json'])
  await late.event('ready')
  late.signal('SIGTERM')
  expect((await late.end()).code).toBe(130)
})

programs.keepSecrets()
