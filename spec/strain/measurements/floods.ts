import { ATTACKER } from '../addresses.ts'
import type { AttackName } from '../attacks/index.ts'
import type { TalkReport } from '../children/talker.ts'
import { later } from '../inside.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { inQuantiles, judged } from '../row.ts'
import { besiege, startTalk } from '../siege.ts'

const TIMES_BARE = 3
const WARM_UP_MS = 500

/** A bare echo under the same flood. */
const besiegeBare = async (
  lab: Lab,
  attack: AttackName,
  sockets: number,
  forMs: number,
): Promise<TalkReport> => {
  const echo = await lab.helper('bare-echo', null)
  const port = await echo.ask<number>('port')
  const talk = await startTalk(lab, { port, proof: null, isBare: true })
  const attacker = await lab.helper('attacker', { port, from: [ATTACKER], attack, sockets, isBare: true })
  await later(WARM_UP_MS)
  await talk.ask('start')
  await later(forMs)
  await attacker.ask('stop')
  const report = await talk.ask<TalkReport>('stop')
  return report
}

const flood = async (lab: Lab, attack: AttackName, sockets: number): Promise<void> => {
  const forMs = lab.amount(12_000, 500)
  const name = `${attack}, ${sockets} flooding`
  const settled = { word: 'Granted', times: sockets }
  const bare = await besiegeBare(lab, attack, sockets, forMs)
  const { talk } = await besiege(lab, { name, attack: { attack, sockets }, accounts: 1, forMs, settled })
  lab.add(
    judged(
      `${name}: p99 over that of bare net under the same flood`,
      `≤ ${TIMES_BARE} ×`,
      `${(talk.server.p99 / bare.server.p99).toFixed(1)} × ${inQuantiles(bare.server)}`,
      talk.server.p99 <= TIMES_BARE * bare.server.p99,
    ),
  )
}

export const floods: Measurement = {
  about:
    '1 and 8 connections flood messages, or pings; another conversation, beside bare net under the same flood',
  withinMs: 150_000,
  run: async (lab) => {
    for (const attack of ['messages', 'pings'] as const)
      for (const sockets of [1, 8]) await flood(lab, attack, sockets)
  },
}
