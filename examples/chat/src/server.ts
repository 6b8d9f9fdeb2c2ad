// The server: npm start, or npx tsx src/server.ts [port]
import { createServer } from 'colloquy'
import { createChat, MAX_PEOPLE } from './handlers.ts'
import { chat } from './protocol.ts'

const server = await createServer({
  contract: chat,
  port: Number(process.argv[2] ?? 7707),
  // Clients give a name and a password. Accounts are in memory, as the rooms are; a `store` keeps them:
  // openSqliteStore of colloquy.
  mode: 'auth',
  maxSessions: MAX_PEOPLE,
  ...createChat(),
}).catch((error: Error) => {
  // One sentence: what is wrong, and what to do.
  console.error(error.message)
  process.exit(1)
})
console.log(`listening on ${server.host}:${server.port}`)

// Ctrl-C says Bye to everybody.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close())
