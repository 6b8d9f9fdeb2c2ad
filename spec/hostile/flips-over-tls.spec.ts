import { connect as connectSocket, createServer as createRelay, type Server as Relay } from 'node:net'
import { connect as startTls } from 'node:tls'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { createServer, type Server } from '../../src/index.ts'
import { Authority, LOCAL } from '../support/certificates.ts'
import { needs } from '../support/tools/index.ts'
import { framesIn, message, sayFrame, wordOf } from '../support/wire.ts'

const { test } = needs('openssl')

let server: Server
let relay: Relay
/** The change that the relay makes to the bytes of the client, by the number of the chunk. */
let change: (bytes: Buffer, chunk: number) => Buffer = (bytes) => bytes
/** Chunks of what a client says; those before are of the handshake. */
const SAID = 1_000
let isSaid = false
/** The texts that a handler of the server has taken. */
const taken: string[] = []

beforeAll(async () => {
  if (test.name === 'skip') return
  const leaf = new Authority().issue('/CN=server', LOCAL)
  server = await createServer({
    port: 0,
    mode: 'echo',
    tls: { cert: leaf.cert, key: leaf.key },
    converse: {
      Say: (said, peer) => {
        taken.push(said.text)
        return peer.reply({ type: 'Say', text: said.text })
      },
    },
  })
  relay = createRelay({ allowHalfOpen: true }, (near) => {
    const far = connectSocket({ port: server.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    let chunk = 0
    near.on('data', (bytes) => {
      if (isSaid && chunk < SAID) chunk = SAID
      if (far.writable) far.write(change(bytes, chunk++))
    })
    far.on('data', (bytes) => near.writable && near.write(bytes))
    near.on('end', () => far.end()).on('error', () => far.destroy())
    far.on('end', () => near.end()).on('error', () => near.destroy())
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  relay?.close()
  await server?.close(0)
})

/** Says one thing to the server through the relay. Resolves with the words that came when it is over. */
const say = (): Promise<readonly string[]> =>
  new Promise((resolve) => {
    let heard: Buffer = Buffer.alloc(0)
    isSaid = false
    const { port } = relay.address() as { readonly port: number }
    const socket = startTls({
      port,
      host: '127.0.0.1',
      ALPNProtocols: ['colloquy/1'],
      rejectUnauthorized: false,
    })
    socket.setNoDelay(true)
    const words = (): readonly string[] => framesIn(heard).frames.map(wordOf)
    socket.on('secureConnect', () => socket.write(message('Hello')))
    socket.on('data', (bytes: Buffer) => {
      const before = words().length
      heard = Buffer.concat([heard, bytes])
      const now = words()
      if (before >= 2 || !now.includes('Ready')) return
      isSaid = true
      socket.end(sayFrame(1, 'paid in full'))
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(words()))
  })

const flip = (bytes: Buffer, at: number, bit: number): Buffer => {
  const other = Buffer.from(bytes)
  other[at] = (other[at] as number) ^ (1 << bit)
  return other
}

test('what is not changed arrives', async () => {
  change = (bytes) => bytes
  expect(await say()).toEqual(['Welcome', 'Ready', 'Say 1'])
  expect(taken.splice(0)).toEqual(['paid in full'])
})

test('a bit of any byte of what a client says: nothing of it arrives, and the connection ends', async () => {
  let length = 0
  change = (bytes, chunk) => {
    if (chunk === SAID) length = bytes.length
    return bytes
  }
  await say()
  taken.splice(0)
  expect(length).toBeGreaterThan(16 + 12)
  for (let at = 0; at < length; at += 1) {
    change = (bytes, chunk) => (chunk === SAID ? flip(bytes, at, at % 8) : bytes)
    const words = await say()
    // Behind the record of what is said stands that of the end.
    const isOfEnd = at >= 5 + 16 + 14 + 1 + 16
    if (!isOfEnd) expect([at, words, taken.splice(0)]).toEqual([at, ['Welcome', 'Ready'], []])
    taken.splice(0)
  }
})

test('a bit of any fourth byte of the handshake of a client: no conversation begins', async () => {
  // The first five bytes are the header of a record, which TLS does not protect.
  for (let at = 5; at < 200; at += 4) {
    change = (bytes, chunk) => (chunk === 0 && at < bytes.length ? flip(bytes, at, at % 8) : bytes)
    expect([at, await say()]).toEqual([at, []])
  }
})
