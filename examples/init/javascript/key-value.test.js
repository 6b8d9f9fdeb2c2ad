// @ts-check
// Run by: npm test
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connect, createServer } from 'colloquy'
import { createHandlers } from './src/handlers.js'
import { keyValue } from './src/protocol.js'

// Every client is let in here, without a name.
const server = await createServer({ contract: keyValue, port: 0, mode: 'echo', converse: createHandlers() })
const client = await connect({ contract: keyValue, port: server.port })

after(async () => {
  await client.bye()
  await server.close()
})

test('what is put is found', async () => {
  assert.equal((await client.ask({ type: 'Get', key: 'a' })).type, 'NotFound')
  assert.equal((await client.ask({ type: 'Put', key: 'a', text: 'one' })).type, 'Done')
  const got = await client.ask({ type: 'Get', key: 'a' })
  assert.equal(got.type === 'Found' && got.entry.text, 'one')
})

test('a watch hears of each change, until its loop is left', async () => {
  const watch = client.stream({ type: 'Watch', prefix: 'b/' })
  await client.ask({ type: 'Put', key: 'b/1', text: 'two' })
  for await (const { entry } of watch) {
    assert.equal(entry.text, 'two')
    break
  }
})
