// A room: who is in it, and what was said there last.
import type { ServerPeer } from 'colloquy'
import type { Chat, Line, PersonName } from './protocol.ts'

/** Lines that are kept of a room. A line has at most 2 KiB of text. */
const MAX_LINES = 200

export class Room {
  /** By session: one person may be here more than once, from several terminals. */
  readonly members = new Map<string, ServerPeer<Chat>>()
  private readonly lines = new Map<number, Line>()
  private lastNumber = 0

  /** The number of the last line; 0: there is none. */
  get last(): number {
    return this.lastNumber
  }

  add(who: PersonName, text: string): Line {
    this.lastNumber += 1
    const line = { number: this.lastNumber, who, text, atMs: Date.now() }
    this.lines.set(line.number, line)
    this.lines.delete(line.number - MAX_LINES)
    return line
  }

  /** The lines behind one, as far as they are kept. Those that are added meanwhile come, too. */
  *linesAfter(number: number): Generator<Line> {
    for (let next = Math.max(number, this.lastNumber - MAX_LINES) + 1; next <= this.lastNumber; next++) {
      const line = this.lines.get(next)
      if (line !== undefined) yield line
    }
  }
}
