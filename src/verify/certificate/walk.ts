import { type Contract, opposite, type Side, sayable } from '../../contract/index.ts'
import type { PlainMachine, PlainPlace, PlainStep } from './plain-machine.ts'
import { restingIn } from './resting.ts'

/** The result of a walk: its extent, and everything amiss. */
export interface Walk {
  readonly configurations: number
  readonly problems: readonly string[]
  /** Whether a side that had to wait for room always got it without leaving its place. */
  readonly exhaustive: boolean
}

/** A step from one configuration to another, by their numbers. */
interface PlainEdge {
  readonly from: number
  readonly to: number
  readonly side: Side
  readonly stays: boolean
}

export interface WalkOptions {
  readonly contract: Contract
  readonly machines: Readonly<Record<Side, PlainMachine>>
  /** By the side that hears it, and by its name: the message that stands for each. */
  readonly standsFor: Readonly<Record<Side, ReadonlyMap<string, string>>>
  /** The events that a program may cause. */
  readonly prompts: readonly string[]
  readonly bound: number
  readonly limit: number
}

/** Both ends and what is between them, as plain text. No server: none was opened. */
interface Plain {
  readonly client: string
  readonly server: string | null
  readonly toServer: readonly string[]
  readonly toClient: readonly string[]
  readonly broken: boolean
  readonly cut: boolean
  readonly lost: readonly Side[]
}

/**
 * Walks through two machines in the most simple-minded way: configurations are text, a queue is a list, and nothing is
 * shared with the walk that it checks.
 */
