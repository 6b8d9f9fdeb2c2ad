import { type AnyMessage, type Contract, formatFault, type Messages, Reader } from '../codec/index.ts'
import { type Clock, systemClock } from '../transport/clock.ts'
import type { CloseReason, Connection, ConnectionListener } from '../transport/connection.ts'
import { linger } from '../transport/linger.ts'
import { checkBuilt, checkPlay, checkPrompt, outcomeOf } from './check-play.ts'
import { FORBIDDEN_CODE, heardEvent, LOST_EVENT, refusalEvent } from './driver-events.ts'
import type { PlayEnding } from './ending.ts'
import { failing } from './error-text.ts'
import { type Flushable, FlushScheduler } from './flush-scheduler.ts'
import { type FrameWatch, frameWatchOf } from './frame-watch.ts'
import { DEFAULT_HEARTBEAT_MS, type MachineModule, type MessageRef } from './machine.ts'
import { Runner, type RunnerConnection, type RunnerOwner } from './machine-runner.ts'
import { isThenable } from './message-context.ts'
import { type ObservedEnd, type Observer, observerOf } from './observer.ts'
import { FrameReceiver, type ReceiverOwner } from './receiver.ts'
import { compile, ILLEGAL, opposite, type Runtime, type Side } from './runtime.ts'
import { SequenceNumbers } from './sequence.ts'
import { shieldedObserver } from './shielded.ts'
import { stepper } from './stepper.ts'
import { WriteBuffer, type WriteBufferOwner } from './write-buffer.ts'

/** One side of a contract that has machines of its own, and no base: nothing is acknowledged, proven or kept alive. */
export interface PlayOptions {
  /** The contract, as a generated module exports it. */
  readonly contract: Contract<Messages>
  readonly side: Side
  /** The machine of this side, as `verify` takes it: the machine that was verified is the one that runs. */
  readonly module: MachineModule
  /** The connection; it belongs to the play from now on. */
  readonly connection: Connection
  /**
   * Runs the machine's actors, by name: there is one for each, and it resolves with one of its `outcomes` in the module.
   * `stopped` aborts when its state is left. One begins once what was said before is on its way. What it throws ends the
   * play as `failed`, and so does anything else that it resolves with.
   */
  readonly actors: Readonly<Record<string, (stopped: AbortSignal) => string | Promise<string>>>
  /**
   * Gives the message that the machine says, with its fields, at once. What it throws ends the play as `failed`, and so
   * does a message that breaks the contract, or another one than the machine says: nothing of it goes out.
   */
  readonly buildMessage: (said: MessageRef) => AnyMessage
  /** Takes a message before the machine hears of it. What it throws ends the play as `failed`. */
  readonly receive?: (message: AnyMessage) => void
  /** Performs any other action of the machine, by its name. What it throws ends the play as `failed`. */
  readonly perform?: (action: string) => void
  /** As that of a server; see `ServerOptions`. */
  readonly observer?: Observer
  readonly clock?: Clock
}

/** A machine at work over a connection. */
export interface Play {
  /** Resolves when the connection is gone. Never rejects. */
  readonly over: Promise<PlayEnding>
  /**
   * Causes one of the `prompts` of the module. Throws a TypeError that lists them for any other event. Does nothing after
   * the end.
   */
  prompt(event: string): void
  /** Ends the connection at once, without a word. */
  abandon(): void
}

/**
 * Plays one side of a contract by a machine of its own, over framed bytes: frames are judged by the contract's tables
 * before a byte of their body is kept. Throws for a machine that cannot be stepped, and a TypeError or a
 * RangeError that names an option that is missing or wrong, an actor of the machine among them; the connection is
 * untouched then.
 */
export const play = (options: PlayOptions): Play => {
  checkPlay(options)
  const player = new Player(options)
  player.open()
  return player
}

const reader = new Reader()

