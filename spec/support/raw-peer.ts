import type { CloseReason, Connection, ConnectionListener } from '../../src/transport/connection.ts'
import { framesIn, type Heard, wordOf } from './wire.ts'

/** A peer without any rules: writes what it is told to, and remembers what it heard. */
export class RawPeer implements ConnectionListener {
  readonly connection: Connection
  readonly frames: Heard[] = []
  readonly chunks: Buffer[] = []
  hasEnded = false
  reason: CloseReason | undefined
  /** Called with each frame as it comes. */
  onFrame: (frame: Heard) => void = () => {}
  private rest = Buffer.alloc(0)

  constructor(connection: Connection) {
    this.connection = connection
    connection.listen(this)
  }

  /** The frames that were heard, a word each. */
  get words(): readonly string[] {
    return this.frames.map(wordOf)
  }

  /** The last frame. */
  get last(): Heard | undefined {
    return this.frames.at(-1)
  }

  /** Bytes of a frame that is not whole. */
  get unfinished(): number {
    return this.rest.length
  }

  /** All bytes that came. */
  get bytes(): Buffer {
    return Buffer.concat(this.chunks)
  }

  say(...frames: readonly Buffer[]): void {
    this.connection.write(Buffer.concat(frames))
  }

  end(): void {
    this.connection.end()
  }

  chunk(bytes: Buffer): void {
    this.chunks.push(bytes)
    const { frames, rest } = framesIn(Buffer.concat([this.rest, bytes]))
    this.rest = Buffer.from(rest)
    for (const frame of frames) {
      this.frames.push(frame)
      this.onFrame(frame)
    }
  }

  drained(): void {}

  ended(): void {
    this.hasEnded = true
  }

  closed(reason: CloseReason): void {
    this.reason = reason
  }
}
