import {
  type Contract,
  hasTurn,
  isSaidBy,
  opposite,
  type Side,
  type State,
  sayable,
  sayableAnew,
} from '../contract/index.ts'

/** A contract as verification asks it, by the names of its states. `offline` is none of them: nothing is said there. */
export class ContractIndex {
  readonly contract: Contract
  /** The state in which a conversation begins. */
  readonly first: string
  private readonly states: ReadonlyMap<string, State>
  private readonly saidBy: Readonly<Record<Side, ReadonlyMap<string, ReadonlyMap<string, string>>>>
  private readonly heardOf: Readonly<Record<Side, ReadonlyMap<string, ReadonlyMap<string, string>>>>
  private readonly breaking: ReadonlySet<string>

  constructor(contract: Contract) {
    const tableOf = (words: typeof sayable) => (side: Side) =>
      new Map(contract.states.map((state) => [state.name, words(contract, state, side)]))
    const [saidBy, heardOf] = [tableOf(sayableAnew), tableOf(sayable)]
    this.contract = contract
    this.first = contract.states[0]?.name ?? OFFLINE
    this.states = new Map(contract.states.map((state) => [state.name, state]))
    this.saidBy = { client: saidBy('client'), server: saidBy('server') }
    this.heardOf = { client: heardOf('client'), server: heardOf('server') }
    this.breaking = new Set(
      contract.anytime
        .filter(({ next }) => this.isOver(next.client) && this.isOver(next.server))
        .map(({ message }) => message),
    )
  }

  state(name: string): State | undefined {
    return this.states.get(name)
  }

  /** Where a message leads that a side says, or undefined where it may not say it. */
  said(state: string, side: Side, message: string): string | undefined {
    return this.saidBy[side].get(state)?.get(message)
  }

  /** Where a message of a side leads that is heard, maybe since it was in flight; undefined where it may not come. */
  heard(state: string, side: Side, message: string): string | undefined {
    return this.heardOf[side].get(state)?.get(message)
  }

  /** Whether nothing is said any more: at the end, or without a connection. */
  isEnded(state: string): boolean {
    return state === OFFLINE || this.isOver(state)
  }

  /** Whether it is the end of a conversation. */
  isOver(state: string): boolean {
    return this.states.get(state)?.turn === 'nobody'
  }

  /** Whether a side has said its last word. */
  isMute(state: string, side: Side): boolean {
    const { inFlight = false, turn = 'nobody' } = this.states.get(state) ?? {}
    return turn === 'nobody' || (inFlight && turn === opposite(side))
  }

  /** Whether a side waits there for the other, and has to keep time. */
  waits(state: string, side: Side): boolean {
    const found = this.states.get(state)
    return found !== undefined && found.within !== null && hasTurn(found, opposite(side))
  }

  /** Whether a side has a message to refuse with. */
  canRefuse(side: Side): boolean {
    return this.contract.messages.some(
      (message) => isSaidBy(message, side) && this.breaking.has(message.name),
    )
  }

  /** Whether a message ends everything at once, in any state: Fault, in our own contract. */
  isBreaking(message: string): boolean {
    return this.breaking.has(message)
  }

  /** The fields of a message that hold a value of an enum, with the values that there are. */
  enumsOf(message: string): ReadonlyMap<string, readonly string[]> {
    const fields = this.contract.messages.find(({ name }) => name === message)?.fields ?? []
    return new Map(
      fields.flatMap(({ name, value }) =>
        value.base === 'enum' ? [[name, value.values.map((value) => value.name)] as const] : [],
      ),
    )
  }

  /** The codes that a side can refuse with: the values of the enums in the messages that end everything. */
  codesOf(side: Side): readonly string[] {
    const refusals = this.contract.messages.filter(
      (message) => isSaidBy(message, side) && this.breaking.has(message.name),
    )
    return [...new Set(refusals.flatMap(({ name }) => [...this.enumsOf(name).values()].flat()))]
  }

  /** The states with a deadline of silence, in heartbeats. */
  get silences(): readonly string[] {
    return this.contract.states.flatMap(({ name, within }) =>
      within !== null && 'heartbeats' in within ? [name] : [],
    )
  }

  /** How long a heartbeat may be, in milliseconds: what a field heartbeatMs can hold, or else what can be waited. */
  get heartbeatBounds(): { readonly min: number; readonly max: number } {
    const bounds = this.contract.messages.flatMap(({ fields }) =>
      fields.flatMap(({ name, value }) =>
        name === 'heartbeatMs' && 'min' in value && typeof value.min === 'number'
          ? [{ min: value.min, max: Number(value.max) }]
          : [],
      ),
    )
    return bounds[0] ?? { min: 1, max: MAX_TIMER_MS }
  }

  /** Whether a message brings the conversation on: it belongs to the state, and does not end it. */
  goesOn(state: string, message: string): boolean {
    const next = this.states.get(state)?.says.get(message)
    return next !== undefined && !this.isOver(next)
  }
}

/** The longest wait of a timer of 32 bits. */
const MAX_TIMER_MS = 2_147_483_647

/** The state of an end without a connection. */
export const OFFLINE = 'offline'
