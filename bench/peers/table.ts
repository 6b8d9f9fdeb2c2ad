import type { Ratios } from '../codecs/ratios.ts'
import { type Figure, microsOf, type Rounds, timesOf } from './figures.ts'
import { type Cost, PEER_NAMES, PEERS, type PeerName } from './peer.ts'
import type { Column } from './scenarios.ts'

/** Rounds of which the middle half lies further apart than this part of the median are marked. */
const MAX_SPREAD = 0.2

/** Peers in rows, scenarios in columns, server / client in cells, as Markdown. */
export const peersTable = (
  version: string,
  columns: readonly Column[],
  atRest: ReadonlyMap<PeerName, number> | null,
): string => {
  const cells = (of: (rounds: Rounds, side: keyof Cost) => string): readonly string[] =>
    columns.map(({ rounds }) => `${of(rounds, 'server')} / ${of(rounds, 'client')}`)
  const against = (name: PeerName, other: PeerName): readonly string[] =>
    cells((rounds, side) => shown(timesOf(rounds, name, other, side)))
  return markdown(
    [`Node ${version}`, ...columns.map(({ head }) => head), 'at rest'],
    [
      ...PEER_NAMES.map((name) => [
        PEERS[name],
        ...(name === 'colloquy' ? cells(() => '1') : against(name, 'colloquy')),
        kibibytes(atRest?.get(name)),
      ]),
      ['*Colloquy, talk, times bare net*', ...against('colloquy', 'bare'), ''],
      ['*Colloquy, talk, µs*', ...cells((rounds, side) => microsOf(rounds, 'colloquy', side).toFixed(1)), ''],
    ],
  )
}

/** Messages in rows, libraries in columns, encode / decode in cells, as Markdown. */
export const codecsTable = (version: string, all: readonly Ratios[]): string => {
  const libraries = { protobufjs: 'protobuf.js', bufbuild: 'protobuf-es', msgpackr: 'msgpackr', json: 'JSON' }
  // The keys of the constant above.
  const names = Object.keys(libraries) as readonly (keyof typeof libraries)[]
  const times = (one: Ratios, name: (typeof names)[number]): string =>
    `${one.encode[name].toFixed(1)} / ${one.decode[name].toFixed(1)}`
  return markdown(
    [`Node ${version}`, ...names.map((name) => libraries[name]), 'bytes: protobuf, msgpackr, JSON'],
    all.map((one) => [
      one.name,
      ...names.map((name) => times(one, name)),
      [one.bytes, one.bytesOfOthers.msgpackr, one.bytesOfOthers.json].join(', '),
    ]),
  )
}

const shown = ({ times, spread }: Figure): string =>
  `${times.toFixed(times < 10 ? 2 : 1)}${spread > MAX_SPREAD ? ' ~' : ''}`

const kibibytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : `${(bytes / 1024).toFixed(1)} KiB`

/** A table of Markdown; all columns but the first are numbers. */
export const markdown = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
