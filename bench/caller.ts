import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Wire } from './wires/index.ts'

/** Nothing that is measured takes so long. */
const WITHIN_MS = 20_000

/** A connection that bytes are sent over, and replies counted. */
export interface Caller {
  /** Sends `messages` messages, so many at a time, each time waiting for all replies. */
  send(messages: number, atATime: number): Promise<void>
  /** The first texts that came back. */
  readonly texts: readonly string[]
  hangUp(): void
}

/** Connects and says what is said before the first message. */
export const call = async (port: number, wire: Wire): Promise<Caller> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  const left = await greet(socket, wire)
  const counter = wire.counter()
  let replies = counter.count(left)
  let awaited = Number.POSITIVE_INFINITY
  let arrived = (): void => {}
  let lost = (_error: Error): void => {}
  socket.on('data', (bytes) => {
    replies = counter.count(bytes)
    if (replies >= awaited) arrived()
  })
  socket.on('close', () => lost(new Error(`The server hung up after ${replies} replies.`)))
  socket.on('error', () => {})
  let sent = 0

  const send = (messages: number, atATime: number): Promise<void> => {
    const last = sent + messages
    const all = wire.messages(sent, messages)
    const one = all.length / messages
    let at = 0
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer)
        awaited = Number.POSITIVE_INFINITY
        if (error === undefined) resolve()
        else reject(error)
      }
      const timer = setTimeout(() => settle(new Error(`${replies} of ${last} replies came.`)), WITHIN_MS)
      lost = settle
      arrived = () => {
        if (replies > sent) return settle(new Error('More was answered than asked.'))
        if (sent === last) return settle()
        const more = Math.min(atATime, last - sent)
        sent += more
        awaited = sent
        socket.write(all.subarray(at, at + more * one))
        at += more * one
      }
      arrived()
    })
  }
  return { send, texts: counter.texts, hangUp: () => socket.destroy() }
}

/** Answers what came behind the greeting. */
const greet = async (socket: Socket, wire: Wire): Promise<Buffer> => {
  let heard: Buffer = Buffer.alloc(0)
  if (wire.hello.length > 0) socket.write(wire.hello)
  for (let end = wire.greeted(heard); ; end = wire.greeted(heard)) {
    if (end >= 0) return heard.subarray(end)
    const [bytes] = (await once(socket, 'data', { signal: AbortSignal.timeout(WITHIN_MS) })) as [Buffer]
    heard = Buffer.concat([heard, bytes])
  }
}
