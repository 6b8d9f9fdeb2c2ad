import { expect } from '@jest/globals'
import { Authority, LOCAL } from '../support/certificates.ts'
import { isSoak } from '../support/soak.ts'
import { needs } from '../support/tools/index.ts'
import { exchangeThroughCuts } from './cut-exchange.ts'

const { test } = needs('openssl')

const CUTS = isSoak ? 1_000 : 15
const CLIENTS = 6
/** Of a failure before: COLLOQUY_SEED=… npm run soak. */
const seed = Number(process.env.COLLOQUY_SEED ?? Math.floor(Math.random() * 2 ** 31))

test.each(['plain', 'over TLS'])(
  'connections that are cut at random bytes lose nothing, and double nothing: %s',
  async (how) => {
    const authority = how === 'plain' ? null : new Authority()
    const leaf = authority?.issue('/CN=server', LOCAL)
    const tls =
      authority === null || leaf === undefined
        ? {}
        : { tls: { server: { cert: leaf.cert, key: leaf.key }, ca: authority.root.cert } }
    const { wrong, cuts, messages } = await exchangeThroughCuts({
      seed,
      clients: CLIENTS,
      cuts: CUTS,
      ...tls,
    })
    if (isSoak) process.stderr.write(`${how}: ${cuts} cuts, ${messages} messages, seed ${seed}\n`)
    expect({ seed, wrong }).toEqual({ seed, wrong: [] })
    expect(cuts).toBeGreaterThanOrEqual(CUTS)
  },
  600_000,
)
