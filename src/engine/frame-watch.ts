import { type AnyMessage, Reader } from '../codec/index.ts'
import { HEADER_BYTES } from '../transport/framing/decoder.ts'
import type { FrameListener, ObservedEnd, Observer, PassingFrame } from './observer.ts'
import { ILLEGAL, opposite, type Runtime } from './runtime.ts'

/** Tells an observer of the frames of one end. */
export class FrameWatch {
  /** Whether each frame is told of by its header: the receiver judges all of them by the decoder then. */
  readonly isOfHeaders: boolean
  private readonly observer: Observer
  private readonly runtime: Runtime
  private readonly end: () => ObservedEnd
  private readonly listener: FrameListener | null
  private readonly passing: Passing
  /** The contract's state after the last frame that was told of. */
  private state = 0

  constructor(observer: Observer, runtime: Runtime, end: () => ObservedEnd, listener: FrameListener | null) {
    this.observer = observer
    this.runtime = runtime
    this.end = end
    this.listener = listener
    this.passing = new Passing(runtime)
    this.isOfHeaders = observer.framed !== undefined
  }

  /** A frame of the other side was judged by its header. */
  judged(type: number, id: number, re: number, bodyBytes: number): void {
    this.frame('in', type, id, re, bodyBytes)
  }

  /** A frame of the other side, judged to be legal, is handed on. */
  heard(type: number, id: number, re: number, source: Buffer, start: number, end: number): void {
    this.pass('hears', type, id, re, source, start, end)
  }

  /** A frame of this side was written into a buffer. */
  said(type: number, id: number, re: number, source: Buffer, start: number, end: number): void {
    this.frame('out', type, id, re, end - start)
    this.pass('says', type, id, re, source, start, end)
  }

  /** Tells of a frame in the state that those before it led to. */
  private frame(direction: 'in' | 'out', number: number, id: number, re: number, bodyBytes: number): void {
    const { framed } = this.observer
    if (framed === undefined) return
    const { runtime } = this
    const end = this.end()
    const type = runtime.messageName(number)
    const state = runtime.stateName(this.state)
    framed({ ...end, direction, type, id, re, bytes: HEADER_BYTES + bodyBytes, state })
    const index = runtime.indexOf[number] ?? ILLEGAL
    const says = runtime.says[direction === 'out' ? end.side : opposite(end.side)]
    const next = index === ILLEGAL ? ILLEGAL : says[this.state * runtime.messages.length + index]
    if (next !== undefined && next !== ILLEGAL) this.state = next
  }

  /** Tells of a message. It is decoded apart: what is skipped is told of, too. */
  private pass(
    does: 'says' | 'hears',
    type: number,
    id: number,
    re: number,
    source: Buffer,
    start: number,
    end: number,
  ): void {
    const { listener, passing, observer } = this
    const { passed } = observer
    passing.set(does, type, id, re, source, start, end)
    if (listener !== null) listener(passing)
    const message = passed === undefined ? null : passing.decode()
    // The buffer is another one's.
    passing.forget()
    if (passed !== undefined && message !== null) passed({ ...this.end(), does, message, id, re })
  }
}

/** The frame of an end that passes now. */
class Passing implements PassingFrame {
  does: 'says' | 'hears' = 'hears'
  number = 0
  id = 0
  re = 0
  private readonly runtime: Runtime
  private source: Buffer = NOTHING
  private start = 0
  private end = 0

  constructor(runtime: Runtime) {
    this.runtime = runtime
  }

  get bytes(): number {
    return HEADER_BYTES + this.end - this.start
  }

  set(
    does: 'says' | 'hears',
    number: number,
    id: number,
    re: number,
    source: Buffer,
    start: number,
    end: number,
  ): void {
    this.does = does
    this.number = number
    this.id = id
    this.re = re
    this.source = source
    this.start = start
    this.end = end
  }

  forget(): void {
    this.source = NOTHING
  }

  decode(): AnyMessage | null {
    return this.runtime.decodeBody(this.number, new Reader().reset(this.source, this.start, this.end))
  }
}

const NOTHING = Buffer.alloc(0)

/** Watches the frames of an end; null where nobody wants to hear of them. */
export const frameWatchOf = (
  observer: Observer | null,
  runtime: Runtime,
  end: () => ObservedEnd,
): FrameWatch | null => {
  if (observer === null) return null
  const listener = observer.opened?.(end()) ?? null
  return listener === null && observer.framed === undefined && observer.passed === undefined
    ? null
    : new FrameWatch(observer, runtime, end, listener)
}
