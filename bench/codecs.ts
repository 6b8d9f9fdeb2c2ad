import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BUNDLES } from './bundle.ts'
import type { Ratios } from './codecs/compare.ts'
import { type Row, ratio } from './row.ts'

/** The base, and talk on it. */
const PROTOS = ['base/colloquy/v1/colloquy.proto', 'talk/talk/v1/talk.proto'].map((file) =>
  join(import.meta.dirname, '..', 'protocol', file),
)
const ENCODE_GOAL = 3
const DECODE_GOAL = 1.5
const DECODE_TEXT_GOAL = 1

/** Encoding and decoding, in a process of its own, against protobuf.js and protobuf-es on the same bytes. */
export const codecs = async (): Promise<readonly Row[]> => {
  const child = fork(join(BUNDLES, 'compare.mjs'), PROTOS, { execArgv: [] })
  // It says one thing, then it ends.
  const [found] = (await once(child, 'message', { signal: AbortSignal.timeout(60_000) })) as [Ratios[]]
  child.disconnect()
  return found.flatMap(({ name, encode, decode }) => [
    ratio(`encode ${name}, as fast as protobuf.js`, encode.protobufjs, ENCODE_GOAL),
    ratio('  as protobuf-es', encode.bufbuild, null),
    ratio(
      `decode ${name}, as fast as protobuf.js`,
      decode.protobufjs,
      name.startsWith('Say') ? DECODE_TEXT_GOAL : DECODE_GOAL,
    ),
    ratio('  as protobuf-es', decode.bufbuild, null),
  ])
}
