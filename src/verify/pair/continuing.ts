import { opposite, type Side, sides } from '../../contract/index.ts'
import { heardEvent, isWithinConverse } from '../../engine/driver-events.ts'
import type { ContractIndex } from '../contract-index.ts'
import type { Rule } from '../rules.ts'
import { type ContinuationRules, GRANTED, READY } from './carrying.ts'
import { Memories, type Memory, NONE } from './memory.ts'
import type { PairSides, PairStep } from './side.ts'
import { type After, type Configuration, PairSystem } from './system.ts'

/** By the side that hears them: what is kept of its incoming messages. */
const KEPT = { client: 'toClient', server: 'toServer' } as const
const LETS = { client: 'clientLets', server: 'serverLets' } as const

/** Limit on the different things that outlive connections. */
const MAX_MEMORIES = 2 ** 14

/**
 * The wire between two machines whose conversation may go on over another connection: what was said and did not arrive is
 * kept, and said again behind Granted, with which each side goes on in the state that it had left. Whether it goes on is the
 * server's choice, who may have given it up.
 */
export class ContinuingSystem extends PairSystem {
  private readonly contractIndex: ContractIndex
  private readonly rules: ContinuationRules
  private readonly kept = new Memories()
  /** By the number of a message: whether it belongs to the conversation. All else is not said again. */
  private readonly isConversation: readonly boolean[]
  /** By side and place: whether the conversation is there. */
  private readonly conversing: Readonly<Record<Side, readonly boolean[]>>
  private readonly granted: number
  /** By the number of a word: whether Granted is in it. */
  private readonly granting: boolean[] = []
  /** By memory and places: the memory without what makes no difference there. */
  private readonly relevant = new Map<number, number>()
  private readonly ready: number

  constructor(pairSides: PairSides, contractIndex: ContractIndex, bound: number, rules: ContinuationRules) {
    const { messages } = contractIndex.contract
    super(pairSides, messages.length, bound, MAX_MEMORIES)
    this.contractIndex = contractIndex
    this.rules = rules
    this.isConversation = messages.map(({ conversation }) => conversation)
    const within = (side: Side): readonly boolean[] =>
      pairSides[side].graph.locations.map(({ state }) => isWithinConverse(state))
    this.conversing = { client: within('client'), server: within('server') }
    this.granted = messages.findIndex(({ name }) => name === GRANTED)
    this.ready = messages.findIndex(({ name }) => name === READY)
  }

  override stepsOf(at: Configuration, side: Side): readonly PairStep[] {
    return super.stepsOf(at, side).filter((pairStep) => this.isOpen(at, pairStep))
  }

  override amiss(at: Configuration, pairStep: PairStep): Rule | null {
    const continues = pairStep.carries?.continues === true
    return continues && this.memoryOf(at).ended ? 'CONTINUES_ENDED' : super.amiss(at, pairStep)
  }

  override cut(at: Configuration): Configuration | null {
    const after = super.cut(at)
    if (after === null || at.memory === 0) return after
    const inFlight = this.keep(this.keep(this.memoryOf(at), 'server', at.toServer), 'client', at.toClient)
    return this.remember(after, inFlight)
  }

  override pairStep(at: Configuration, pairStep: PairStep): After {
    const after = super.pairStep(at, pairStep)
    if (after === 'full' || 'unheard' in after) return after
    if (at.memory === 0 && pairStep.carries?.continues !== false) return after
    const memory = this.opens(at, pairStep) ? this.released(at) : this.left(at, pairStep)
    return this.goOn(at, after, pairStep, memory)
  }

  protected override get memories(): number {
    return this.kept.size
  }

  /** Whether there is something to go on with, and room for what does not arrive. */
  private isOpen(at: Configuration, { side, carries, says, original }: PairStep): boolean {
    if (at.memory === 0) return carries?.continues !== true
    const memory = this.memoryOf(at)
    if (carries?.continues === true) return memory.client !== NONE && memory.server !== NONE
    // A server that has asked for a proof asks for one again.
    if (memory.server !== NONE && says.includes(this.ready)) return false
    const other = opposite(side)
    if (!this.isLost(at, other)) return true
    const more = says.filter((message) => this.isConversation[message]).length
    const room = original ? this.bound : this.bound + this.reserve
    return more === 0 || this.words.length(memory[KEPT[other]]) + more <= room
  }

  /** Whether what is said to a side does not arrive. */
  private isLost(at: Configuration, side: Side): boolean {
    return at.cut || this.hasEnded(at, side)
  }

  /** The memory after a step that opens no connection. */
  private left(at: Configuration, pairStep: PairStep): Memory {
    const { side, to, says, carries, transition } = pairStep
    const { cause, event } = transition
    const other = opposite(side)
    let memory = this.memoryOf(at)
    if (this.isLost(at, other)) memory = this.keep(memory, other, this.wordOf(says))
    const ends = this.pairSides[side].locations[to]?.ended ?? true
    if (ends && !this.hasEnded(at, side)) {
      const incoming = this.incoming(at, side)
      memory = this.keep(memory, side, cause === 'hear' ? this.words.tail(incoming) : incoming)
    }
    if (carries?.lets != null) memory = { ...memory, [LETS[side]]: carries.lets }
    const from = this.stateOf(at, side)
    if (this.isLive(at, side)) {
      if (this.conversing[side][to] === true) return memory
      const keeps = memory.proven && (carries?.keeps ?? memory[LETS[other]])
      return {
        ...memory,
        [side]: keeps ? this.numberOf(from) : NONE,
        ended: memory.ended || carries?.ends === true,
      }
    }
    if (memory[side] === NONE) return memory
    // A client that leaves does not go on.
    if (side === 'client' && cause === 'prompt' && carries?.lets != null) return { ...memory, client: NONE }
    const message = this.words.head(this.incoming(at, side))
    if (cause !== 'hear' || this.isConversation[message] !== true) return memory
    const kept = this.contractIndex.contract.states[memory[side]]?.name ?? ''
    const next = this.contractIndex.heard(kept, other, event.slice(heardEvent('').length))
    return next === undefined ? memory : { ...memory, [side]: this.numberOf(this.rules.crossed(kept, next)) }
  }

