import { openLog, type ServerLog } from '../../../src/cli/log/open.ts'
import type { LogOptions } from '../../../src/cli/log/options.ts'
import type { Destination } from '../../../src/cli/log/spool.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'
import { FaultyFiles } from './faulty-files.ts'

/** One line of a log, parsed. */
export type Line = Readonly<Record<string, unknown>> & { readonly event: string; readonly msg: string }

/** A log in one file, over a file system in memory, in a time that stands still. */
export class Logging {
  readonly clock = new SimulatedClock()
  readonly files: FaultyFiles
  /** Complaints about the log itself. */
  readonly complaints: string[] = []
  readonly log: ServerLog
  private readonly turn: (() => void)[] = []

  constructor(options: Partial<LogOptions> & { readonly files?: FaultyFiles } = {}) {
    this.files = options.files ?? new FaultyFiles()
    this.log = openLog({
      folder: '/log',
      to: 'file',
      kinds: ['server'],
      level: 'info',
      lang: 'en',
      clock: this.clock,
      today: () => 1_800_000_000_000 + this.clock.now(),
      later: (callback) => this.turn.push(callback),
      files: this.files,
      complain: (sentence) => this.complaints.push(sentence),
      coloured: false,
      ...options,
    })
  }

  /** Writes a line that waits for the end of the turn. */
  data(id: number): void {
    const remote = { address: '127.0.0.1', port: 5 }
    this.log.write({ event: 'received', bytes: 10, id, session: 's', remote })
  }

  /** Writes a line that waits for nothing. */
  told(number: number): void {
    this.log.write({ event: 'stopping', sessions: number })
  }

  /** Ends a turn of the event loop. */
  endTurn(): void {
    for (const callback of this.turn.splice(0)) callback()
  }

  /** All lines, from the oldest file to the youngest; each must parse. */
  lines(): readonly Line[] {
    const ageOf = (name: string): number => Number(name.slice('/log/server.log.'.length))
    const older = this.files.names
      .filter((name) => name !== '/log/server.log')
      .sort((one, other) => ageOf(other) - ageOf(one))
    const texts = [...older, '/log/server.log'].map((name) => this.files.text(name))
    if (texts.some((text) => text !== '' && !text.endsWith('\n'))) throw new Error('A last line has no end.')
    return texts
      .join('')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  }

  /** The numbers of the lines that were written with `told`, and how many lines were lost where. */
  numbers(): readonly (number | string)[] {
    return this.lines().map((line) => (line.event === 'lost' ? `lost ${line.lines}` : Number(line.sessions)))
  }
}

/** A console that can be stuck. */
export class Console implements Destination {
  text = ''
  code: string | undefined
  /** How many bytes it takes before it is full. */
  room = Number.POSITIVE_INFINITY
  opened = 0

  open(): boolean {
    this.opened += 1
    return true
  }

  write(bytes: Buffer): number {
    const taken = Math.min(this.room, bytes.length)
    this.room -= taken
    const code = this.code ?? (taken === 0 ? 'EAGAIN' : undefined)
    if (code !== undefined) throw Object.assign(new Error(code), { code })
    this.text += bytes.subarray(0, taken).toString('utf8')
    return taken
  }

  close(): void {}
}
