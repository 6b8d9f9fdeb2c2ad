// Run by: npm test
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createServer, type Server } from 'colloquy'
import { type ChatClient, openChat } from '../src/client.ts'
import { createChat } from '../src/handlers.ts'
import { type Chat, chat } from '../src/protocol.ts'

let server: Server<Chat>
const open: ChatClient[] = []
before(async () => {
  server = await createServer({ contract: chat, port: 0, ...createChat() })
})
after(async () => {
  await Promise.all(open.map((one) => one.leave()))
  await server.close()
})

/** Somebody who chats: what they see, without the times, and how to wait for a line of it. */
const somebody = async (name: string) => {
  const seen: string[] = []
  let look = (): void => {}
  const show = (text: string): void => {
    seen.push(text.replace(/^\d\d:\d\d /, ''))
    look()
  }
  const client = await openChat({ name, password: `the password of ${name}`, port: server.port, show })
  open.push(client)
  /** Resolves when they see a line. */
  const sees = (line: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (seen.includes(line)) resolve()
      }
      look()
    })
  return { ...client, seen, sees }
}

test('what one says the others in the room hear, and nobody else', async () => {
  const anna = await somebody('anna')
  const bert = await somebody('bert')
  const carl = await somebody('carl')
  assert.deepEqual(anna.seen, ['-- In lobby: anna', '-- bert is here', '-- carl is here'])
  await carl.obey('/join quiet')
  await anna.obey('hello')
  await bert.sees('anna: hello')
  await bert.obey('/who')
  assert.equal(bert.seen.at(-1), '-- Here: anna, bert, carl')
  assert.equal(carl.seen.at(-1), '-- In quiet: carl')
  await carl.leave()
  await anna.sees('-- carl is gone')
})

test('somebody who comes later reads what was said', async () => {
  const dora = await somebody('dora')
  await dora.obey('/join music')
  for (let count = 1; count <= 12; count++) await dora.obey(`la ${count}`)
  const emil = await somebody('emil')
  await emil.obey('/join music')
  assert.deepEqual(emil.seen.slice(-2), ['dora: la 11', 'dora: la 12'])
  assert.ok(!emil.seen.includes('dora: la 2'))
  await emil.obey('/history 12')
  assert.ok(emil.seen.includes('dora: la 2'))
})

test('what cannot be is told in a sentence, and the conversation goes on', async () => {
  const fred = await somebody('fred')
  await fred.obey('/join No Such Room')
  assert.match(fred.seen.at(-1) ?? '', /^-- The message breaks the contract \(.*Join\.room.*\)/)
  await fred.obey('x'.repeat(3_000))
  assert.match(fred.seen.at(-1) ?? '', /^-- The message breaks the contract \(.*Tell\.text.*\)/)
  await fred.obey('/dance')
  assert.match(fred.seen.at(-1) ?? '', /^-- \/join ROOM/)
  await fred.obey('still in the lobby')
  await fred.obey('/history 1')
  assert.equal(fred.seen.at(-1), 'fred: still in the lobby')
})

test('somebody whose connection broke comes back to the room, and reads what they missed', async () => {
  const gina = await somebody('gina')
  const hans = await somebody('hans')
  for (const name of ['gina', 'hans']) await { gina, hans }[name]?.obey('/join news')
  for (const peer of server.peers) if (peer.name === 'gina') peer.bye('IDLE')
  await hans.sees('-- gina is gone')
  await hans.obey('missed?')
  await gina.sees('hans: missed?')
  await hans.obey('welcome back')
  await gina.sees('hans: welcome back')
})
