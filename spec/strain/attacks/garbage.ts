import { randomBytes } from 'node:crypto'
import { frame, message } from '../../support/wire.ts'
import type { Attack } from './attack.ts'

/** Beginnings of no conversation, one after the other. */
const GARBAGE: readonly (() => Buffer)[] = [
  () => randomBytes(64),
  () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  () => Buffer.from(`SSH-2.0-${randomBytes(8).toString('hex')}\r\n`),
  () => frame(999, randomBytes(16)),
  () => message('Hello', randomBytes(24)),
  () => message('Hello').subarray(0, 20),
  () => frame(1, Buffer.alloc(0), { length: 0xffffff }),
  () => Buffer.alloc(0),
]

/** Writes garbage, and hangs up when it was answered, or was no whole frame. */
export const garbage: Attack = (attacker) =>
  attacker.lanes(
    (peer) =>
      new Promise((resolve) => {
        const bytes = GARBAGE[attacker.connections % GARBAGE.length]?.() ?? Buffer.alloc(0)
        const timer = setTimeout(() => peer.socket.destroy(), GIVE_UP_MS)
        peer.onFrame = ({ name }) => {
          attacker.count(name)
          peer.socket.destroy()
        }
        peer.onClosed = () => {
          clearTimeout(timer)
          resolve()
        }
        if (peer.isClosed) return peer.onClosed()
        peer.socket.end(bytes)
      }),
  )

const GIVE_UP_MS = 5_000
