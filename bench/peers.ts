import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'
import { ratiosOfCodecs } from './codecs.ts'
import { machine } from './machine.ts'
import { withPeers } from './peers/peer.ts'
import { memoryAtRest } from './peers/rest.ts'
import { atHumanPace, inTurns, QUICK, THOROUGH } from './peers/scenarios.ts'
import { codecsTable, peersTable } from './peers/table.ts'

const HOW_TO_READ = `
Processor time a message, server / client, times Colloquy's: below 1 costs less than Colloquy, above 1 more.
At rest: memory of the server for a session that is silent.
~: the middle half of the rounds lies further apart than a fifth of the median.
Other programs on the machine do this, and move every figure by a tenth: run it again with nothing else running.`

/** Measures Colloquy beside its peers, and prints two tables in Markdown. */
const main = async (quick: boolean): Promise<void> => {
  console.log(`${machine()}\n`)
  await bundle()
  const effort = quick ? QUICK : THOROUGH
  const columns = await withPeers(async (peers) => [
    ...(await inTurns(peers, effort)),
    await atHumanPace(peers, effort),
  ])
  console.log(peersTable(process.version, columns, quick ? null : await memoryAtRest()))
  console.log(HOW_TO_READ)
  console.log(`\n${codecsTable(process.version, await ratiosOfCodecs())}`)
  console.log(`\nHow many times as fast as each library Colloquy is: encoding / decoding.`)
}

const usage = 'usage: npx tsx bench/peers.ts [--quick]'
const options = { quick: { type: 'boolean', default: false } } as const
try {
  const { values } = parseArgs({ options })
  await main(values.quick)
} catch (error) {
  const isUsage =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  console.error(isUsage ? usage : error instanceof Error ? error.message : error)
  process.exitCode = isUsage ? 2 : 1
}
