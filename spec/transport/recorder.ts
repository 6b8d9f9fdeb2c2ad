import type { CloseReason, Connection, ConnectionListener } from '../../src/transport/connection.ts'

/** Listens to a connection and remembers everything, in order. */
export class Recorder implements ConnectionListener {
  readonly events: string[] = []
  readonly chunks: Buffer[] = []
  bytes = 0
  drains = 0
  hasEnded = false
  reason: CloseReason | undefined
  onChunk: ((bytes: Buffer) => void) | undefined
  onEnded: (() => void) | undefined

  constructor(connection?: Connection) {
    connection?.listen(this)
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }

  chunk(bytes: Buffer): void {
    this.note('chunk')
    // The bytes are those of the connection, which uses them again.
    this.chunks.push(Buffer.from(bytes))
    this.bytes += bytes.length
    this.onChunk?.(bytes)
  }

  drained(): void {
    this.note('drained')
    this.drains++
  }

  ended(): void {
    this.note('ended')
    this.hasEnded = true
    this.onEnded?.()
  }

  closed(reason: CloseReason): void {
    this.note('closed')
    this.reason = reason
  }

  private note(event: string): void {
    if (this.reason !== undefined) throw new Error(`${event} after the close`)
    this.events.push(event)
  }
}
