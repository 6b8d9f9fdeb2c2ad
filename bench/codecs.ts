import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BUNDLES } from './bundle.ts'
import type { Ratios } from './codecs/ratios.ts'
import { type Row, ratio } from './row.ts'

/** The base, talk on it, and a contract with records in lists. */
const PROTOS = [
  'protocol/base/colloquy/v1/colloquy.proto',
  'protocol/talk/talk/v1/talk.proto',
  'spec/support/kv/kv/v1/kv.proto',
].map((file) => join(import.meta.dirname, '..', file))
const ENCODE_GOAL = 3
const DECODE_GOAL = 1.5
const RECORDS_GOAL = 1.5
const DECODE_TEXT_GOAL = 1

/** Encoding and decoding, in a process of its own, against other libraries. */
export const ratiosOfCodecs = async (): Promise<readonly Ratios[]> => {
  const child = fork(join(BUNDLES, 'codecs', 'compare.mjs'), PROTOS, { execArgv: [] })
  // It says one thing, then it ends.
  const [found] = (await once(child, 'message', { signal: AbortSignal.timeout(120_000) })) as [Ratios[]]
  child.disconnect()
  return found
}

/** The same as rows with goals. */
export const codecs = async (): Promise<readonly Row[]> =>
  (await ratiosOfCodecs()).flatMap(({ name, encode, decode }) => [
    ratio(`encode ${name}, as fast as protobuf.js`, encode.protobufjs, encodeGoal(name)),
    ratio('  as protobuf-es', encode.bufbuild, null),
    ratio(`decode ${name}, as fast as protobuf.js`, decode.protobufjs, decodeGoal(name)),
    ratio('  as protobuf-es', decode.bufbuild, null),
  ])

const encodeGoal = (name: string): number => (name.startsWith('Found') ? RECORDS_GOAL : ENCODE_GOAL)

const decodeGoal = (name: string): number => {
  if (name.startsWith('Say')) return DECODE_TEXT_GOAL
  return name.startsWith('Found') ? RECORDS_GOAL : DECODE_GOAL
}
