import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { connectTcp } from '../../src/transport/index.ts'

/** A port of this machine that nobody listens on. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('a second error of a socket that failed to connect reaches nobody', async () => {
  const sockets: Socket[] = []
  const made = (message: unknown): void => {
    sockets.push((message as { readonly socket: Socket }).socket)
  }
  subscribe('net.client.socket', made)
  const connected = await connectTcp({ host: '127.0.0.1', port: await freePort(), timeoutMs: 5_000 })
  unsubscribe('net.client.socket', made)
  expect(E.isLeft(connected)).toBe(true)
  expect(sockets).toHaveLength(1)
  // An error event without a listener is thrown.
  expect(() => sockets[0]?.emit('error', new Error('late'))).not.toThrow()
})
