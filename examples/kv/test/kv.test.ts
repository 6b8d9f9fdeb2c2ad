// Run by: npm test
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { type Client, connect, createServer, type Server } from 'colloquy'
import { watch } from '../src/client.ts'
import { createHandlers } from '../src/handlers.ts'
import { type Kv, kv } from '../src/protocol.ts'
import { Store } from '../src/store.ts'

let server: Server<Kv>
let client: Client<Kv>
before(async () => {
  // Nobody is asked for a name here.
  server = await createServer({ contract: kv, port: 0, mode: 'echo', converse: createHandlers(new Store()) })
  client = await connect({ contract: kv, port: server.port })
})
after(async () => {
  await client.bye()
  await server.close()
})

const put = (key: string, value: string, more: { ifRevision?: number; ttl?: number } = {}) =>
  client.ask({ type: 'Put', key, value: Buffer.from(value), ...more })
const get = async (key: string): Promise<string | null> => {
  const got = await client.ask({ type: 'Get', key })
  return got.type === 'Found' ? Buffer.from(got.entry.value).toString() : null
}
const revisionOf = (done: Awaited<ReturnType<typeof put>>): number => {
  assert.equal(done.type, 'Done')
  return done.type === 'Done' ? done.revision : 0
}

test('what is put is found, until it is deleted', async () => {
  assert.equal(await get('a'), null)
  await put('a', 'one')
  assert.equal(await get('a'), 'one')
  assert.equal((await client.ask({ type: 'Delete', key: 'a' })).type, 'Done')
  assert.equal((await client.ask({ type: 'Delete', key: 'a' })).type, 'NotFound')
  assert.equal(await get('a'), null)
})

test('of two who change the same revision one is refused', async () => {
  const first = revisionOf(await put('b', 'one', { ifRevision: 0 }))
  revisionOf(await put('b', 'two', { ifRevision: first }))
  const late = await put('b', 'three', { ifRevision: first })
  assert.equal(late.type === 'Refused' && late.trouble, 'CONFLICT')
  assert.equal(await get('b'), 'two')
})

test('a list is in the order of keys, and as it was when it was asked for', async () => {
  for (const key of ['list/2', 'list/1', 'list/3']) await put(key, key)
  const list = client.stream({ type: 'List', prefix: 'list/' })
  const keys: string[] = []
  for await (const { entry } of list) keys.push(entry.key)
  assert.deepEqual(keys, ['list/1', 'list/2', 'list/3'])
  const last = await client.ask({ type: 'Get', key: 'list/3' })
  assert.equal((await list.end).revision, last.type === 'Found' && last.entry.revision)
})

test('a watch tells what was changed after a revision, and then what is', async () => {
  const revision = revisionOf(await put('w/1', 'known'))
  await put('w/2', 'before')
  await put('elsewhere', 'before')
  const stopping = new AbortController()
  const changes = watch(client, 'w/', revision, stopping.signal)
  const next = async () => {
    const { value } = await changes.next()
    assert.ok(value?.type === 'Changed')
    return value.change
  }
  const before = await next()
  assert.equal(before.case === 'put' && before.value.key, 'w/2')
  await client.ask({ type: 'Delete', key: 'w/1' })
  assert.deepEqual(await next(), { case: 'deleted', value: 'w/1' })
  stopping.abort()
  assert.deepEqual(await changes.next(), { done: true, value: null })
})

test('who asks for changes that nobody knows is told to list again', async () => {
  const ahead = client.stream({ type: 'Watch', prefix: '', after: 1_000_000 })
  assert.equal((await ahead.end).trouble, 'FORGOTTEN')
  for (let count = 0; count < 1_000; count++) await put('busy', `${count}`)
  const behind = client.stream({ type: 'Watch', prefix: '', after: 1 })
  assert.equal((await behind.end).trouble, 'FORGOTTEN')
})

test('a watch goes on over the next connection, and misses nothing', async () => {
  const store = new Store()
  const settings = { contract: kv, mode: 'echo', converse: createHandlers(store) } as const
  const first = await createServer({ ...settings, port: 0 })
  const watching = await connect({ contract: kv, port: first.port })
  const changes = watch(watching, '', 0, new AbortController().signal)
  const revision = async () => {
    const { value } = await changes.next()
    return value?.type === 'Changed' && value.revision
  }
  store.put('one', Buffer.from('1'))
  assert.equal(await revision(), 1)
  await first.close()
  store.put('two', Buffer.from('2'))
  const second = await createServer({ ...settings, port: first.port })
  watching.connectNow()
  assert.equal(await revision(), 2)
  await watching.bye()
  await second.close()
})

test('what is kept for a time goes by itself, unless it was put again', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const store = new Store()
  store.put('short', Buffer.from('1'), 10)
  store.put('again', Buffer.from('1'), 10)
  store.put('again', Buffer.from('2'))
  mock.timers.tick(10_000)
  mock.timers.reset()
  assert.equal(store.get('short'), undefined)
  assert.notEqual(store.get('again'), undefined)
  assert.deepEqual(store.changeAt(4), { case: 'deleted', value: 'short' })
})

test('the store has an end', () => {
  const store = new Store()
  for (let count = 0; count < 1_000; count++) store.put(`${count}`, new Uint8Array())
  assert.equal(store.hasRoomFor('one more'), false)
  assert.equal(store.hasRoomFor('7'), true)
})
