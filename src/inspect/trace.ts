import type { CaptureEntry } from '../capture/index.ts'
import type { Contract } from '../contract/index.ts'
import type { Trace } from '../verify/trace.ts'
import { storyOf } from '../visualize/trace-of-capture.ts'
import type { Kept } from './frame-ring.ts'
import type { Refusal } from './refusals.ts'

/** The last frames of a session that was refused, as a trace. Of what was not decoded, the name of the message is told. */
export const traceOf = (
  contract: Contract,
  names: ReadonlyMap<number, string>,
  { record, code, atMs }: Refusal,
): Trace => {
  const kept = record.ring.from(0)
  const start = contract.states[record.ring.oldest === 0 ? 0 : (kept[0]?.state ?? 0)]?.name ?? ''
  const { protocol, version } = contract
  const incidents = kept.map((one) => entryOf(one, names))
  return storyOf(
    { protocol, version, contract: '', incidents },
    contract,
    `${code} · ${record.session} · ${new Date(atMs).toISOString()}`,
    { state: start, omitted: record.ring.oldest },
  )
}

const entryOf = (
  { kind, number, id, re, atMs, message }: Kept,
  names: ReadonlyMap<number, string>,
): CaptureEntry => {
  const common = { at: atMs, side: 'server' } as const
  if (kind === 'lost' || kind === 'deadline') return { ...common, does: 'meets', event: kind }
  const said = message ?? { type: names.get(number) ?? String(number) }
  return { ...common, does: kind, message: said, id, re }
}
