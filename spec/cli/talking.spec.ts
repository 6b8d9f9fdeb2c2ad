import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Program, Programs, type Serving } from '../support/program.ts'
import { isSoak } from '../support/soak.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import { needs } from '../support/tools/index.ts'
import { len, message, num, sample } from '../support/wire.ts'
import { expectNoTrace, hostileCharacters, hostileText } from './refusal.ts'

const programs = new Programs()
let server: Serving
beforeAll(async () => {
  server = await programs.serve({ mode: 'echo' })
})
const connect = (...args: readonly string[]): Program =>
  programs.start(['connect', '127.0.0.1', String(server.port), ...args])
/** Where the test is about the process and its pipes. */
const connectAlone = (...args: readonly string[]): Program =>
  programs.start(['connect', '127.0.0.1', String(server.port), ...args], { alone: true })

describe('what is said', () => {
  test('lines of standard input are said, and stdout has the bare replies only', async () => {
    const { code, stdout, stderr } = await connect().typeLast('one\nзд\u0301равствуй\n').end()
    expect(stdout).toBe('one\nзд\u0301равствуй\n')
    expect(stderr).toMatch(/^Connected to 127\.0\.0\.1, port \d+\.\n/)
    expect(stderr).toMatch(/\nSent \d+ bytes\.\n[\s\S]*Received \d+ bytes\.\n/)
    expect(stderr).toMatch(/\nDisconnected \(DONE\): .*2 messages heard, 2 said\.\n$/)
    expect(stderr).not.toContain('one')
    expect(code).toBe(0)
  })

  test('a line ends with a newline, with or without a return; an empty one counts, and so does a last one', async () => {
    const { code, stdout } = await connect().typeLast('a\r\n\n\r\nb\rc\r').end()
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'a\n\n\nb\rc\n' })
  })

  test('no input at all is a conversation in which nothing is said', async () => {
    const { code, stdout } = await connect().typeLast().end()
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  })

  test('a line that is no UTF-8 is not said, the others are, and the exit code tells', async () => {
    const input = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('b\n')])
    const { code, stdout, stderr } = await connect().typeLast(input).end()
    expect(stderr).toContain('\nA line is no UTF-8, and was not said.\n')
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'a\nb\n' })
  })

  test('a line of 65,536 bytes is said, and a longer one is not', async () => {
    const longest = 'я'.repeat(32_768)
    const { code, stdout, stderr } = await connect()
      .typeLast(`${longest}\r\n${longest}x\n${longest}xx\n${'y'.repeat(1_000_000)}\nb\n`)
      .end()
    expect(stdout === `${longest}\nb\n`).toBe(true)
    expect(stderr.match(/^A line has more than 65536 bytes, and was not said\.$/gm)).toHaveLength(3)
    expect(code).toBe(1)
  })

  needs('linux').test(
    'a line without an end is not kept',
    async () => {
      const program = connectAlone()
      for (let count = 0; count < 200; count += 1) program.type(Buffer.alloc(1_000_000, 'x'))
      await new Promise<void>((resolve) => program.child.stdin?.write('\nb\n', () => resolve()))
      await program.until('the reply', ({ stdout }) => (stdout === 'b\n' ? true : undefined))
      const [, peakKiB] =
        /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${program.child.pid}/status`, 'utf8')) ?? []
      expect(Number(peakKiB)).toBeLessThan(200 * 1024)
      expect((await program.typeLast().end()).code).toBe(1)
    },
    30_000,
  )

  test('--message is said instead of standard input, as often as it is given', async () => {
    const { code, stdout } = await connect('--message', 'one', '--message', '', '--message', 'b\nc')
      .typeLast('not this\n')
      .end()
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one\n\nb\nc\n' })
  })

  // More of them find no more, and are tried by `npm run soak`.
  const many = isSoak ? 100_000 : 20_000

  test(`${many} lines come back whole and in order`, async () => {
    const lines = Array.from({ length: many }, (_, index) => `line ${index}\n`).join('')
    const { code, stdout } = await connect('--json').typeLast(lines).end()
    const heard = stdout
      .split('\n')
      .filter((line) => line.startsWith('{"event":"received"'))
      .map((line) => `${JSON.parse(line).text}\n`)
    expect(heard.join('') === lines).toBe(true)
    expect(code).toBe(0)
  }, 60_000)
})

describe('with --json', () => {
  test('stdout is one object an event, and disconnected the last', async () => {
    const program = connect('--json', '--message', 'one', '--message', 'two')
    const { code, stderr } = await program.end()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const say = { type: 'Say', text: 'one' }
    expect(program.events).toMatchObject([
      { event: 'connected', host: '127.0.0.1', port: server.port },
      { event: 'welcome', version: 1, sameContract: true },
      { event: 'ready' },
      { event: 'sent', id: 1, re: 0, ...say },
      { event: 'sent', id: 2, re: 0, ...say, text: 'two' },
      { event: 'received', id: 1, re: 1, ...say },
      { event: 'received', id: 2, re: 2, ...say, text: 'two' },
      { event: 'disconnected', how: 'bye', by: 'us', code: 'DONE', heard: 2, said: 2, acknowledged: 2 },
    ])
  })

  test('a text that could act on a terminal is written with escapes, and read back the same', async () => {
    const program = connect('--json', '--message', hostileText)
    const { stdout } = await program.end()
    expect(stdout).not.toMatch(hostileCharacters)
    expect(program.events.filter(({ event }) => event === 'received')).toMatchObject([{ text: hostileText }])
  })

  test('a refusal is fault, then disconnected', async () => {
    const fake = await fakeServer(async (peer) => {
      await peer.hear('Hello')
      peer.say(message('Fault', Buffer.concat([num(1, 6), len(2, hostileText), num(3, 1_000)])))
      peer.socket.end()
    })
    const program = programs.start(['connect', '127.0.0.1', String(fake.port), '--json'])
    const { code, stdout, stderr } = await program.typeLast().end()
    fake.close()
    expect(program.events.map(({ event }) => event)).toEqual(['connected', 'fault', 'disconnected'])
    expect(program.events[1]).toMatchObject({ code: 'OVERLOADED', by: 'them', detail: hostileText })
    expect(stdout + stderr).not.toMatch(hostileCharacters)
    expect(code).toBe(3)
  })
})

describe('the other side', () => {
  test('what a server says of itself reaches a terminal with escapes only', async () => {
    const bye = message('Bye', Buffer.concat([num(1, 1), len(2, hostileText)]))
    const fake = await fakeServer(async (peer) => {
      await peer.hear('Hello')
      peer.say(
        message(
          'Welcome',
          Buffer.concat([
            num(1, 1),
            len(2, Buffer.alloc(8)),
            len(3, hostileText),
            num(6, 30_000),
            len(7, 'talk'),
          ]),
        ),
        message('Ready'),
        bye,
      )
      peer.socket.end()
    })
    const { code, stdout, stderr } = await programs.run(['connect', '127.0.0.1', String(fake.port)])
    fake.close()
    expect(stderr).not.toMatch(hostileCharacters)
    expect(stderr).toContain('a\\u001b[2Jb\\u009b31m')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  })

  test('what nobody answers is told, and the exit code tells it, too', async () => {
    const fake = await fakeServer(async (peer) => {
      await answerNothing(peer)
      await peer.hear('Say')
      peer.say(message('Ack', num(1, 1)), message('Bye', sample.Bye))
      peer.socket.end()
    })
    const { code, stdout, stderr } = await programs.run([
      'connect',
      '127.0.0.1',
      String(fake.port),
      '--message',
      'x',
    ])
    fake.close()
    expect(stderr).toContain('\n1 line was not answered.\n')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  test('a server that stops and starts again is found again, and the conversation goes on', async () => {
    const first = await programs.serve({ mode: 'echo' })
    const { port, data } = first
    const program = programs.start(['connect', '127.0.0.1', String(port), '--json'])
    program.type('one\n')
    await program.event('received')
    await first.stop()
    await program.event('reconnecting')
    program.type('two\n')
    const second = await programs.serve({ mode: 'echo', port, data })
    const isTwo = ({ events }: Program): true | undefined =>
      events.some(({ event, text }) => event === 'received' && text === 'two') || undefined
    await program.until('the second reply', isTwo)
    expect((await program.typeLast().end()).code).toBe(0)
    expect(program.events.at(-1)).toMatchObject({ event: 'disconnected', code: 'DONE' })
    await second.stop()
  }, 30_000)
})

describe('a pipe that nobody reads any more', () => {
  const endless = (program: Program): void => {
    const more = (error?: Error | null): void => {
      if (!error) program.child.stdin?.write('y\n'.repeat(20_000), more)
    }
    more()
  }

  test.each(['stdout', 'stderr'] as const)(
    'ends a client without a crash, or does not matter (%s)',
    async (way) => {
      const program = connectAlone('--message', 'one')
      program.child[way]?.destroy()
      const { signal, stderr, code } = await program.end()
      expectNoTrace(stderr)
      expect(signal).toBe(null)
      expect([0, 1]).toContain(code)
    },
  )

  test('ends one that has a lot to say (head -1)', async () => {
    const program = connectAlone()
    endless(program)
    await program.firstLine()
    program.child.stdout?.destroy()
    const { signal, stderr } = await program.end()
    expectNoTrace(stderr)
    expect(stderr).toMatch(/\nDisconnected \(DONE\)/)
    expect(signal).toBe(null)
  }, 30_000)

  test('an interrupt ends one that has a lot to say', async () => {
    const program = connectAlone('--json')
    endless(program)
    await program.event('received')
    program.signal('SIGINT')
    expect((await program.end()).code).toBe(130)
    expect(program.events.at(-1)).toMatchObject({ event: 'disconnected', code: 'DONE', by: 'us' })
  }, 30_000)
})

const answerNothing = async (peer: TcpPeer): Promise<void> => {
  await peer.hear('Hello')
  peer.say(message('Welcome'), message('Ready'))
}

programs.keepSecrets()