export const walkPlainly = ({ contract, machines, standsFor, prompts, bound, limit }: WalkOptions): Walk => {
  const problems = new Set<string>()
  const states = new Map(contract.states.map((state) => [state.name, state]))
  const ending = new Set(
    contract.anytime
      .filter(({ next }) => isEnd(next.client) && isEnd(next.server))
      .map(({ message }) => message),
  )
  function isEnd(state: string): boolean {
    return states.get(state)?.turn === 'nobody'
  }
  const hasEnded = (place: PlainPlace | null): boolean =>
    place === null || place.state === 'offline' || isEnd(place.state)
  const placeOf = (at: Plain, side: Side): PlainPlace | null =>
    machines[side].places.get((side === 'client' ? at.client : at.server) ?? '') ?? null
  const named = (message: string, hearer: Side): string => standsFor[hearer].get(message) ?? message
  const tables = new Map<string, ReadonlyMap<string, string>>()
  const mayCome = (state: string, side: Side): ReadonlyMap<string, string> => {
    const key = `${side} ${state}`
    const known = tables.get(key)
    if (known !== undefined) return known
    const found = states.get(state)
    const table = found === undefined ? new Map() : sayable(contract, found, opposite(side))
    tables.set(key, table)
    return table
  }
  const reserve = Math.max(
    0,
    ...(['client', 'server'] as const).flatMap((side) =>
      [...machines[side].places.values()].flatMap((place) =>
        hasEnded(place)
          ? []
          : place.steps
              .filter((step) => !isOriginal(step))
              .filter((step) => {
                const message = /^recv\.(.*)$/.exec(step.event)?.[1]
                return message === undefined || mayCome(place.state, side).has(message)
              })
              .map(({ says }) => says.length),
      ),
    ),
  )
  const isBroken = (from: PlainPlace, step: PlainStep, to: PlainPlace | null): boolean =>
    step.says.some((message) => ending.has(message)) ||
    ending.has(/^recv\.(.*)$/.exec(step.event)?.[1] ?? '') ||
    (hasEnded(to) && !hasEnded(from) && /^(?:xstate\.after|refuse\.|lost)/.test(step.event))
  const online = (): Partial<Plain> => {
    const { start } = machines.server
    const place = machines.server.places.get(start.to) ?? null
    const broken = start.says.some((message) => ending.has(message)) || hasEnded(place)
    return { ...nothing, server: start.to, toClient: start.says.map((said) => named(said, 'client')), broken }
  }

  const seen = new Map<string, Plain>()
  const numbers = new Map<string, number>()
  const edges: PlainEdge[] = []
  const settled = new Set<number>()
  const getsOn = new Set<number>()
  const waits: Readonly<Record<Side, Set<number>>> = { client: new Set(), server: new Set() }
  let here = -1
  const put = (next: Plain): number => {
    const client = placeOf(next, 'client')
    const at =
      client?.state === 'offline' && hasEnded(placeOf(next, 'server'))
        ? { ...nothing, client: next.client, server: null }
        : next
    const key = JSON.stringify(Object.values(at))
    if (!seen.has(key)) numbers.set(key, seen.set(key, at).size - 1)
    return numbers.get(key) ?? -1
  }
  const resting = restingIn(contract, machines.client)
  const goesOn = (from: string, message: string): boolean => {
    const next = states.get(from)?.says.get(message)
    return next !== undefined && !isEnd(next)
  }
  const isReliable = (from: PlainPlace, { event, says }: PlainStep, to: PlainPlace | null): boolean => {
    if (hasEnded(from) || /^(?:xstate\.after|refuse\.)/.test(event)) return false
    if (!prompts.includes(event)) return true
    const leaves = to?.state !== from.state
    return (leaves || resting.has(from.state)) && says.some((message) => goesOn(from.state, message))
  }
  const progresses = (from: PlainPlace, { event }: PlainStep, to: PlainPlace | null): boolean =>
    to?.state !== from.state ||
    (resting.has(from.state) && goesOn(from.state, /^recv\.(.*)$/.exec(event)?.[1] ?? ''))
  const take = (at: Plain, side: Side, from: PlainPlace, step: PlainStep): void => {
    const to = machines[side].places.get(step.to) ?? null
    const opens = side === 'client' && from.state === 'offline' && to?.state !== 'offline'
    const now: Plain = opens ? { ...at, ...online() } : at
    const other = opposite(side)
    const hears = step.event.startsWith('recv.')
    const incoming = (side === 'client' ? now.toClient : now.toServer).slice(hears ? 1 : 0)
    const outgoing = side === 'client' ? now.toServer : now.toClient
    const broken = now.broken || isBroken(from, step, to)
    const isGone = hasEnded(placeOf(now, other))
    const said = now.cut ? [] : step.says.map((one) => named(one, other))
    const amiss = (problem: string): void => {
      problems.add(problem)
      settled.add(here)
    }
    if (isGone && said.length > 0 && !broken) return amiss(`${said} is said to nobody.`)
    const sent = isGone ? outgoing : [...outgoing, ...said]
    if (sent.length > outgoing.length && sent.length > bound + (isOriginal(step) ? 0 : reserve))
      return void waits[side].add(here)
    if (opens && incoming.length > bound) return void waits[side].add(here)
    const ends = hasEnded(to)
    if (ends && incoming.length > 0 && !broken) return amiss(`${incoming} is never heard.`)
    if (step.event === 'lost' && !now.cut && !now.broken)
      return amiss(`The ${side} finds the stream ended, and for the other side it ended in peace.`)
    const kept = ends ? [] : incoming
    const stays = !ends && (step.event === 'lost' || now.lost.includes(side))
    const reached = put({
      client: side === 'client' ? step.to : now.client,
      server: side === 'server' ? step.to : now.server,
      toServer: side === 'client' ? sent : kept,
      toClient: side === 'client' ? kept : sent,
      broken,
      cut: now.cut,
      lost: [...now.lost.filter((one) => one !== side), ...(stays ? [side] : [])].sort(),
    })
    if (!isReliable(from, step, to)) return
    edges.push({ from: here, to: reached, side, stays: hears && step.to === at[side] })
    if (progresses(from, step, to)) getsOn.add(here)
  }

  const { start } = machines.client
  const first: Plain = { ...nothing, client: start.to, server: null }
  const before = placeOf(first, 'client')
  if (before?.state === 'offline') put(first)
  else take(first, 'client', { state: 'offline', steps: [] }, start)
  // The map grows while it is walked.
  for (const at of seen.values()) {
    if (seen.size > limit) break
    here += 1
    if (hasEnded(placeOf(at, 'client')) && hasEnded(placeOf(at, 'server'))) settled.add(here)
    for (const side of ['client', 'server'] as const) {
      const place = placeOf(at, side)
      if (place === null) continue
      const other = placeOf(at, opposite(side))
      const [next] = side === 'client' ? at.toClient : at.toServer
      for (const step of place.steps) {
        const { event } = step
        if (event.startsWith('recv.')) {
          if (event !== `recv.${next}` || hasEnded(place)) continue
          if (mayCome(place.state, side).has(next ?? '')) take(at, side, place, step)
          else {
            problems.add(`${next} reaches the ${side} in ${place.state}.`)
            settled.add(here)
          }
        } else if (event !== 'lost') {
          if (step.to !== (side === 'client' ? at.client : at.server) || step.says.length > 0)
            take(at, side, place, step)
        } else if (!hasEnded(place) && next === undefined && !at.lost.includes(side))
          if (at.cut || hasEnded(other)) take(at, side, place, step)
      }
    }
    if (!at.cut && !(hasEnded(placeOf(at, 'client')) && hasEnded(placeOf(at, 'server'))))
      put({ ...at, toServer: [], toClient: [], broken: true, cut: true })
  }
  const all = [...seen.keys()].map((_, index) => index)
  const helped = leadingTo(
    all.filter((index) => settled.has(index) || getsOn.has(index)),
    edges,
  )
  const stuck = seen.size - helped.size
  if (stuck > 0) problems.add(`From ${stuck} configurations nobody gets on.`)
  const hasRoom = (side: Side): boolean => {
    const steps = edges.filter((edge) => edge.side !== side || edge.stays)
    return (
      leadingTo(
        all.filter((index) => !waits[side].has(index)),
        steps,
      ).size === seen.size
    )
  }
  return {
    configurations: seen.size,
    problems: [...problems],
    exhaustive: hasRoom('client') && hasRoom('server'),
  }
}

/** The configurations from which one of some is reached. */
const leadingTo = (goals: readonly number[], edges: readonly PlainEdge[]): ReadonlySet<number> => {
  const back = new Map<number, number[]>()
  for (const { from, to } of edges) {
    const known = back.get(to)
    if (known === undefined) back.set(to, [from])
    else known.push(from)
  }
  const met = new Set(goals)
  for (const index of met) for (const before of back.get(index) ?? []) met.add(before)
  return met
}

const nothing = { toServer: [], toClient: [], broken: false, cut: false, lost: [] } as const

/** Whether what a step says answers nothing, so that it waits for room. */
const isOriginal = ({ event }: PlainStep): boolean =>
  !/^(?:recv\.|lost$|xstate\.after|refuse\.|start$)/.test(event)
