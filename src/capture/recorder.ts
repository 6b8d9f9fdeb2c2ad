import { aFunction, aText, optionsOf } from '../arguments.ts'
import { aContract, type Contract, type Side } from '../contract/index.ts'
import type { ObservedEnd, Observer } from '../engine/index.ts'
import type { CaptureEntry, ConnectionEvent } from './capture.ts'
import { capturing } from './captured-message.ts'
import { MAX_MESSAGE_CHARACTERS, MAX_RECORDED_BYTES } from './limits.ts'
import { entryLine, headerLine } from './write.ts'

/** Takes the lines of one connection, each with its newline. */
export interface CaptureSink {
  /** Takes a line, in the order in which things happened. */
  write(line: string): void
  /** Nothing follows. */
  close(): void
}

/** Parts of a recorder. */
export interface RecorderOptions {
  readonly contract: Contract
  /** The contract hash, as 16 hexadecimal digits. */
  readonly hash: string
  /** Milliseconds since some moment. */
  readonly now: () => number
  /** Called when something happens on another connection; null: it is not recorded. */
  readonly open: (end: ObservedEnd) => CaptureSink | null
}

const recorderOptions = optionsOf({ contract: aContract, hash: aText, now: aFunction, open: aFunction })

/**
 * Records the connections of a contract, each for itself, without its secrets. Of other contracts nothing is recorded.
 */
export const recorder = (options: RecorderOptions): Observer => {
  recorderOptions('options', options)
  const { contract, hash, now, open } = options
  const captured = capturing(contract)
  const recordings = new WeakMap<object, Recording | null>()
  const recordingOf = (end: ObservedEnd): Recording | null => {
    const known = recordings.get(end.connection)
    if (known !== undefined) return known
    const sink = end.protocol === contract.protocol ? open(end) : null
    const recording = sink === null ? null : new Recording(sink, end.side, now, headerLine(contract, hash))
    recordings.set(end.connection, recording)
    return recording
  }
  const meets = (end: ObservedEnd, event: ConnectionEvent): void =>
    recordingOf(end)?.add((at, side) => ({ at, side, does: 'meets', event }))
  return {
    passed: ({ does, message, id, re, ...end }) =>
      recordingOf(end)?.add((at, side) => ({ at, side, does, message: captured(message), id, re })),
    stepped: ({ event, connection, protocol, side, session }) => {
      if (connection === null) return
      const end = { connection, protocol, side, session }
      if (event === 'lost') meets(end, 'lost')
      if (event.startsWith('xstate.after.')) meets(end, 'deadline')
    },
    ended: (end) => {
      recordings.get(end.connection)?.end()
      // Steps that its machine still takes belong to no connection any more.
      recordings.set(end.connection, null)
    },
  }
}

/** Room that is kept for the last line. */
const LAST_LINE_BYTES = 128

/** The capture of one connection, as it grows. */
class Recording {
  private readonly sink: CaptureSink
  private readonly side: Side
  private readonly now: () => number
  private readonly startMs: number
  private bytes = 0
  private omitted = 0

  constructor(sink: CaptureSink, side: Side, now: () => number, header: string) {
    this.sink = sink
    this.side = side
    this.now = now
    this.startMs = now()
    this.write(header)
  }

  add(make: (at: number, side: Side) => CaptureEntry): void {
    // Nothing is recorded behind a gap.
    if (this.omitted === 0) {
      const line = boundedLine(make(this.at, this.side))
      const bytes = Buffer.byteLength(line)
      if (this.bytes + bytes + LAST_LINE_BYTES <= MAX_RECORDED_BYTES) return this.write(line, bytes)
    }
    this.omitted += 1
  }

  end(): void {
    const { omitted, at, side } = this
    if (omitted > 0) this.write(entryLine({ at, side, does: 'omits', entries: omitted }))
    this.sink.close()
  }

  private get at(): number {
    return Math.max(0, Math.round(this.now() - this.startMs))
  }

  private write(line: string, bytes = Buffer.byteLength(line)): void {
    this.bytes += bytes
    this.sink.write(line)
  }
}

/** An entry as a line; of a message that is too large for one, only the type. */
const boundedLine = (entry: CaptureEntry): string => {
  const line = entryLine(entry)
  if (line.length <= MAX_MESSAGE_CHARACTERS || !('message' in entry)) return line
  return entryLine({ ...entry, message: { type: entry.message.type }, omitted: line.length })
}
