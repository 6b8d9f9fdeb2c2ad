import type { Socket } from 'node:net'
import type { Handed, Port } from '../../../../server/index.ts'

/** The way from a worker to its primary. */
export interface PrimaryPort extends Port {
  /** Messages that the system has not taken yet. */
  readonly queued: number
  /** Hears of each socket that is handed over; undefined: it was gone on the way. */
  onSocket(take: (socket: Socket | undefined, handed: Handed) => void): void
}

/** The port of this process. */
export const primaryPort = (): PrimaryPort => {
  let queued = 0
  let hear: (message: unknown) => void = () => {}
  let take: (socket: Socket | undefined, handed: Handed) => void = () => {}
  process.on('message', (message: object, socket: unknown) => {
    // A socket comes with that message alone.
    if ('handed' in message) take(socket as Socket | undefined, message as Handed)
    else hear(message)
  })
  return {
    get queued() {
      return queued
    },
    send: (message) => {
      if (!process.connected) return
      queued += 1
      process.send?.(message, undefined, undefined, () => {
        queued -= 1
      })
    },
    onMessage: (hearing) => {
      hear = hearing
    },
    onSocket: (taking) => {
      take = taking
    },
  }
}
