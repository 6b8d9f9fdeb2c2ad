// Loaded into a server beside its program: tells how much memory is in use once the garbage is collected.
import { setImmediate as turn } from 'node:timers/promises'

process.on('message', async ({ number }) => {
  for (let times = 0; times < 2; times++) {
    globalThis.gc()
    await turn()
  }
  const { heapUsed, rss } = process.memoryUsage()
  process.send({ number, answer: { heapUsed, rss } })
})
// The server ends as if nobody listened here.
process.channel?.unref()
