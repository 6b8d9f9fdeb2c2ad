import { opposite, type Side, sayable } from '../../src/contract/index.ts'
import { contract, stateNamed } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'
import { type Leap, type Spot, walk } from '../support/walk.ts'

/** A configuration as plain data. The server is null where there is no connection. */
interface Plain {
  readonly client: string
  readonly server: string | null
  readonly toServer: readonly string[]
  readonly toClient: readonly string[]
  readonly broken: boolean
  readonly cut: boolean
  /** The sides that were told that the stream has ended, and stay. */
  readonly lost: readonly Side[]
}

/** Answers have room for one message beyond the bound: no machine answers with more. */
const RESERVE = 1

const courtesies = ['do.say.Say', 'do.ping', 'do.ack', 'do.cancel', 'do.more', 'do.aborted']
const asks = ['do.listSessions', 'do.revokeSession']
const tells = ['do.sessionInfo', 'do.sessionsAnswered']
const clients = new Map(
  walk(client.machine, client.outcomes, [...courtesies, ...asks, 'do.logout']).map((s) => [s.key, s]),
)
const servers = new Map(
  walk(server.machine, server.outcomes, [...courtesies, ...tells]).map((s) => [s.key, s]),
)

/**
 * Messages that their hearer cannot tell apart, as one reads them off the contract and the machines, by who says them: one
 * stands for all. Whoever hears one of them in converse, or after its own last word, does nothing.
 */
const likened: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  client: {
    Login: 'Register',
    Resume: 'Register',
    Pong: 'Ack',
    Cancel: 'Ack',
    More: 'Ack',
    Aborted: 'Ack',
    ListSessions: 'Ack',
    RevokeSession: 'Ack',
    Say: 'Ack',
  },
  server: {
    Pong: 'Ack',
    Cancel: 'Ack',
    More: 'Ack',
    Aborted: 'Ack',
    SessionInfo: 'Ack',
    SessionsAnswered: 'Ack',
    Say: 'Ack',
  },
}

const isOver = (location: Spot | null): boolean =>
  location === null || location.contract === 'offline' || location.contract === 'close.done'

const wordsOf = (transition: Leap, side: Side): readonly string[] =>
  transition.said.map((said) => said.split(' ')[0] as string).map((word) => likened[side][word] ?? word)

/** Whether a step ends a conversation without peace. */
const breaks = ({ event, said, from, to }: Leap): boolean =>
  said.some((one) => one.startsWith('Fault')) ||
  event === 'recv.Fault' ||
  (to.contract === 'close.done' &&
    from.contract !== 'close.done' &&
    /^(xstate\.after|refuse|lost)/.test(event))

/** The steps of a place, each once that does the same: many codes are refused alike. */
const differing = ({ leaps }: Spot, side: Side): readonly Leap[] => {
  const byEffect = leaps.map((leap) => {
    const cause = /^(recv\.|lost|refuse\.|xstate\.after)/.exec(leap.event)?.[1] ?? ''
    const heard = cause === 'recv.' ? leap.event : ''
    return [[cause, heard, wordsOf(leap, side), leap.to.key, breaks(leap)].join(' '), leap] as const
  })
  return [...new Map(byEffect).values()]
}
const steps = new Map([
  ...[...clients.values()].map((spot) => [spot, differing(spot, 'client')] as const),
  ...[...servers.values()].map((spot) => [spot, differing(spot, 'server')] as const),
])

/** The key that tells configurations apart. */
const keyOf = ({ client, server, toServer, toClient, broken, cut, lost }: Plain): string =>
  `${client};${server};${toServer.join()};${toClient.join()};${broken};${cut};${lost.join()}`

/** By state and side: the messages that may come. */
const sayableOnce = new Map<string, ReadonlyMap<string, string>>()
const mayHear = (state: string, side: Side): ReadonlyMap<string, string> => {
  const key = `${side} ${state}`
  const messages = sayableOnce.get(key) ?? sayable(contract, stateNamed(state), opposite(side))
  sayableOnce.set(key, messages)
  return messages
}