  /** The memory when the client comes anew: the server gives up what still went over the old connection. */
  private released(at: Configuration): Memory {
    const memory = this.keep(this.memoryOf(at), 'server', at.toServer)
    const isLive = memory.proven && this.isLive(at, 'server')
    return {
      ...memory,
      server: isLive ? this.numberOf(this.stateOf(at, 'server')) : memory.server,
      proven: false,
      clientLets: false,
      serverLets: false,
      continues: false,
    }
  }

  /** Granted says whether it goes on, and is heard. */
  private goOn(at: Configuration, after: Configuration, pairStep: PairStep, memory: Memory): Configuration {
    const { carries, transition, to, side } = pairStep
    if (carries?.continues === false)
      return this.remember(after, { ...memory, ...anew, proven: true, continues: false })
    const hearsGranted = side === 'client' && transition.event === heardEvent(GRANTED)
    const goesOn = hearsGranted && memory.continues && this.isLive(after, 'client')
    if (carries?.continues !== true && !goesOn) return this.remember(after, memory)
    const other = opposite(side)
    const placed = this.rules.placed(
      this.pairSides[side],
      to,
      this.contractIndex.contract.states[memory[side]]?.name ?? '',
      this.contractIndex.contract,
    )
    const isLost = this.isLost(at, other)
    const again = this.rules.saidAgain(this.words.list(memory[KEPT[other]]))
    const queue = again.reduce((word, message) => this.words.push(word, message), after[KEPT[other]])
    return this.remember(
      { ...after, [side]: placed, ...(isLost ? {} : { [KEPT[other]]: queue }) },
      {
        ...memory,
        [side]: NONE,
        ...(isLost ? {} : { [KEPT[other]]: 0 }),
        proven: true,
        continues: side === 'server',
      },
    )
  }

  /** A configuration with what is remembered, without what makes no difference any more. */
  private remember(at: Configuration, memory: Memory): Configuration {
    const isGranting = this.holdsGranted(at.toClient)
    const number = this.kept.numberOf(memory)
    const places = at.client * (this.absent + 1) + at.server
    const key =
      (number * (this.absent + 1) * this.pairSides.client.locations.length + places) * 2 +
      (isGranting ? 1 : 0)
    const known = this.relevant.get(key)
    if (known !== undefined) return { ...at, memory: known }
    const relevant = this.kept.numberOf(this.relevantOf(at, memory, isGranting))
    this.relevant.set(key, relevant)
    return { ...at, memory: relevant }
  }

  private relevantOf(at: Configuration, memory: Memory, isGranting: boolean): Memory {
    const has = (side: Side): boolean => memory[side] !== NONE || (memory.proven && this.isLive(at, side))
    const continues = memory.continues && isGranting
    const client = this.location(at, 'client')
    // Nothing leads the client out of there.
    const isOver = client?.offline === true && client.others.length === 0
    const both = !isOver && has('client') && (has('server') || continues)
    const proven = memory.proven && (isGranting || sides.some((side) => this.isLive(at, side)))
    return {
      ...memory,
      ...(both ? {} : anew),
      proven,
      clientLets: proven && memory.clientLets && this.isLive(at, 'server'),
      serverLets: proven && memory.serverLets && (isGranting || this.isLive(at, 'client')),
      continues: both && continues,
    }
  }

  /** Whether Granted is among the messages of a word. */
  private holdsGranted(word: number): boolean {
    if (word === 0) return false
    const known = this.granting[word]
    if (known !== undefined) return known
    const holds = this.words.list(word).includes(this.granted)
    this.granting[word] = holds
    return holds
  }

  private keep(memory: Memory, hearer: Side, word: number): Memory {
    const kept = KEPT[hearer]
    const messages = this.words.list(word).filter((message) => this.isConversation[message])
    if (messages.length === 0) return memory
    return {
      ...memory,
      [kept]: messages.reduce((longer, message) => this.words.push(longer, message), memory[kept]),
    }
  }

  private wordOf(messages: readonly number[]): number {
    return messages.reduce((word, message) => this.words.push(word, message), 0)
  }

  private memoryOf(at: Configuration): Memory {
    return this.kept.at(at.memory)
  }

  private isLive(at: Configuration, side: Side): boolean {
    return this.conversing[side][at[side]] === true
  }

  private stateOf(at: Configuration, side: Side): string {
    return this.pairSides[side].graph.locations[at[side]]?.state ?? ''
  }

  private numberOf(state: string): number {
    return this.contractIndex.contract.states.findIndex(({ name }) => name === state)
  }
}

const anew = { client: NONE, server: NONE, toServer: 0, toClient: 0, ended: false }
