/** The signals that handlers have looked at, by the ids of the messages that they handle. */
export class HandlerSignals {
  /** Made with the first: most handlers never look. */
  private controllers: Map<number, AbortController> | null = null
  private over = false

  /** The signal of the handler of a message. */
  of(id: number): AbortSignal {
    if (this.over) return AbortSignal.abort()
    this.controllers ??= new Map()
    const known = this.controllers.get(id)
    if (known !== undefined) return known.signal
    const controller = new AbortController()
    this.controllers.set(id, controller)
    return controller.signal
  }

  /** No answer to this message is wanted any more. */
  abort(id: number): void {
    this.controllers?.get(id)?.abort()
  }

  /** The handler of this message has ended. */
  forget(id: number): void {
    this.controllers?.delete(id)
  }

  /** No answer at all is wanted any more. */
  close(): void {
    this.over = true
    for (const controller of this.controllers?.values() ?? []) controller.abort()
    this.controllers = null
  }
}
