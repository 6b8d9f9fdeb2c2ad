import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { Programs, within } from '../support/program.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import { message, sayFrame } from '../support/wire.ts'

const programs = new Programs({ alone: true })

/** More of them than sockets and pipes hold. */
const REPLIES = 700
const TEXT_BYTES = 60_000

/** The time for which a connection takes nothing before it counts as full. */
const STILL_MS = 1_000

/** A client whose output nobody reads yet, and what converses with it. */
const unread = async () => {
  const peers: TcpPeer[] = []
  const { port, close } = await fakeServer(async (peer) => {
    await peer.hear('Hello')
    peer.say(message('Welcome'), message('Ready'))
    peers.push(peer)
  })
  const client = programs.start(['connect', '127.0.0.1', String(port)])
  client.child.stdout?.pause()
  await client.until('a conversation', ({ stderr }) => stderr.includes('has begun') || undefined)
  return { client, peer: peers[0] as TcpPeer, close }
}

/** Says so much to a client, until it takes no more: how much it took, and when it has taken the one that waits. */
const flood = async (peer: TcpPeer): Promise<{ readonly taken: number; readonly waits: Promise<void> }> => {
  for (let id = 1; id <= REPLIES; id += 1) {
    const waits = tell(peer, id)
    const isTaken = await Promise.race([waits.then(() => true), pause(STILL_MS, false)])
    if (!isTaken) return { taken: id - 1, waits }
  }
  return { taken: REPLIES, waits: Promise.resolve() }
}

const textOf = (id: number): string => String(id).padEnd(TEXT_BYTES, 'x')

const tell = (peer: TcpPeer, id: number): Promise<void> =>
  new Promise((taken) => peer.socket.write(sayFrame(id, textOf(id)), () => taken()))

test('who does not read makes the server wait, and gets all once it reads', async () => {
  const { client, peer, close } = await unread()
  const { taken, waits } = await flood(peer)
  // The capacity of two sockets and a pipe, and a little more.
  expect(taken * TEXT_BYTES).toBeLessThan(32_000_000)
  client.child.stdout?.resume()
  await waits
  for (let id = taken + 2; id <= REPLIES; id += 1) await tell(peer, id)
  peer.say(message('Bye'))
  peer.socket.end()
  const { code, stdout } = await client.end()
  close()
  const expected = Array.from({ length: REPLIES }, (_, index) => `${textOf(index + 1)}\n`).join('')
  expect(stdout === expected).toBe(true)
  expect(code).toBe(0)
}, 60_000)

test('who prints what it says to nobody says no more than that holds', async () => {
  const peers: TcpPeer[] = []
  const { port, close } = await fakeServer(async (peer) => {
    await peer.hear('Hello')
    peer.say(message('Welcome'), message('Ready'))
    peers.push(peer)
  })
  const client = programs.start(['connect', '127.0.0.1', String(port), '--json'])
  client.child.stdout?.pause()
  const count = 100
  for (let id = 1; id <= count; id += 1) client.type(`${textOf(id)}\n`)
  const said = (): number => peers[0]?.frames.filter(({ name }) => name === 'Say').length ?? 0
  for (let before = -1; said() === 0 || said() !== before; await pause(STILL_MS)) before = said()
  expect(said() * TEXT_BYTES).toBeLessThan(3_000_000)
  client.child.stdout?.resume()
  while (said() < count) await pause(20)
  client.signal('SIGTERM')
  await (peers[0] as TcpPeer).hear('Bye')
  peers[0]?.socket.destroy()
  await client.end()
  close()
}, 60_000)

test('an interrupt ends a client whose output nobody reads', async () => {
  const { client, peer, close } = await unread()
  await flood(peer)
  const exit = once(client.child, 'exit')
  client.signal('SIGINT')
  await peer.hear('Bye')
  peer.socket.destroy()
  expect((await within('its end', exit))[0]).toBe(130)
  client.child.stdout?.resume()
  await client.end()
  close()
}, 30_000)
