import { expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { TcpPeer } from '../../support/tcp-peer.ts'
import { needs } from '../../support/tools/index.ts'
import { sayFrame } from '../../support/wire.ts'
import { Terminals } from '../terminals.ts'

const tmux = needs('tmux', 'linux')

const programs = new Programs({ alone: true })
const terminals = new Terminals()

const FLOOD = 300
const TEXT = `${'x'.repeat(99)}\n`.repeat(600)

/** More than anybody waits for, and less than a server that others wait for takes. */
const AT_ONCE_MS = 5_000

/** Says many long texts to an operator; resolves when the server has heard them all. */
const flood = async (port: number, data: string): Promise<void> => {
  const peer = await (await TcpPeer.to(port)).converse()
  for (let id = 1; id <= FLOOD; id += 1) peer.say(sayFrame(id, TEXT))
  await programs.logged(data, 'received', { id: FLOOD })
  peer.socket.destroy()
}

/** Resolves with how long it takes a client to begin a conversation. */
const arrival = async (port: number): Promise<number> => {
  const beganMs = performance.now()
  const peer = await (await TcpPeer.to(port)).converse()
  peer.socket.destroy()
  return performance.now() - beganMs
}

tmux.test(
  'an operator’s terminal that is stopped holds nobody up, and tells later what it did not show',
  async () => {
    const folder = programs.folder()
    const where = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo', '--data', folder]
    const terminal = terminals.open(['serve', ...where, '--reply', 'operator'], { folder })
    await terminal.until('operator>')
    const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(terminal.screen)?.[1])
    terminal.stop()
    try {
      await flood(port, folder)
      expect(await arrival(port)).toBeLessThan(AT_ONCE_MS)
    } finally {
      terminal.resume()
    }
    await terminal.until('messages were left out here: the output was not')
    expect(terminal.screen).toMatch(/^ {9}… 500\d\d more characters in 501 lines$/m)
    terminal.enter('/quit')
    expect(await terminal.end()).toBe(0)
  },
)

tmux.test('a console on a terminal that is stopped holds nobody up either', async () => {
  const folder = programs.folder()
  const where = ['--host', '127.0.0.1', '--port', '0', '--mode', 'echo', '--data', folder]
  const terminal = terminals.open(['serve', ...where, '--log', 'both'], { folder })
  await terminal.until('listening on 127.0.0.1:')
  const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(terminal.screen)?.[1])
  terminal.stop()
  try {
    for (let round = 0; round < 300; round += 1) await arrival(port)
    expect(await arrival(port)).toBeLessThan(AT_ONCE_MS)
  } finally {
    terminal.resume()
  }
  terminal.press('C-c')
  expect(await terminal.end()).toBe(0)
})

test('an output that nobody reads does not grow, and tells later what is missing', async () => {
  const { program, port, data } = await programs.serve({ mode: 'echo', more: ['--reply', 'operator'] })
  program.child.stdout?.pause()
  await flood(port, data)
  expect(await arrival(port)).toBeLessThan(AT_ONCE_MS)
  program.child.stdout?.resume()
  await program.until('what is missing', ({ lines }) =>
    lines.find((line) =>
      /^-- \d+ messages were left out here: the output was not read in time\.$/.test(line),
    ),
  )
  // The contents of a pipe and of the queue that may wait, of 18 million bytes.
  expect(program.stdout.length).toBeLessThan(3_000_000)
})
