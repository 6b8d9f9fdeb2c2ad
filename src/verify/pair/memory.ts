/** Everything that outlives a connection, and the words that decide what does. */
export interface Memory {
  /** By side: the index of the contract's state that it left, where it keeps its conversation for another connection; else NONE. */
  readonly client: number
  readonly server: number
  /** Messages of the conversation that were said and did not arrive, as the number of a word. */
  readonly toServer: number
  readonly toClient: number
  /** Whether the conversation of this connection stands on a proof. */
  readonly proven: boolean
  /** Whether the last word of a side lets the other keep the conversation. */
  readonly clientLets: boolean
  readonly serverLets: boolean
  /** Whether the server has said on this connection that the conversation goes on, and the client is still to hear it. */
  readonly continues: boolean
  /** Whether a side has ended the conversation for good. */
  readonly ended: boolean
}

/** No state: nothing is kept. */
export const NONE = -1

const nothingKept: Memory = {
  client: NONE,
  server: NONE,
  toServer: 0,
  toClient: 0,
  proven: false,
  clientLets: false,
  serverLets: false,
  continues: false,
  ended: false,
}

/** Memories, each kept once and known by a number: 0 is nothing. */
export class Memories {
  private readonly memories: Memory[] = [nothingKept]
  private readonly numbers = new Map([[keyOf(nothingKept), 0]])
  /** Most are looked up as they were given. */
  private readonly known = new WeakMap<Memory, number>([[nothingKept, 0]])

  get size(): number {
    return this.memories.length
  }

  at(number: number): Memory {
    return this.memories[number] ?? nothingKept
  }

  numberOf(memory: Memory): number {
    const known = this.known.get(memory)
    if (known !== undefined) return known
    const key = keyOf(memory)
    const number = this.numbers.get(key) ?? this.memories.push(memory) - 1
    this.numbers.set(key, number)
    this.known.set(this.at(number), number)
    return number
  }
}

const keyOf = ({ client, server, toServer, toClient, ...flags }: Memory): string =>
  `${client} ${server} ${toServer} ${toClient} ${flags.proven} ${flags.clientLets} ${flags.serverLets} ${flags.continues} ${flags.ended}`
