import { afterEach } from '@jest/globals'
import { type ClientHandlers, connect } from '../../src/index.ts'
import { type Kv, kv } from './kv/index.ts'
import { fakeServer, type TcpPeer } from './tcp-peer.ts'
import { frame, len, message, num, sample } from './wire.ts'

/** The numbers of messages of kv. */
export const NUMBER = { Get: 64, List: 67, Found: 69, NotFound: 70, Done: 71, Changed: 73 } as const

/** A Found whose value has so many bytes. */
export const found = (id: number, re: number, valueBytes = 1): Buffer =>
  frame(NUMBER.Found, len(1, Buffer.concat([len(1, 'k'), len(2, Buffer.alloc(valueBytes)), num(3, 1)])), {
    id,
    re,
  })

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server that does as it is told with what comes after the handshake, and a client of it. */
export const pretending = async (
  heard: (peer: TcpPeer, type: number, id: number) => void,
  converse: ClientHandlers<Kv> = {},
) => {
  let peer: TcpPeer | undefined
  const server = await fakeServer((one) => {
    peer = one
    void one.hear('Hello').then(() => {
      one.say(
        message('Welcome', Buffer.concat([sample.Welcome.subarray(0, -6), len(7, 'kv')])),
        message('Ready'),
      )
      let told = 0
      void one
        .until('the end of the test', () => {
          for (const { type, id } of one.frames.slice(told)) if (type >= 64) heard(one, type, id)
          told = one.frames.length
          return undefined
        })
        .catch(() => {})
    })
  })
  closing.push(server.close)
  const client = await connect({ contract: kv, port: server.port, reconnect: false, converse })
  return { client, peer: () => peer as TcpPeer }
}
