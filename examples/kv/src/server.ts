// The server: npm start, or npx tsx src/server.ts [port]
import { createServer } from 'colloquy'
import { createHandlers } from './handlers.ts'
import { kv } from './protocol.ts'
import { Store } from './store.ts'

const server = await createServer({
  contract: kv,
  port: Number(process.argv[2] ?? 7707),
  // Clients give a name and a password. Accounts are in memory, as the entries are; a `store` keeps them:
  // openSqliteStore of colloquy.
  mode: 'auth',
  converse: createHandlers(new Store()),
  began: (peer) => console.log(`${peer.name} has come`),
  gone: (peer) => console.log(`${peer.name} has gone`),
}).catch((error: Error) => {
  // One sentence: what is wrong, and what to do.
  console.error(error.message)
  process.exit(1)
})
console.log(`listening on ${server.host}:${server.port}`)

// Ctrl-C says Bye to everybody.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close())
