// @ts-check
// The producer: sends each line of standard input as an item, when there is credit. `node connect.js [port]`
import { createInterface } from 'node:readline'
import { play } from 'colloquy/engine'
import { connectSentence, connectTcp } from 'colloquy/transport'
import * as producer from './producer.js'
import { credit } from './protocol.js'

/** @import { Message } from './protocol.js' */

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
/** The line that comes next, or is there: it stays until it was said. @type {ReturnType<typeof lines.next> | null} */
let next = null
let line = ''

const waitForItem = async () => {
  next ??= lines.next()
  const { done, value } = await next
  if (done) return 'items.over'
  line = value
  return 'item.ready'
}

/** @type {(said: { readonly type: string }) => Message} */
const buildMessage = (said) => {
  if (said.type === 'Open') return { type: 'Open', name: 'lines' }
  if (said.type !== 'Item') return /** @type {Message} Without fields of its own. */ (said)
  next = null
  return { type: 'Item', data: Buffer.from(line) }
}

const port = Number(process.argv[2] ?? 7707)
const connected = await connectTcp({ host: '127.0.0.1', port, timeoutMs: 5_000 })
if (connected._tag === 'Left') {
  console.error(connectSentence(connected.left))
  process.exit(1)
}

const playing = play({
  contract: credit,
  side: 'client',
  module: producer,
  connection: connected.right,
  actors: { waitForItem },
  buildMessage,
  receive: (heard) => {
    const message = /** @type {Message} It was decoded by this contract. */ (heard)
    if (message.type === 'Fault') console.error(`The consumer says Fault ${message.code}.`)
  },
})
// Ctrl-C says End.
process.once('SIGINT', () => playing.prompt('do.end'))

const ending = await playing.over
console.log(ending.how === 'done' ? 'done' : `${ending.how}: ${ending.detail}`)
process.stdin.destroy()
