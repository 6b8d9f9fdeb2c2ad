import { createServer, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { message } from '../../support/wire.ts'
import { later } from '../inside.ts'
import { begin, isIn, type Peer } from '../peer.ts'
import type { Attack } from './attack.ts'

/** Takes a place, gets as far as it is told to, and does nothing more; comes back whenever it is sent away. */
const holding =
  (prepare: (peer: Peer) => Promise<void>): Attack =>
  (attacker) =>
    attacker.lanes(async (peer) => {
      await prepare(peer)
      while (!attacker.isOver && !peer.isClosed) await later(LOOK_EVERY_MS)
      attacker.count(attacker.isOver ? 'held' : 'sent away')
      await later(COME_BACK_MS)
    })

const LOOK_EVERY_MS = 100
const COME_BACK_MS = 500

/** Says nothing at all. */
export const silent = holding(async () => {})

/** Says Hello, and nothing more. */
export const unnamed = holding(async (peer) => peer.send(message('Hello')))

/** Goes as far as the challenge. */
export const challenged = holding(async (peer) => void (await begin(peer, null)))

/** The first half of the header of a frame. */
export const halfHeaders = holding(async (peer) => peer.send(message('Hello').subarray(0, 8)))

/** The first half of the header of a proxy. */
export const halfProxies = holding(async (peer) =>
  peer.send(Buffer.from('0d0a0d0a000d0a515549540a2111000c7f00', 'hex')),
)

/** The first half of a TLS handshake's first message. */
export const halfHandshakes: Attack = async (attacker) => {
  const hello = await clientHello()
  await holding(async (peer) => peer.send(hello.subarray(0, hello.length / 2)))(attacker)
}

/** Has the server sign, and is gone. */
export const handshakes: Attack = async (attacker) => {
  const hello = await clientHello()
  await attacker.lanes(async (peer) => {
    // The bytes that come are no frame.
    peer.socket.removeAllListeners('data')
    const answered = new Promise<string>((resolve) => {
      peer.socket.once('data', () => resolve('answered'))
      peer.socket.once('close', () => resolve('closed'))
    })
    peer.send(hello)
    attacker.count(await answered)
  })
}

/** Holds conversations of accounts of its own. */
export const conversations: Attack = (attacker) =>
  attacker.lanes(async (peer, lane) => {
    const outcome = await begin(peer, { type: 'Login', ...attacker.accountOf(lane) })
    attacker.count(outcome.word)
    while (isIn(outcome) && !attacker.isOver && !peer.isClosed) await later(LOOK_EVERY_MS)
    await later(COME_BACK_MS)
  })

/** The first bytes of a client of TLS. */
const clientHello = (): Promise<Buffer> =>
  new Promise((resolve) => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {})
      socket.once('data', (bytes) => {
        socket.destroy()
        server.close()
        resolve(bytes)
      })
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return
      const options = {
        ALPNProtocols: ['colloquy/1'],
        rejectUnauthorized: false,
        minVersion: 'TLSv1.3',
      } as const
      connectTls({ port: address.port, host: '127.0.0.1', ...options }).on('error', () => {})
    })
  })
