import type { Clock } from '../transport/clock.ts'
import type { Connection } from '../transport/connection.ts'
import { Deadline } from '../transport/deadline.ts'
import type { OutgoingMessage } from './machine.ts'
import type { Observer } from './observer.ts'
import type { Runtime, Side } from './runtime.ts'
import { type Effect, type MachineState, placeIn, type Step } from './stepper.ts'

/** Does what a machine asks for beside speaking. */
export interface RunnerOwner {
  /** The heartbeat that was agreed, in milliseconds; the default one before that. */
  readonly heartbeatMs: number
  /** Runs an actor. What it ends with is the next event. A rejection is a bug. */
  run(actor: string): string | Promise<string>
  /** Stops an actor that has not ended: its outcome is not waited for. Absent where it may go on. */
  stop?(actor: string): void
  /** Performs any other action of the machine, by its name. */
  perform(action: string): void
  /** An actor or an action threw: this side failed at something of its own. */
  failed(error: unknown): void
}

/** The connection that a machine speaks over. */
export interface RunnerConnection {
  /** The index of the contract's state, as the runner keeps it. */
  state: number
  readonly connection: Connection
  /** The session as the server named it; empty while it has named none. */
  readonly session: string
  /** Says what the machine says. */
  speak(said: OutgoingMessage): void
  /** A step was performed that led into the conversation, out of it, or to where nobody speaks any more. */
  turned(state: number, from: number): void
}

/**
 * Runs a machine for one conversation: steps it, performs the effects in order, keeps its one deadline, and drops what
 * an actor finds after it was stopped.
 */
export class Runner {
  /** The index of the contract's state, -1 for offline. */
  state: number
  private readonly side: Side
  private readonly runtime: Runtime
  private readonly owner: RunnerOwner
  private readonly deadline: Deadline
  private readonly observer: Observer | null
  private readonly first: Step
  private over: RunnerConnection | null = null
  private place: MachineState
  private armed = ''
  private run = 0
  /** Whether the actor of this state has not ended. */
  private isRunning = false
  private stepping = false
  private waiting: string[] | null = null

  constructor(
    side: Side,
    runtime: Runtime,
    first: Step,
    owner: RunnerOwner,
    clock: Clock,
    observer: Observer | null,
  ) {
    this.side = side
    this.runtime = runtime
    this.first = first
    this.place = first.to
    this.state = first.to.state
    this.owner = owner
    this.observer = observer
    this.deadline = new Deadline(clock, this)
  }

  /** The connection that it speaks over from now on. */
  speakOver(over: RunnerConnection): void {
    this.over = over
    over.state = this.state
  }

  start(): void {
    this.take(this.first, this.state)
    this.resume()
  }

  /** Steps with an event. One that comes while a step is performed waits its turn. */
  step(event: string): void {
    if (this.stepping) {
      this.waiting ??= []
      this.waiting.push(event)
      return
    }
    this.advance(event)
    this.resume()
  }

  /** A conversation goes on that was in this state of the contract, within converse. */
  continueIn(state: number): void {
    if (state === this.state) return
    const { runtime, over } = this
    const step = placeIn(this.place, state, [...runtime.heardEvent, ...runtime.saidEvent])
    if (step === null) throw new Error(`No conversation leads to ${runtime.stateName(state)}.`)
    this.place = step.to
    this.state = state
    if (over !== null) over.state = state
    // The words that led there were said before: its deadline alone begins anew.
    for (const effect of step.effects) if (effect.do === 'arm' || effect.do === 'disarm') this.perform(effect)
  }

  /** The deadline of this state has passed. */
  expire(): void {
    if (this.armed !== '') this.step(this.armed)
  }

  /** No deadline rings any more. */
  stop(): void {
    this.deadline.stop()
    this.armed = ''
  }

  /** Takes what came while a step was performed. */
  private resume(): void {
    while (this.waiting !== null) {
      const [event, ...others] = this.waiting
      this.waiting = others.length === 0 ? null : others
      if (event !== undefined) this.advance(event)
    }
  }

  private advance(event: string): void {
    const from = this.place
    const step = this.stepFrom(from, event)
    if (step === null) return
    this.observer?.stepped?.({
      end: this,
      protocol: this.runtime.name,
      side: this.side,
      from,
      event,
      step,
      connection: this.over?.connection ?? null,
      session: this.over?.session ?? '',
    })
    this.take(step, from.state)
  }

  /** A step of a machine; null where that leads nowhere that the contract has: verification would have told. */
  private stepFrom(from: MachineState, event: string): Step | null {
    try {
      return from.step(event)
    } catch (error) {
      this.owner.failed(error)
      return null
    }
  }

  private take(step: Step, from: number): void {
    this.stepping = true
    this.place = step.to
    this.state = step.to.state
    if (this.over !== null) this.over.state = this.state
    try {
      for (const effect of step.effects) this.perform(effect)
      if (this.state !== from) this.entered(from)
    } catch (error) {
      this.owner.failed(error)
    }
    this.stepping = false
  }

  /** The effects of a step were performed, and it led from one state of the contract to another. */
  private entered(from: number): void {
    const { over, runtime, side, state } = this
    if (over === null) return
    const { connection, session } = over
    this.observer?.entered?.({
      protocol: runtime.name,
      side,
      connection,
      session,
      from: runtime.stateName(from),
      to: runtime.stateName(state),
    })
    const { isConverse, states } = runtime
    const isTurn = (isConverse[from] === 1) !== (isConverse[state] === 1)
    if (isTurn || states[state]?.turn === 'nobody') over.turned(state, from)
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case 'say':
        return this.speak(effect.said)
      case 'start':
        return this.begin(effect.actor)
      case 'stop':
        return this.halt(effect.actor)
      case 'arm':
        return this.arm(effect.event, effect.ms)
      case 'disarm':
        return this.stop()
      case 'perform':
        return this.owner.perform(effect.action)
      default:
        return effect satisfies never
    }
  }

  private speak(said: OutgoingMessage): void {
    if (this.over === null) throw new Error(`The machine says ${said.type} where there is no connection.`)
    this.over.speak(said)
  }

  private begin(actor: string): void {
    this.run += 1
    const run = this.run
    const finished = (event: string): void => {
      if (run !== this.run) return
      this.isRunning = false
      this.step(event)
    }
    this.isRunning = true
    const outcome = this.owner.run(actor)
    if (typeof outcome === 'string') finished(outcome)
    else outcome.then(finished, (error) => this.owner.failed(error))
  }

  /** The state of an actor was left. */
  private halt(actor: string): void {
    this.run += 1
    if (this.isRunning) this.owner.stop?.(actor)
    this.isRunning = false
  }

  private arm(event: string, ms: number): void {
    this.armed = event
    const within = this.runtime.states[this.state]?.within
    if (within == null) return
    if ('ms' in within) this.deadline.set(ms)
    // The silence of converse is listened to by the conversation.
    else if (this.runtime.isConverse[this.state] !== 1)
      this.deadline.set(within.heartbeats * this.owner.heartbeatMs)
  }
}