class Player
  implements
    Play,
    ConnectionListener,
    ReceiverOwner,
    WriteBufferOwner,
    RunnerOwner,
    RunnerConnection,
    Flushable
{
  readonly over: Promise<PlayEnding>
  readonly runtime: Runtime
  readonly connection: Connection
  readonly hears: Int16Array
  readonly sequence = new SequenceNumbers()
  readonly watch: FrameWatch | null
  readonly watchesWrites = false
  readonly heartbeatMs: number
  /** Nobody names any. */
  readonly session = ''
  state = -1
  private readonly options: PlayOptions
  private readonly clock: Clock
  private readonly runner: Runner
  private readonly receiver: FrameReceiver
  private readonly scheduler = new FlushScheduler()
  private readonly writeBuffer: WriteBuffer
  private readonly running = new Map<string, AbortController>()
  private readonly observer: Observer | null
  private ending: PlayEnding | null = null
  private waitsForRoom: (() => void)[] = []
  private finished = false
  private gone = false
  private resolve: (ending: PlayEnding) => void = () => {}

  constructor(options: PlayOptions) {
    const { contract, side, module, connection, observer, clock = systemClock } = options
    this.options = options
    this.runtime = compile(contract)
    this.connection = connection
    this.clock = clock
    this.observer = observerOf(observer === undefined ? null : shieldedObserver(observer))
    this.watch = frameWatchOf(this.observer, this.runtime, () => this.observed)
    this.heartbeatMs = module.heartbeatMs ?? DEFAULT_HEARTBEAT_MS
    this.hears = this.runtime.says[opposite(side)]
    this.receiver = new FrameReceiver(this, connection, clock)
    this.writeBuffer = new WriteBuffer(connection, this.scheduler, clock, this, this.runtime)
    const first = stepper(module.machine, this.runtime.states)
    this.runner = new Runner(side, this.runtime, first, this, clock, this.observer)
    this.runner.speakOver(this)
    this.over = new Promise((resolve) => {
      this.resolve = resolve
    })
  }

  open(): void {
    this.connection.listen(this)
    this.runner.start()
    this.settle()
  }

  prompt(event: string): void {
    if (this.finished || this.ending?.how === 'failed') return
    checkPrompt(event, this.options.module)
    this.runner.step(event)
  }

  abandon(): void {
    this.connection.destroy()
  }

  // Told by the connection.

  chunk(bytes: Buffer): void {
    this.read(bytes)
  }

  drained(): void {
    this.writeBuffer.drained()
    this.roomAgain()
  }

  ended(): void {
    this.receiver.end()
  }

  closed(reason: CloseReason): void {
    this.gone = true
    this.lose(`The connection is gone (${reason}).`)
  }

  // Handed on by the receiver.

  awaitTurn(): void {
    this.scheduler.flushAtEnd(this)
  }

  /** The next turn has come. */
  flush(): void {
    this.read(null)
  }

  frame(
    index: number,
    next: number,
    id: number,
    _re: number,
    source: Buffer,
    start: number,
    end: number,
  ): void {
    const { runtime } = this
    const type = runtime.messages[index]?.number ?? 0
    if (next === ILLEGAL)
      return this.refuse(FORBIDDEN_CODE, type, `${runtime.messageName(type)} is not legal here.`)
    const message = runtime.decodeBody(type, reader.reset(source, start, end))
    if (message === null)
      return this.refuse(
        'MALFORMED',
        type,
        reader.fault === null ? '' : `The body is ${formatFault(reader.fault)}.`,
      )
    if (runtime.isConversation[index] === 1) this.sequence.heard = id
    try {
      this.watchOver(this.options.receive?.(message))
    } catch (error) {
      return this.failed(error)
    }
    this.runner.step(runtime.heardEvent[index] as string)
  }

  /** The machine answers; where it has no answer, the connection is cut. */
  refuse(code: string, offending: number, detail: string): void {
    this.ending ??= { how: 'refused', code, detail }
    this.runner.step(refusalEvent(code))
    if (!this.finished && code === FORBIDDEN_CODE)
      this.runner.step(heardEvent(this.runtime.messageName(offending)))
    if (!this.finished) this.connection.destroy()
  }

  endOfStream(): void {
    this.lose('The stream ended before the contract did.')
  }

  // Told by the write buffer.

  wrote(): void {}

  roomAgain(): void {
    for (const go of this.waitsForRoom.splice(0)) go()
  }

  stalled(detail: string): void {
    this.ending ??= { how: 'lost', detail }
    this.connection.destroy()
  }

  // Asked for by the machine.

  speak(said: MessageRef): void {
    const { runtime, sequence } = this
    const number = runtime.numbers[said.type]
    if (number === undefined)
      throw new TypeError(`The machine says ${said.type}, which the contract does not have.`)
    const message = this.options.buildMessage(said)
    this.watchOver(message)
    checkBuilt(message, said)
    const isConversation = runtime.isConversation[runtime.indexOf[number] ?? ILLEGAL] === 1
    const id = isConversation ? sequence.said + 1 : 0
    const fault = this.writeBuffer.frame(message, number, id, 0, false)
    if (fault !== null) throw new Error(`${message.type} breaks the contract: it is ${formatFault(fault)}.`)
    if (isConversation) sequence.said = id
  }

  async run(actor: string): Promise<string> {
    const { actors, module } = this.options
    const stop = new AbortController()
    this.running.set(actor, stop)
    await this.room()
    try {
      const ended: unknown = stop.signal.aborted ? null : await actors[actor]?.(stop.signal)
      if (!stop.signal.aborted) return outcomeOf(module, actor, ended)
    } catch (error) {
      // A script that was stopped may say so by throwing.
      if (!stop.signal.aborted) throw error
    }
    return new Promise(() => {})
  }

  stop(actor: string): void {
    this.running.get(actor)?.abort()
  }

  perform(action: string): void {
    this.watchOver(this.options.perform?.(action))
  }

  turned(): void {
    this.settle()
  }

  failed(error: unknown): void {
    const { detail, stack } = failing('play', error)
    const failure: PlayEnding = { how: 'failed', detail, ...(stack === undefined ? {} : { stack }) }
    // A refusal that could not be told is a failure, too.
    this.ending = this.ending === null || this.ending.how === 'refused' ? failure : this.ending
    this.receiver.stop()
    for (const stop of this.running.values()) stop.abort()
    this.connection.destroy()
  }

  // Inside.

  /** A callback may be an async function, which the types do not see. */
  private watchOver(done: unknown): void {
    if (isThenable(done)) done.then(undefined, (error) => this.failed(error))
  }

  /** Reads a chunk, or goes on with what an earlier turn left; writes what is said meanwhile. */
  private read(bytes: Buffer | null): void {
    this.writeBuffer.isHeld = true
    try {
      if (bytes === null) this.receiver.goOn()
      else this.receiver.chunk(bytes)
    } finally {
      this.writeBuffer.release()
    }
  }

  private get observed(): ObservedEnd {
    const { runtime, options, connection, session } = this
    return { protocol: runtime.name, side: options.side, connection, session }
  }

  /** Resolves when what was said is on its way: a machine that says more than is taken waits. */
  private room(): Promise<void> {
    const { originalsUpToBytes } = this.runtime.limits
    if (this.writeBuffer.queuedBytes < originalsUpToBytes) return Promise.resolve()
    this.writeBuffer.isAwaited = true
    return new Promise((resolve) => this.waitsForRoom.push(resolve))
  }

  private lose(detail: string): void {
    if (!this.finished) this.ending ??= { how: 'lost', detail }
    this.runner.step(LOST_EVENT)
    this.finish()
  }

  private settle(): void {
    if (this.runtime.states[this.state]?.turn === 'nobody') this.finish()
  }

  private finish(): void {
    if (this.finished) return
    this.finished = true
    this.runner.stop()
    this.receiver.stop()
    for (const stop of this.running.values()) stop.abort()
    this.roomAgain()
    const over = (): void => {
      const ending = this.ending ?? { how: 'done' }
      this.observer?.ended?.({ ...this.observed, ending })
      this.resolve(ending)
    }
    this.writeBuffer.end(() => {
      if (this.gone) over()
      else linger(this.connection, this.clock, over)
    })
  }
}
