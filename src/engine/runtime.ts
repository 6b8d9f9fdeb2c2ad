import type {
  AnswerRow,
  AnyMessage,
  Contract,
  ContractTables,
  MessageRow,
  Reader,
  StateRow,
  Writer,
} from '../codec/index.ts'
import { heardEvent, isWithinConverse, saidEvent } from './driver-events.ts'
import { type Limits, limitsFor } from './limits.ts'

/** A side of the connection. */
export type Side = 'client' | 'server'

/** The other side. */
export const opposite = (side: Side): Side => (side === 'client' ? 'server' : 'client')

/** Not legal; of a number: no message of the contract. */
export const ILLEGAL = -1

/**
 * A contract, ready to run. States and messages go by their index in the contract's tables: what a message leads to in a
 * state is at `state * messages.length + index`. Where the contract has no state of the base, that is -1.
 */
export class Runtime {
  readonly tables: ContractTables
  readonly name: string
  readonly version: number
  /** The oldest version that is still spoken. */
  readonly speaks: number
  /** The contract hash of Hello and Welcome. */
  readonly hash: Uint8Array
  readonly states: readonly StateRow[]
  readonly messages: readonly MessageRow[]
  /** The index of a message by its number; ILLEGAL where there is none. */
  readonly indexOf: Int16Array
  /** The number of a message by its name. */
  readonly numbers: Readonly<Record<string, number>>
  /** The index of the next state for what each side says, or ILLEGAL. The other side hears by it. */
  readonly says: Readonly<Record<Side, Int16Array>>
  /** By the index of a message: 1 for a conversation message. */
  readonly isConversation: Uint8Array
  /** By the index of a message: its answers; null where nothing answers it, or anything may. */
  readonly answers: readonly (AnswerRow | null)[]
  /** By the index of a message: 1 where a stream answers it. */
  readonly isStreamed: Uint8Array
  /** By the index of a message: 1 where it answers another. */
  readonly isAnswer: Uint8Array
  /** By the index of a message: the event of having heard it. */
  readonly heardEvent: readonly string[]
  /** By the index of a message: the event of having said it, where it leads to another state. */
  readonly saidEvent: readonly string[]
  /** The index of Ack. */
  readonly ack: number
  /** By the index of a state: the largest body that is taken there, in bytes. */
  readonly maxBody: Uint32Array
  /** By the index of a state: 1 for converse, and for a state within it. */
  readonly isConverse: Uint8Array
  /** Where the client has said its last word. */
  readonly clientLeft: number
  /** Where nothing is said any more. */
  readonly done: number
  /** The largest body of converse, in bytes; of all states where there is none. */
  readonly largestBody: number
  readonly limits: Limits
  /** The heartbeats of silence after which converse ends; Infinity where its deadline is one of time. */
  readonly maxSilentHeartbeats: number
  private readonly versions = new Map<number, Readonly<Record<Side, Int16Array>>>()
  readonly encodeBody: (writer: Writer, message: AnyMessage) => boolean
  readonly decodeBody: (number: number, reader: Reader) => AnyMessage | null

  constructor({ tables, numbers, encodeBody, decodeBody }: Contract) {
    const { states, messages } = tables
    this.tables = tables
    this.name = tables.protocol
    this.version = tables.version
    this.speaks = tables.speaks
    this.hash = new Uint8Array(Buffer.from(tables.hash, 'hex'))
    this.states = states
    this.messages = messages
    this.numbers = numbers
    this.indexOf = new Int16Array(Math.max(...messages.map(({ number }) => number)) + 1).fill(ILLEGAL)
    for (const [index, { number }] of messages.entries()) this.indexOf[number] = index
    this.says = { client: this.tableOf('client'), server: this.tableOf('server') }
    this.isConversation = Uint8Array.from(messages, ({ conversation }) => (conversation ? 1 : 0))
    this.answers = messages.map(({ answer }) => answer ?? null)
    this.isStreamed = Uint8Array.from(this.answers, (row) => (row !== null && row.each.length > 0 ? 1 : 0))
    const answering = new Set(this.answers.flatMap((row) => (row === null ? [] : [...row.each, ...row.end])))
    this.isAnswer = Uint8Array.from(messages, ({ name }) => (answering.has(name) ? 1 : 0))
    this.heardEvent = messages.map(({ name }) => heardEvent(name))
    this.saidEvent = messages.map(({ name }) => saidEvent(name))
    this.ack = messages.findIndex(({ name }) => name === 'Ack')
    this.maxBody = Uint32Array.from(states, ({ maxBody }) => maxBody)
    this.isConverse = Uint8Array.from(states, ({ name }) => (isWithinConverse(name) ? 1 : 0))
    this.clientLeft = this.stateOf('close.client')
    this.done = this.stateOf('close.done')
    const inConverse = states.filter(({ name }) => isWithinConverse(name))
    const converse = inConverse.length === 0 ? states : inConverse
    this.largestBody = Math.max(...converse.map(({ maxBody }) => maxBody))
    this.limits = limitsFor(this.largestBody)
    const within = converse[0]?.within ?? null
    this.maxSilentHeartbeats =
      within !== null && 'heartbeats' in within ? within.heartbeats : Number.POSITIVE_INFINITY
    // A message has the type that its name says, which the compiler cannot follow through a table.
    this.encodeBody = encodeBody as (writer: Writer, message: AnyMessage) => boolean
    this.decodeBody = decodeBody
  }

  /** The answers to a message of this type; null where nothing answers it, or anything may. */
  answersTo(type: string): AnswerRow | null {
    return this.answers[this.indexOf[this.numbers[type] ?? 0] ?? ILLEGAL] ?? null
  }

  /** The name of a message by its number; of a number that the contract does not have, that. */
  messageName(number: number): string {
    return this.messages[this.indexOf[number] ?? ILLEGAL]?.name ?? String(number)
  }

  /** The name of a state by its index; offline for -1. */
  stateName(state: number): string {
    return this.states[state]?.name ?? 'offline'
  }

  /** The tables of what each side says in a conversation of this version: those without messages that came later. */
  saysIn(version: number): Readonly<Record<Side, Int16Array>> {
    if (version >= this.version) return this.says
    const known = this.versions.get(version)
    if (known !== undefined) return known
    const earlier = (table: Int16Array): Int16Array =>
      table.map((next, at) =>
        (this.messages[at % this.messages.length]?.since ?? 0) > version ? ILLEGAL : next,
      )
    const says = { client: earlier(this.says.client), server: earlier(this.says.server) }
    this.versions.set(version, says)
    return says
  }

  private stateOf(name: string): number {
    return this.states.findIndex((state) => state.name === name)
  }

  private tableOf(side: Side): Int16Array {
    const { states, messages } = this
    const table = new Int16Array(states.length * messages.length).fill(ILLEGAL)
    for (const [state, { says }] of states.entries())
      for (const [name, next] of Object.entries(says[side])) {
        const index = this.indexOf[this.numbers[name] ?? 0] ?? ILLEGAL
        const to = this.stateOf(next)
        if (index === ILLEGAL || to < 0)
          throw new Error(`The contract leads from ${name} to ${next}: no such thing.`)
        table[state * messages.length + index] = to
      }
    return table
  }
}

/** Makes something once for each key, however often it is asked for. */
export const oncePer = <K extends object, A>(make: (key: K) => A): ((key: K) => A) => {
  const made = new WeakMap<K, A>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const one = make(key)
    made.set(key, one)
    return one
  }
}

/** Makes a contract ready to run, once for each. Throws for tables that contradict themselves. */
export const compile: (contract: Contract) => Runtime = oncePer((contract) => new Runtime(contract))
