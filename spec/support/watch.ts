import { decodeBody } from '../../protocol/generated/codec.ts'
import type { Message } from '../../protocol/generated/messages.ts'
import { Reader } from '../../src/codec/index.ts'
import { MessageConnection } from '../../src/engine/connection.ts'
import { type Performer, Runner } from '../../src/engine/machine-runner.ts'
import type { MachineState, Step } from '../../src/engine/stepper.ts'
import { WriteBuffer } from '../../src/engine/write-buffer.ts'
import type { OutgoingMessage } from '../../src/machines/index.ts'
import type { Connection } from '../../src/transport/connection.ts'

/** A step that the machine of an end took. */
export interface Taken {
  /** Told apart by identity: one for each session of a server, and for each client. */
  readonly runner: object
  readonly machine: 'client' | 'session'
  readonly from: MachineState
  readonly event: string
  readonly to: MachineState
  readonly said: readonly OutgoingMessage[]
}

/** A message at one end of a connection, in the moment in which that end said or took it. */
interface Passing {
  readonly does: 'says' | 'hears'
  readonly side: 'client' | 'server'
  readonly connection: Connection
  readonly message: Message
  readonly id: number
  readonly re: number
}

/** Who wants to know what the ends in this process do. */
export interface Observer {
  /** Before its effects are performed. `connection` is null while there is none. */
  readonly stepped?: (taken: Taken, connection: Connection | null) => void
  readonly passed?: (passing: Passing) => void
}

const observers = new Set<Observer>()

/** Watches every end of this process, until the function that it gives is called. */
export const watch = (observer: Observer): (() => void) => {
  lookInside()
  observers.add(observer)
  return () => void observers.delete(observer)
}

// The one place that looks inside: what is private to a program is not to a test.

interface RunnerInside {
  readonly performer: Performer & { readonly line: LineInside | null }
  take(this: RunnerInside, step: Step, from: number): void
}

interface LineInside {
  readonly side: 'client' | 'server'
  readonly connection: Connection
}

let looking = false

const lookInside = (): void => {
  if (looking) return
  looking = true
  const reader = new Reader()
  const asked = new WeakMap<object, { readonly from: MachineState; readonly event: string }>()

  const runners = Runner.prototype as unknown as RunnerInside
  const { take } = runners
  runners.take = function (step, from) {
    const { to, effects } = step
    const why = asked.get(this)
    asked.delete(this)
    if (why !== undefined) {
      const machine = to.snapshot.machine.id === 'client' ? 'client' : 'session'
      const said = effects.flatMap((effect) => (effect.do === 'say' ? [effect.said] : []))
      for (const { stepped } of observers)
        stepped?.({ runner: this, machine, ...why, to, said }, this.performer.line?.connection ?? null)
    }
    const ask = (event: string): Step => {
      asked.set(this, { from: to, event })
      return to.step(event)
    }
    take.call(this, { effects, to: { ...to, step: ask } }, from)
  }

  const tell = (does: Passing['does'], line: unknown, message: Message, id: number, re: number): void => {
    const { side, connection } = line as LineInside
    for (const { passed } of observers) passed?.({ does, side, connection, message, id, re })
  }
  const { frame: hear } = MessageConnection.prototype
  MessageConnection.prototype.frame = function (header, source, start, end) {
    const message = decodeBody(header.type, reader.reset(source, start, end))
    if (message !== null) tell('hears', this, message, header.id, header.re)
    hear.call(this, header, source, start, end)
  }
  const { frame: say } = WriteBuffer.prototype
  WriteBuffer.prototype.frame = function (message, id, re, reply) {
    const fault = say.call(this, message, id, re, reply)
    if (fault === null) tell('says', Reflect.get(this, 'writing'), message, id, re)
    return fault
  }
}
