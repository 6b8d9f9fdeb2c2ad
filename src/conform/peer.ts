import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { framesIn, type HeardFrame, wordOf } from './words.ts'

/** The most that is kept of what was sent and heard, for a report. */
const MAX_KEPT_BYTES = 256

/** A server that sends more than this to a peer that asks for nothing is not listened to any more. */
const MAX_HEARD_BYTES = 4 * 1024 * 1024

/** A peer without any rules on a socket: sends what it is told to, and remembers what it heard. */
export class ConformPeer {
  readonly frames: HeardFrame[] = []
  /** The other side has ended its side, or the connection is gone. */
  hasEnded = false
  private readonly socket: Socket
  private rest: Buffer = Buffer.alloc(0)
  private heardBytes = 0
  private sentBytes: Buffer = Buffer.alloc(0)
  private wake: () => void = () => {}

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes: Buffer) => this.hear(bytes))
    // Bytes heard before a reset count; the reset is an end.
    socket.on('error', () => this.ended())
    socket.on('end', () => this.ended())
    socket.on('close', () => this.ended())
  }

  /** The first bytes that were sent. */
  get sent(): Buffer {
    return this.sentBytes
  }

  get words(): readonly string[] {
    return this.frames.map(wordOf)
  }

  send(bytes: Buffer): void {
    if (this.sentBytes.length < MAX_KEPT_BYTES)
      this.sentBytes = Buffer.concat([this.sentBytes, bytes.subarray(0, MAX_KEPT_BYTES)])
    this.write(bytes)
  }

  /** Sends what stands in no report. */
  sendSecret(bytes: Buffer): void {
    this.write(bytes)
  }

  /** Reports all that follows as sent. */
  forgetSent(): void {
    this.sentBytes = Buffer.alloc(0)
  }

  halfClose(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** Resolves with whether it came to be so within the milliseconds; at once where the other side has ended. */
  async until(itIsSo: () => boolean, withinMs: number): Promise<boolean> {
    const dueMs = performance.now() + withinMs
    for (;;) {
      if (itIsSo()) return true
      const leftMs = dueMs - performance.now()
      if (leftMs <= 0 || this.hasEnded) return false
      const aborter = new AbortController()
      await Promise.race([
        new Promise<void>((resolve) => {
          this.wake = resolve
        }),
        pause(leftMs, undefined, { signal: aborter.signal }).catch(() => {}),
      ])
      aborter.abort()
    }
  }

  private write(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes)
  }

  private hear(bytes: Buffer): void {
    this.heardBytes += bytes.length
    if (this.heardBytes > MAX_HEARD_BYTES) return this.destroy()
    const { frames, rest } = framesIn(Buffer.concat([this.rest, bytes]))
    this.rest = Buffer.from(rest)
    this.frames.push(...frames)
    this.wake()
  }

  private ended(): void {
    this.hasEnded = true
    this.wake()
  }
}
