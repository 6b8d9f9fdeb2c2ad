import type { Side } from '../contract/index.ts'
import type { Breach } from './against.ts'
import type { Exploration, Trouble } from './explore.ts'
import type { Finding, Happened } from './finding.ts'
import { type Law, offline } from './law.ts'
import type { Moment, Standing } from './moment.ts'
import type { Move, Player } from './player.ts'
import { type Leap, type Role, type Spot, wayTo } from './role.ts'
import type { Rule } from './rules.ts'
import type { Configuration } from './wire.ts'

/** A finding that is no matter of a conversation. */
export const withoutWay = (rule: Rule, text: string): Finding => ({ rule, text, way: [], moments: [] })

/** One machine alone: the other side is taken to stand where the contract says. */
export const findingOfBreach = (role: Role, { rule, text, spot, leap }: Breach): Finding => {
  const leaps = [...wayTo(spot), ...(leap === null ? [] : [leap])]
  const standing = (at: Spot, side: Side): Standing => ({
    state: at.state,
    place: side === role.side ? at.path : null,
  })
  const moment = (at: Spot, what: string): Moment => ({
    text: what,
    client: standing(at, 'client'),
    server: standing(at, 'server'),
    toServer: [],
    toClient: [],
  })
  const first = role.spots[0] ?? spot
  return {
    rule,
    text,
    way: leaps.map((one) => happenedTo(role.side, one)),
    moments: [
      moment(first, 'The start'),
      ...leaps.map((one) => moment(one.to, sentenceOf(happenedTo(role.side, one)))),
    ],
  }
}

/** Both machines, from the start to the trouble. */
export const findingOfTrouble = (
  explored: Exploration,
  players: Readonly<Record<Side, Player>>,
  law: Law,
  trouble: Trouble,
): Finding => {
  const { words } = explored.wire
  const names = (word: number): readonly string[] =>
    words.list(word).map((number) => law.contract.messages[number]?.name ?? '')
  const standing = (side: Side, at: Configuration): Standing => {
    const spot = players[side].role.spots[at[side]]
    return { state: spot?.state ?? offline, place: spot?.path ?? null }
  }
  const moment = (at: Configuration, text: string): Moment => ({
    text,
    client: standing('client', at),
    server: standing('server', at),
    toServer: names(at.toServer),
    toClient: names(at.toClient),
  })
  const here = explored.at(trouble.at)
  const way = explored.wayTo(trouble.at)
  if (trouble.move !== null) way.push([here, trouble.move])
  return {
    rule: trouble.rule,
    text: textOf(trouble, moment(here, ''), law),
    way: way.map(([, move]) => happened(move)),
    moments: [
      moment(explored.at(0), 'The start'),
      ...way.map(([at, move]) => moment(at, sentenceOf(happened(move)))),
    ],
  }
}

/** What happened, in one line: `server, recv.Hello: says Welcome`. */
export const sentenceOf = ({ side, event, said }: Happened): string =>
  `${side ?? 'network'}, ${event}${said.length === 0 ? '' : `: says ${said.join(', ')}`}`

const happened = (move: Move | null): Happened =>
  move === null ? { side: null, event: 'cut', said: [] } : happenedTo(move.side, move.leap)

const happenedTo = (side: Side, { event, told }: Leap): Happened => ({ side, event, said: told })

const nameOf = ({ state, place }: Standing): string => place ?? state

const textOf = ({ rule, side, message }: Trouble, { client, server }: Moment, law: Law): string => {
  const where = `the client is in ${nameOf(client)}, the server in ${nameOf(server)}`
  const name = law.contract.messages[message ?? -1]?.name
  const standing = nameOf(side === 'client' ? client : server)
  switch (rule) {
    case 'UNEXPECTED_MESSAGE':
      return `${name} reaches the ${side} in ${standing}; the contract does not let it be heard there.`
    case 'LEFT_OVER':
      return `The ${side} never hears ${name}: it has ended the conversation by then.`
    case 'DEADLOCK':
      return `Both wait, and nothing is on its way: ${where}.`
    default:
      return `No way leads on to the end: ${where}.`
  }
}
