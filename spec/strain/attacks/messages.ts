import { message, num, sayFrame } from '../../support/wire.ts'
import { later } from '../inside.ts'
import { begin, isIn, type Peer } from '../peer.ts'
import type { Attack, Attacker } from './attack.ts'

/** Writes as fast as it is taken, until it is over or cut off. */
const flood = (attacker: Attacker, peer: Peer, next: () => Buffer): Promise<void> =>
  new Promise((resolve) => {
    const { socket } = peer
    const write = (): void => {
      if (attacker.isOver || socket.destroyed) return resolve()
      while (socket.write(next()));
      socket.once('drain', write)
    }
    const look = setInterval(() => {
      if (attacker.isOver) socket.destroy()
    }, LOOK_EVERY_MS)
    socket.once('close', () => {
      clearInterval(look)
      resolve()
    })
    write()
  })

const LOOK_EVERY_MS = 100
const FRAMES = 256
const COME_BACK_MS = 100

/** In a conversation of an account of its own, or with a bare echo at once. */
const conversing = (attacker: Attacker, work: (peer: Peer) => Promise<void>): Promise<void> =>
  attacker.lanes(async (peer, lane) => {
    if (attacker.settings.isBare === true) return work(peer)
    const outcome = await begin(peer, { type: 'Login', ...attacker.accountOf(lane) })
    attacker.count(outcome.word)
    if (isIn(outcome)) await work(peer)
    await later(COME_BACK_MS)
  })

/** Incoming bytes are dropped unread. */
const deafen = ({ socket }: Peer): void => {
  socket.removeAllListeners('data')
  socket.on('data', () => {})
}

/** Batches of messages whose ids go on. */
const batches = (text: string, frames: number): (() => Buffer) => {
  const one = sayFrame(0, text)
  const template = Buffer.concat(Array.from({ length: frames }, () => one))
  let id = 0
  return () => {
    const batch = Buffer.from(template)
    for (let at = 0; at < batch.length; at += one.length) batch.writeUInt32BE(++id, at + 8)
    return batch
  }
}

/** Says small messages as fast as they are taken, and reads the answers. */
export const messages: Attack = (attacker) =>
  conversing(attacker, (peer) => {
    deafen(peer)
    return flood(attacker, peer, batches('a message of a flood', FRAMES))
  })

/** Says Ping as fast as it is taken. */
export const pings: Attack = (attacker) =>
  conversing(attacker, (peer) => {
    deafen(peer)
    const batch = Buffer.concat(Array.from({ length: FRAMES }, () => message('Ping', num(1, 7))))
    return flood(attacker, peer, () => batch)
  })

/** Says large messages, and reads no answer. */
export const slowReaders: Attack = (attacker) =>
  conversing(attacker, (peer) => {
    peer.socket.pause()
    return flood(attacker, peer, batches('x'.repeat(60_000), 1))
  })
