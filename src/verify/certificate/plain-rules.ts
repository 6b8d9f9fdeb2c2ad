import { type Contract, opposite, type Side, sayable, sides } from '../../contract/index.ts'
import type { PlainMachine, PlainPlace, PlainStep } from './plain-machine.ts'
import { restingIn } from './resting.ts'

/** The contract, as the plain walk asks it of places and steps. */
export class PlainRules {
  /** The room in a queue beyond the bound, for steps that do not wait. */
  readonly reserve: number
  private readonly contract: Contract
  private readonly prompts: readonly string[]
  private readonly states: ReadonlyMap<string, Contract['states'][number]>
  /** The messages that end everything at once. */
  private readonly ending: ReadonlySet<string>
  private readonly resting: ReadonlySet<string>
  private readonly sayables = new Map<string, ReadonlyMap<string, string>>()

  constructor(
    contract: Contract,
    machines: Readonly<Record<Side, PlainMachine>>,
    prompts: readonly string[],
  ) {
    this.contract = contract
    this.prompts = prompts
    this.states = new Map(contract.states.map((state) => [state.name, state]))
    this.ending = new Set(
      contract.anytime
        .filter(({ next }) => this.isEnd(next.client) && this.isEnd(next.server))
        .map(({ message }) => message),
    )
    this.resting = restingIn(contract, machines.client)
    this.reserve = Math.max(0, ...sides.flatMap((side) => this.wordsAtOnce(machines[side], side)))
  }

  /** Whether nothing is said any more in a place; null: there is no server. */
  hasEnded(place: PlainPlace | null): boolean {
    return place === null || place.state === 'offline' || this.isEnd(place.state)
  }

  /** The messages that a side may hear in a state. */
  mayCome(state: string, side: Side): ReadonlyMap<string, string> {
    const key = `${side} ${state}`
    const known = this.sayables.get(key)
    if (known !== undefined) return known
    const found = this.states.get(state)
    const table = found === undefined ? new Map() : sayable(this.contract, found, opposite(side))
    this.sayables.set(key, table)
    return table
  }

  /** Whether one of some messages ends everything at once. */
  endAll(messages: readonly string[]): boolean {
    return messages.some((message) => this.ending.has(message))
  }

  /** Whether the conversation can no longer end in peace after a step. */
  breaks(from: PlainPlace, { event, says }: PlainStep, to: PlainPlace | null): boolean {
    return (
      this.endAll(says) ||
      this.ending.has(heardIn(event) ?? '') ||
      (this.hasEnded(to) && !this.hasEnded(from) && /^(?:xstate\.after|refuse\.|lost)/.test(event))
    )
  }

  /** Whether a step may be relied on to happen at some time. */
  isReliable(from: PlainPlace, { event, says }: PlainStep, to: PlainPlace | null): boolean {
    if (this.hasEnded(from) || /^(?:xstate\.after|refuse\.)/.test(event)) return false
    if (!this.prompts.includes(event)) return true
    const leaves = to?.state !== from.state
    return (
      (leaves || this.resting.has(from.state)) && says.some((message) => this.goesOn(from.state, message))
    )
  }

  /** Whether somebody gets on with a step. */
  progresses(from: PlainPlace, { event }: PlainStep, to: PlainPlace | null): boolean {
    return (
      to?.state !== from.state ||
      (this.resting.has(from.state) && this.goesOn(from.state, heardIn(event) ?? ''))
    )
  }

  private isEnd(state: string): boolean {
    return this.states.get(state)?.turn === 'nobody'
  }

  private goesOn(from: string, message: string): boolean {
    const next = this.states.get(from)?.says.get(message)
    return next !== undefined && !this.isEnd(next)
  }

  /** How many messages each step of a machine says that does not wait for room. */
  private wordsAtOnce({ places }: PlainMachine, side: Side): readonly number[] {
    return [...places.values()]
      .filter((place) => !this.hasEnded(place))
      .flatMap(({ state, steps }) =>
        steps
          .filter((step) => !isOriginal(step))
          .filter(({ event }) => {
            const message = heardIn(event)
            return message === undefined || this.mayCome(state, side).has(message)
          })
          .map(({ says }) => says.length),
      )
  }
}

/** Whether what a step says answers nothing, so that it waits for room. */
export const isOriginal = ({ event }: PlainStep): boolean =>
  !/^(?:recv\.|lost$|xstate\.after|refuse\.|start$)/.test(event)

/** The message that is heard with an event; undefined where none is. */
const heardIn = (event: string): string | undefined => /^recv\.(.*)$/.exec(event)?.[1]
