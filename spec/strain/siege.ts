import { register } from './accounts.ts'
import { ATTACKER, TALKER } from './addresses.ts'
import type { AttackSettings } from './attacks/attack.ts'
import type { AttackReport } from './children/attacker.ts'
import type { TalkReport } from './children/talker.ts'
import type { VisitReport } from './children/visitors.ts'
import { later, laterUnless } from './inside.ts'
import type { Helper, Lab, Served, ServeOptions } from './lab.ts'
import type { Proof } from './peer.ts'
import { inCounts, inMs, inQuantiles, judged, type Row, told } from './row.ts'
import { summaryOf } from './statistics.ts'

/** A server that is attacked while honest people come and talk. */
export interface Siege {
  readonly name: string
  readonly serve?: ServeOptions
  readonly attack: Pick<AttackSettings, 'attack' | 'sockets'> & Partial<AttackSettings>
  /** Accounts of the attacker; none unless given. */
  readonly accounts?: number
  /** Honest people who come meanwhile; nobody unless given. */
  readonly visits?: number
  /** How long it lasts at most where nobody comes; it is over before if the attack is. */
  readonly forMs?: number
  /** Waits for so many of this word before anything is measured, but not for ever. */
  readonly settled?: { readonly word: string; readonly times: number }
  /** Further preparations before the attack, and checks after it. */
  readonly before?: (served: Served) => Promise<void>
  readonly after?: (served: Served) => Promise<void>
}

/** The outcome of a siege. */
export interface Besieged {
  readonly visits: VisitReport | null
  readonly talk: TalkReport
  readonly attack: AttackReport
}

const VISITORS = 5
const EVERY_MS = 150
const SMALL_EVERY_MS = 50
/** Time for the attack to take effect before anything is measured. */
const WARM_UP_MS = 500
const SMALL_WARM_UP_MS = 200
const WITHIN_MS = 1_000
const SETTLED_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 200
const ENOUGH = 0.95
const GOAL_P99_MS = 50

/** Besieges a server, and adds what came of it to the rows: who was served, how a conversation went on, and the attack. */
export const besiege = async (lab: Lab, siege: Siege): Promise<Besieged> => {
  const { name, visits: count = 0, accounts: owned = 0, forMs } = siege
  const served = await lab.serve(siege.serve)
  const { port } = served
  const people = await register(port, 'visitor', VISITORS)
  const [own] = await register(port, 'talker', 1)
  const accounts = await register(port, 'attacker', owned)
  await siege.before?.(served)
  const talk = await startTalk(lab, { port, proof: own === undefined ? null : { type: 'Login', ...own } })
  const visitors = await lab.helper('visitors', {
    port,
    accounts: people,
    everyMs: lab.amount(EVERY_MS, SMALL_EVERY_MS),
  })
  const attacker = await lab.helper('attacker', { port, from: [ATTACKER], accounts, ...siege.attack })
  await later(lab.amount(WARM_UP_MS, SMALL_WARM_UP_MS))
  if (siege.settled !== undefined) await settle(attacker, siege.settled)
  await talk.ask('start')
  const visits = count === 0 ? null : await visitors.ask<VisitReport>('visit', count)
  const isOver = new AbortController()
  const ended = attacker.ask('end').finally(() => isOver.abort())
  if (forMs !== undefined) await Promise.race([ended, laterUnless(forMs, isOver.signal)])
  const attack = await attacker.ask<AttackReport>('stop')
  await ended
  const besieged = { visits, talk: await talk.ask<TalkReport>('stop'), attack }
  await siege.after?.(served)
  await lab.stop(served.child)
  if (besieged.visits !== null) lab.add(...visitRows(name, besieged.visits))
  lab.add(...talkRows(name, besieged.talk))
  lab.add(told(`${name}: the attack`, `${attack.connections} connections; ${inCounts(attack.counts)}`))
  return besieged
}

const settle = async (
  attacker: Helper,
  { word, times }: { readonly word: string; readonly times: number },
): Promise<void> => {
  const untilMs = performance.now() + SETTLED_WITHIN_MS
  while (performance.now() < untilMs) {
    const { counts } = await attacker.ask<AttackReport>('soFar')
    if ((counts[word] ?? 0) >= times) return
    await later(LOOK_EVERY_MS)
  }
}

/** Starts somebody who talks, beside a bare echo. */
export const startTalk = async (
  lab: Lab,
  talker: {
    readonly port: number
    readonly proof: Proof | null
    readonly isBare?: boolean
    readonly tls?: boolean
  },
) => {
  const bare = await lab.helper('bare-echo', null, 'beside')
  return lab.helper('talker', { from: TALKER, ...talker, barePort: await bare.ask<number>('port') })
}

/** The rows of who was served. */
const visitRows = (name: string, { took, refusals }: VisitReport): readonly Row[] => {
  const inTime = took.filter((ms) => ms <= WITHIN_MS).length
  const refused = Object.keys(refusals).length === 0 ? 'never refused' : `refused: ${inCounts(refusals)}`
  return [
    judged(
      `${name}: honest logins within 1 s`,
      `≥ ${ENOUGH * 100} %`,
      `${Math.floor((100 * inTime) / took.length)} % of ${took.length}, ${inQuantiles(summaryOf(took))}; ${refused}`,
      inTime >= ENOUGH * took.length,
    ),
  ]
}

/** The rows of a conversation that goes on. */
export const talkRows = (name: string, { server, bare, own }: TalkReport): readonly Row[] => [
  judged(
    `${name}: p99 of a conversation`,
    `< ${GOAL_P99_MS} ms`,
    `${inQuantiles(server)}, lost ${server.lost} of ${server.count + server.lost}; beside it bare net ${inQuantiles(bare)}; the client itself was late by ${inMs(own.p99)} (max ${inMs(own.max)})`,
    server.p99 < GOAL_P99_MS && server.lost === 0 && server.count > 0,
  ),
]
