import { printable } from '../contract/index.ts'
import { contentsOf } from '../visualize/message-text.ts'
import type { Kept } from './frame-ring.ts'
import { MAX_ROWS } from './limits.ts'
import type { ObservedServer } from './observed-server.ts'
import type { CodeCount, Refusal } from './refusals.ts'
import type { SessionRecord } from './session-record.ts'
import type { RefusedRow, Row, ShownFrame, View, Wanted, Watched } from './view.ts'

/** Views of a server for one page, one after the other. All texts of a peer are made visible in them. */
export class Views {
  private readonly server: ObservedServer
  private readonly wanted: Wanted
  private readonly record: SessionRecord | null
  private readonly moves: Float64Array
  private sequence = 0
  private refusals = -1

  constructor(server: ObservedServer, wanted: Wanted) {
    this.server = server
    this.wanted = wanted
    this.record = server.session(wanted.watch) ?? null
    this.record?.watch()
    this.moves = server.moves.slice()
  }

  /** Nobody looks any more. */
  close(): void {
    this.record?.unwatch()
  }

  next(atMs: number): View {
    const { server, wanted } = this
    const { totals, refusals, contract } = server
    const queue = { bytes: 0, sessions: 0, paused: 0 }
    const find = wanted.find.toLowerCase()
    const found: SessionRecord[] = []
    for (const record of server.sessions) {
      const { queuedBytes } = record
      queue.bytes += queuedBytes
      if (queuedBytes > 0) queue.sessions += 1
      if (record.isPaused) queue.paused += 1
      if (wanted.state !== '' && this.stateOf(record) !== wanted.state) continue
      if (find === '' || hasText(record, find)) found.push(record)
    }
    const isNews = refusals.version !== this.refusals
    this.refusals = refusals.version
    return {
      atMs,
      sessions: server.size,
      inState: Object.fromEntries(
        contract.states.flatMap(({ name }, index) => {
          const count = server.inState[index] ?? 0
          return count === 0 ? [] : [[name, count]]
        }),
      ),
      moves: this.movesSince(),
      totals: { ...totals, refused: refusals.total },
      queue,
      found: found.length,
      rows: found
        .slice(-MAX_ROWS)
        .reverse()
        .map((record) => this.row(record)),
      ...(isNews
        ? { refusals: { codes: refusals.byCode.map(visible), last: refusals.last.map(refusedRow) } }
        : {}),
      watched: this.watched(),
    }
  }

  private stateOf({ state }: SessionRecord): string {
    return this.server.contract.states[state]?.name ?? ''
  }

  private movesSince(): View['moves'] {
    const { states } = this.server.contract
    const moves: (readonly [string, string, number])[] = []
    for (const [at, count] of this.server.moves.entries()) {
      const since = count - (this.moves[at] ?? 0)
      if (since === 0) continue
      this.moves[at] = count
      const from = states[Math.floor(at / states.length)]?.name ?? ''
      moves.push([from, states[at % states.length]?.name ?? '', since])
    }
    return moves
  }

  private row(record: SessionRecord): Row {
    const { openedAtMs, heard, said, queuedBytes, isPaused, remote } = record
    return {
      ...person(record),
      port: remote.port,
      state: this.stateOf(record),
      openedAtMs,
      messages: heard + said,
      queuedBytes,
      isPaused,
    }
  }

  private watched(): View['watched'] {
    const { record } = this
    if (record === null) return this.wanted.watch === '' ? null : 'gone'
    record.decoded = 0
    const kept = record.ring.from(this.sequence)
    const skipped = Math.max(0, (kept[0]?.sequence ?? record.ring.count) - this.sequence)
    this.sequence = record.ring.count
    const { heard, said, heardBytes, saidBytes } = record
    return {
      ...this.row(record),
      heard,
      said,
      heardBytes,
      saidBytes,
      ending: endingOf(record),
      frames: kept.map((one) => this.frame(one)),
      skipped,
    }
  }

  private frame({ kind, number, id, re, bytes, atMs, message }: Kept): ShownFrame {
    const { contract, names } = this.server
    return {
      kind,
      type: names.get(number) ?? String(number),
      id,
      re,
      bytes,
      atMs,
      contents: message === null ? null : printable(contentsOf(contract, message)),
    }
  }
}

const hasText = ({ session, name, remote }: SessionRecord, text: string): boolean =>
  session.toLowerCase().includes(text) ||
  remote.address.includes(text) ||
  name?.toLowerCase().includes(text) === true

const person = ({ session, name, remote }: SessionRecord): Pick<Row, 'session' | 'name' | 'address'> => ({
  session,
  name: name === null ? null : printable(name),
  address: printable(remote.address),
})

const visible = ({ code, ...rest }: CodeCount): CodeCount => ({ ...rest, code: printable(code) })

const refusedRow = ({ number, atMs, code, by, detail, record }: Refusal): RefusedRow => ({
  ...person(record),
  number,
  atMs,
  code: printable(code),
  by,
  detail: printable(detail),
})

const endingOf = ({ ending }: SessionRecord): Watched['ending'] =>
  ending === null
    ? null
    : {
        how: ending.how,
        code: 'code' in ending ? printable(ending.code) : '',
        by: 'by' in ending ? ending.by : 'nobody',
        detail: 'detail' in ending ? printable(ending.detail) : '',
      }
