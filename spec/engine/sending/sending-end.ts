import { type AnyMessage, Writer } from '../../../src/codec/index.ts'
import { limitsFor } from '../../../src/engine/limits.ts'
import type { KeptFrame } from '../../../src/engine/outbox.ts'
import { PendingAnswers } from '../../../src/engine/pending-answers.ts'
import { compile } from '../../../src/engine/runtime.ts'
import { Sending, type SendingEnd } from '../../../src/engine/sending.ts'
import { SequenceNumbers } from '../../../src/engine/sequence.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { exchange } from '../../support/exchange/index.ts'

export const runtime = compile(exchange)
export const limits = limitsFor(65_536)
export const converse = runtime.states.findIndex(({ name }) => name === 'converse')
export const done = runtime.states.findIndex(({ name }) => name === 'close.done')

export const note = (number = 0) => ({ type: 'Note', number, body: new Uint8Array(0) })
export const counted = (number: number) => ({ type: 'Counted', number, body: new Uint8Array(0) })
export const count = { type: 'Count', number: 1, upTo: 2, bytes: 0 }
export const question = { type: 'Question', number: 1, body: new Uint8Array(0) }

/** An end in converse whose write buffer holds what a test says, and the sending over it. */
export const open = (set: Partial<SendingEnd> = {}) => {
  const clock = new SimulatedClock()
  const sequence = new SequenceNumbers()
  const said: string[] = []
  const told: string[] = []
  const writer = new Writer()
  const buffer = {
    queuedBytes: 0,
    replyBytes: 0,
    isAwaited: false,
    /** The bytes that each frame adds to those that wait. */
    frameBytes: 0,
    frame: (message: AnyMessage, _number: number, id: number, re: number, reply: boolean) => {
      writer.reset()
      if (!runtime.encodeBody(writer, message)) return writer.fault
      said.push(`${message.type} ${id} ${re}${reply ? ' reply' : ''}`)
      buffer.queuedBytes += buffer.frameBytes
      return null
    },
    again: ({ id }: KeptFrame) => {
      said.push(`again ${id}`)
      buffer.queuedBytes += buffer.frameBytes
    },
  }
  const end = {
    runtime,
    clock,
    limits,
    sequence,
    writeBuffer: buffer,
    says: runtime.says.client,
    state: converse,
    ending: null,
    keepsSaid: false,
    isAway: false,
    version: 1,
    isEarlier: false,
    saidTurn: (index: number) => void told.push(`turn ${runtime.messages[index]?.name}`),
    exhausted: () => void told.push('exhausted'),
    outgrown: (unacknowledged: number) => void told.push(`outgrown ${unacknowledged}`),
    ...set,
  }
  const pending = new PendingAnswers(clock)
  const sending = new Sending(end, sequence, pending, { windowFilled: () => void told.push('window') })
  /** The outcomes of promises, in the order in which they were known. */
  const outcomes: string[] = []
  const watch = (promise: Promise<unknown>): void =>
    void promise.then(
      (value) => outcomes.push(`${value}`),
      (error) => outcomes.push(error.code),
    )
  return { clock, sequence, said, told, buffer, end, pending, sending, outcomes, watch }
}

/** Waits until all promises that can be settled now are. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
