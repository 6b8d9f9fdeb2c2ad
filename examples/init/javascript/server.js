// @ts-check
// The server of key-value: node server.js [port]
import { createServer } from 'colloquy'
import { createHandlers } from './src/handlers.js'
import { keyValue } from './src/protocol.js'

/**
 * An error of the library says in a sentence what is wrong and what to do.
 * @param {Error} error
 * @returns {never}
 */
const fail = (error) => {
  console.error(error.message)
  process.exit(1)
}

const server = await createServer({
  contract: keyValue,
  port: Number(process.argv[2] ?? 7707),
  // Accounts are in memory, as the entries are; `openSqliteStore` of colloquy keeps them.
  mode: 'auth',
  converse: createHandlers(),
  began: (peer) => console.log(`${peer.name} has come`),
  gone: (peer) => console.log(`${peer.name} has gone`),
}).catch(fail)
console.log(`listening on ${server.host}:${server.port}`)

// Ctrl-C says Bye to everybody.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close())
