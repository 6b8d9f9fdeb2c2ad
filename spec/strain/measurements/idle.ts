import { ATTACKER, attackerAddress } from '../addresses.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { inCounts, judged } from '../row.ts'
import { besiege, type Siege } from '../siege.ts'

const OPEN_FILES = 256
const ADDRESSES = 40

const sieges: readonly Siege[] = [
  { name: 'silent peers', attack: { attack: 'silent', sockets: 400 } },
  { name: 'peers at their challenge', attack: { attack: 'challenged', sockets: 400 } },
  { name: 'half headers', attack: { attack: 'halfHeaders', sockets: 400 } },
  {
    name: `silent peers of ${ADDRESSES} addresses`,
    attack: {
      attack: 'silent',
      sockets: 400,
      from: Array.from({ length: ADDRESSES }, (_, index) => attackerAddress(index)),
    },
  },
  {
    name: 'half TLS handshakes',
    attack: { attack: 'halfHandshakes', sockets: 400 },
    serve: { flags: ['--tls', 'auto'] },
  },
  {
    name: 'half PROXY headers',
    attack: { attack: 'halfProxies', sockets: 400 },
    serve: { flags: ['--proxy-from', ATTACKER] },
  },
  {
    name: 'idle conversations',
    attack: { attack: 'conversations', sockets: 400 },
    accounts: 6,
    settled: { word: 'Granted', times: 160 },
  },
]

/** Adds who was refused a place. */
const besieged = async (lab: Lab, siege: Siege): Promise<void> => {
  const visits = lab.amount(40, 6)
  const report = await besiege(lab, { ...siege, serve: { ...siege.serve, openFiles: OPEN_FILES }, visits })
  const refusals = report.visits?.refusals ?? {}
  const refused = Object.values(refusals).reduce((sum, times) => sum + times, 0)
  lab.add(judged(`${siege.name}: honest refusals`, '0', `${refused} ${inCounts(refusals)}`, refused === 0))
}

export const idle: Measurement = {
  about: `400 idle peers at ulimit -n ${OPEN_FILES}, as far as they can come; others log in and talk`,
  withinMs: 180_000,
  run: async (lab) => {
    for (const siege of sieges) await besieged(lab, siege)
  },
}
