import { createServer } from '../../src/index.ts'
import { answer } from '../parts/answer.ts'

// The whole way: frames, the contract's table, codec, handler, codec, frames. No log.
const mode = process.argv[2] === 'auth' ? 'auth' : 'echo'
const server = await createServer({
  port: 0,
  mode,
  converse: { Say: (message, peer) => void peer.reply({ type: 'Say', text: message.text }) },
})
answer(server.port)
