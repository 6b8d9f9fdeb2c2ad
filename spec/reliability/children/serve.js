// Serves on a port with a store of SQLite, and writes down each message before it is answered. SIGTERM ends it in peace.
import { fsyncSync, openSync, writeSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { createServer } from '../../../dist/index.js'
import { openSqliteStore } from '../../../dist/store/index.js'

const [file = '', record = '', port = '0'] = process.argv.slice(2)
const store = await openSqliteStore(file)()
if (E.isLeft(store)) throw new Error(store.left.code)
const descriptor = openSync(record, 'a')
const server = await createServer({
  port: Number(port),
  store: store.right,
  converse: {
    Say: async ({ text }, peer) => {
      writeSync(descriptor, `${text}\n`)
      fsyncSync(descriptor)
      if (!text.startsWith('ask')) return
      if (text.endsWith('7')) await new Promise((resolve) => void setTimeout(resolve, 5))
      await peer.reply({ type: 'Say', text: `answer to ${text}` })
    },
  },
})
process.once('SIGTERM', async () => {
  await server.close(2_000)
  await store.right.close()()
  process.exit()
})
process.stdout.write(`${server.port}\n`)
