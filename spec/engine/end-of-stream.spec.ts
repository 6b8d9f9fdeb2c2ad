import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { connect } from '../../src/index.ts'
import { within } from '../support/program.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import { message, sayFrame } from '../support/wire.ts'

/** More than waits for an iterator before reading waits, too. */
const BATCH = 1_100

const batch = (first: number): readonly Uint8Array[] =>
  Array.from({ length: BATCH }, (_, at) => sayFrame(first + at, 'x'))

// Node tells the end of a stream together with its last chunk, although reading was paused in between.
test('what came before the end of the stream is handed on, and so is the last word, however slowly it is taken', async () => {
  const peers: TcpPeer[] = []
  const { port, close } = await fakeServer(async (peer) => {
    peers.push(peer)
    await peer.hear('Hello')
    peer.say(message('Welcome'), message('Ready'), ...batch(1))
  })
  const client = await connect({ port })
  const [peer] = peers as [TcpPeer]
  await within(
    'a client that reads no more',
    (async () => {
      while (client.counts.heard < 1_024) await pause(5)
    })(),
  )
  peer.say(...batch(BATCH + 1), message('Bye'))
  peer.socket.end()
  await once(peer.socket, 'finish')
  await pause(50)
  const texts: string[] = []
  for await (const { text } of client) {
    texts.push(text)
    if (texts.length % 100 === 0) await pause(1)
  }
  expect(texts).toHaveLength(2 * BATCH)
  expect(await client.over).toMatchObject({ how: 'bye', by: 'them', code: 'DONE' })
  close()
})