/** The configurations of the pair, counted in the most simple-minded way; a Set of problems beside them. */
export const countNaively = (
  bound: number,
): { readonly configurations: number; readonly problems: readonly string[] } => {
  const problems = new Set<string>()
  const [firstClient] = clients.values()
  const [firstServer] = servers.values()
  if (firstClient === undefined || firstServer === undefined) throw new Error('A machine has no places.')
  const offline: Plain = {
    client: firstClient.key,
    server: null,
    toServer: [],
    toClient: [],
    broken: false,
    cut: false,
    lost: [],
  }
  const seen = new Map<string, Plain>([[keyOf(offline), offline]])

  const put = (next: Plain): void => {
    const forgotten =
      clients.get(next.client)?.contract === 'offline' && isOver(servers.get(next.server ?? '') ?? null)
        ? { ...offline, client: next.client }
        : next
    const key = keyOf(forgotten)
    if (!seen.has(key)) seen.set(key, forgotten)
  }

  const step = (at: Plain, side: Side, transition: Leap): void => {
    const opens =
      side === 'client' && transition.from.contract === 'offline' && transition.to.contract !== 'offline'
    const now: Plain = opens ? { ...offline, server: firstServer.key } : at
    const other =
      side === 'client' ? (servers.get(now.server ?? '') ?? null) : (clients.get(now.client) ?? null)
    const hears = transition.event.startsWith('recv.')
    const incoming = (side === 'client' ? now.toClient : now.toServer).slice(hears ? 1 : 0)
    const outgoing = side === 'client' ? now.toServer : now.toClient
    const broken = now.broken || breaks(transition)
    if (transition.event === 'lost' && !now.cut && !now.broken) {
      problems.add(`the ${side} finds the stream ended, and for the other side it ended in peace`)
      return
    }
    const words = now.cut ? [] : wordsOf(transition, side)
    const sent = isOver(other) ? outgoing : [...outgoing, ...words]
    if (isOver(other) && words.length > 0 && !broken) problems.add(`${words} is said to nobody`)
    const isOriginal = !/^(recv\.|lost|xstate\.after|refuse\.)/.test(transition.event)
    if (sent.length > outgoing.length && sent.length > bound + (isOriginal ? 0 : RESERVE)) return
    if (isOver(transition.to) && incoming.length > 0 && !broken) problems.add(`${incoming} is not heard`)
    const kept = isOver(transition.to) ? [] : incoming
    const ends =
      side === 'client'
        ? { client: transition.to.key, server: now.server }
        : { client: now.client, server: transition.to.key }
    const queues = side === 'client' ? { toServer: sent, toClient: kept } : { toServer: kept, toClient: sent }
    const stays = !isOver(transition.to) && (transition.event === 'lost' || now.lost.includes(side))
    const lost = [...now.lost.filter((one) => one !== side), ...(stays ? [side] : [])].sort()
    put({ ...ends, ...queues, broken, cut: now.cut, lost })
  }

  // The map grows while it is walked.
  for (const at of seen.values())
    for (const side of ['client', 'server'] as const) {
      const location = side === 'client' ? clients.get(at.client) : servers.get(at.server ?? '')
      if (location === undefined) continue
      const other =
        side === 'client' ? (servers.get(at.server ?? '') ?? null) : (clients.get(at.client) ?? null)
      const [next] = side === 'client' ? at.toClient : at.toServer
      for (const transition of steps.get(location) ?? []) {
        if (transition.event.startsWith('recv.')) {
          if (transition.event !== `recv.${next}`) continue
          if (!mayHear(location.contract, side).has(next as string))
            problems.add(`${next} reaches the ${side} in ${location.key}`)
          else step(at, side, transition)
        } else if (transition.event === 'lost') {
          const isToldOfIt = at.lost.includes(side)
          if (!isOver(location) && next === undefined && !isToldOfIt && (at.cut || isOver(other)))
            step(at, side, transition)
        } else step(at, side, transition)
      }
      if (!at.cut && !(isOver(location) && isOver(other)))
        put({ ...at, toServer: [], toClient: [], broken: true, cut: true })
    }
  return { configurations: seen.size, problems: [...problems] }
}
