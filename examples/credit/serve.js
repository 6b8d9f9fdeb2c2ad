// @ts-check
// The consumer: listens, takes the items of each producer that connects, and prints them. `node serve.js [port]`
import { setTimeout as pause } from 'node:timers/promises'
import { play } from 'colloquy/engine'
import { listenSentence, listenTcp } from 'colloquy/transport'
import * as consumer from './consumer.js'
import { credit } from './protocol.js'

/** @import { Message } from './protocol.js' */

/** How long this consumer takes until it has room again, in milliseconds. */
const ROOM_EVERY_MS = 200

/** @type {Set<import('colloquy/engine').Play>} */
const plays = new Set()

/** @param {import('colloquy/transport').Connection} connection */
const consume = async (connection) => {
  const playing = play({
    contract: credit,
    side: 'server',
    module: consumer,
    connection,
    actors: { waitForRoom: (stopped) => pause(ROOM_EVERY_MS, 'room.free', { signal: stopped }) },
    // The messages of this machine have no fields, or those beside their names.
    buildMessage: (said) => said,
    receive: (heard) => {
      const message = /** @type {Message} It was decoded by this contract. */ (heard)
      if (message.type === 'Open') console.log(`${message.name} begin`)
      if (message.type === 'Item') console.log(Buffer.from(message.data).toString())
    },
  })
  plays.add(playing)
  const ending = await playing.over
  plays.delete(playing)
  console.log(ending.how === 'done' ? 'done' : `${ending.how}: ${ending.detail}`)
}

const listening = await listenTcp({
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 7707),
  onConnection: consume,
})
if (listening._tag === 'Left') {
  console.error(listenSentence(listening.left))
  process.exit(1)
}
console.log(`Listening on port ${listening.right.address.port}.`)

// Ctrl-C, or a supervisor that stops it, says Stop to each producer; once they have answered, nothing is left to wait for.
const stop = () => {
  listening.right.close()
  for (const playing of plays) playing.prompt('do.stop')
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
