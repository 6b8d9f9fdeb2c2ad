/** A way to another process: messages arrive whole, in order, and once. */
export interface Port {
  send(message: unknown): void
  onMessage(hear: (message: unknown) => void): void
}

/** Functions that the other side calls, in groups. */
export type Api = Readonly<Record<string, Readonly<Record<string, (...given: never[]) => unknown>>>>

type Message =
  /** A call; without an id nobody waits for what comes of it. In `given` a signal stands at `signalAt`. */
  | {
      readonly id: number | null
      readonly group: string
      readonly name: string
      readonly given: readonly unknown[]
      readonly signalAt: number
    }
  | { readonly id: number; readonly result: unknown }
  /** A mistake of ours. */
  | { readonly id: number; readonly thrown: unknown }
  /** Nobody waits any more. */
  | { readonly aborted: number }

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The other process is gone. */
export class PortClosed extends Error {}

/**
 * Calls functions of another process, and answers those of this one. What a function gives may be a promise, or a task that makes one;
 * of a signal that is given only the abort goes over.
 */
export class Calls {
  private readonly port: Port
  private readonly api: Api
  private readonly waiting = new Map<number, Waiting>()
  private readonly aborting = new Map<number, AbortController>()
  private lastId = 0
  private isClosed = false

  constructor(port: Port, api: Api) {
    this.port = port
    this.api = api
    // Both sides are of the same program.
    port.onMessage((message) => this.hear(message as Message))
  }

  /** Rejects with a PortClosed where the other process is gone, or goes. */
  call(group: string, name: string, given: readonly unknown[]): Promise<unknown> {
    if (this.isClosed) return Promise.reject(new PortClosed())
    this.lastId += 1
    const id = this.lastId
    const signalAt = given.findIndex((each) => each instanceof AbortSignal)
    // It was found there.
    const signal = signalAt < 0 ? null : (given[signalAt] as AbortSignal)
    const abort = (): void => this.send({ aborted: id })
    return new Promise((resolve, reject) => {
      const over = (): void => signal?.removeEventListener('abort', abort)
      this.waiting.set(id, {
        resolve: (result) => {
          over()
          resolve(result)
        },
        reject: (error) => {
          over()
          reject(error)
        },
      })
      this.send({ id, group, name, given: given.map((each) => (each === signal ? null : each)), signalAt })
      if (signal?.aborted === true) abort()
      else signal?.addEventListener('abort', abort)
    })
  }

  /** Calls without waiting for anything. */
  tell(group: string, name: string, given: readonly unknown[]): void {
    this.send({ id: null, group, name, given, signalAt: -1 })
  }

  /** The other process is gone. */
  close(): void {
    this.isClosed = true
    for (const { reject } of this.waiting.values()) reject(new PortClosed())
    this.waiting.clear()
    for (const controller of this.aborting.values()) controller.abort()
  }

  private send(message: Message): void {
    if (!this.isClosed) this.port.send(message)
  }

  private hear(message: Message): void {
    if ('aborted' in message) return this.aborting.get(message.aborted)?.abort()
    if ('group' in message) return void this.answer(message)
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if ('result' in message) waiting?.resolve(message.result)
    else waiting?.reject(message.thrown)
  }

  private async answer({
    id,
    group,
    name,
    given,
    signalAt,
  }: Extract<Message, { group: string }>): Promise<void> {
    const called = this.api[group]?.[name] as ((...given: readonly unknown[]) => unknown) | undefined
    if (called === undefined) throw new Error(`Nobody answers to ${group}.${name}.`)
    if (id === null) return void called(...given)
    const controller = new AbortController()
    if (signalAt >= 0) this.aborting.set(id, controller)
    try {
      const made = called(...given.map((each, at) => (at === signalAt ? controller.signal : each)))
      this.send({ id, result: await (typeof made === 'function' ? made() : made) })
    } catch (thrown) {
      this.send({ id, thrown })
    } finally {
      this.aborting.delete(id)
    }
  }
}
