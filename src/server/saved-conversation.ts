import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Reader, Writer } from '../codec/index.ts'
import { encodeFrame } from '../engine/encode-frame.ts'
import type { SavedConversation } from '../engine/messaging.ts'
import { framesOf, type KeptFrame } from '../engine/outbox.ts'
import type { Received } from '../engine/receive-queue.ts'
import { ILLEGAL, type Runtime } from '../engine/runtime.ts'
import { HEADER_BYTES } from '../transport/framing/header.ts'

const Id = t.refinement(t.number, (id) => Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff, 'Id')

/** All but the messages, as JSON. */
const Head = t.readonly(
  t.type({
    version: Id,
    state: t.string,
    sequence: t.readonly(t.type({ said: Id, heard: Id, taken: Id, acknowledged: Id, acked: Id })),
    farewells: t.readonlyArray(
      t.union([
        t.readonly(t.type({ type: t.literal('Cancel'), id: Id })),
        t.readonly(
          t.type({
            type: t.literal('Aborted'),
            id: Id,
            reason: t.union([t.literal('OVERLOADED'), t.literal('LOST'), t.literal('UNANSWERED')]),
          }),
        ),
      ]),
    ),
  }),
)

const LENGTH_BYTES = 4

/** The bytes of a conversation in the store: a head in JSON and the frames of both sides, each behind its length. */
export const encodeSaved = (saved: SavedConversation, runtime: Runtime): Buffer => {
  const { unacknowledged, queued, ...head } = saved
  const parts = [
    Buffer.from(JSON.stringify(head)),
    Buffer.concat(unacknowledged.map(({ bytes }) => bytes)),
    Buffer.concat(queued.map((received) => frameOf(received, runtime))),
  ]
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), part]))
}

/** The conversation of such bytes. null: they are damaged, or of another contract. */
export const decodeSaved = (bytes: Uint8Array, runtime: Runtime): SavedConversation | null => {
  const [head, said, heard] = partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  if (head === undefined || said === undefined || heard === undefined) return null
  const decoded = E.filterOrElse(
    ({ state }: t.TypeOf<typeof Head>) => runtime.states.some(({ name }) => name === state),
    () => null,
  )(E.mapLeft(() => null)(E.flatMap(Head.decode)(parsed(head))))
  if (E.isLeft(decoded)) return null
  const queued = [...framesOf(heard)].map((frame) => receivedOf(frame, runtime))
  if (queued.includes(null)) return null
  return {
    ...decoded.right,
    unacknowledged: [...framesOf(said)],
    queued: queued.filter((received) => received !== null),
  }
}

const parsed = (json: Buffer): E.Either<t.Errors, unknown> =>
  E.tryCatch(
    () => JSON.parse(json.toString()) as unknown,
    () => [],
  )

const lengthOf = (part: Buffer): Buffer => {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(part.length)
  return length
}

function* partsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at + LENGTH_BYTES <= bytes.length; ) {
    const end = at + LENGTH_BYTES + bytes.readUInt32BE(at)
    if (end > bytes.length) return
    yield bytes.subarray(at + LENGTH_BYTES, end)
    at = end
  }
}

const frameOf = ({ message, id }: Received, runtime: Runtime): Buffer => {
  const writer = new Writer(HEADER_BYTES)
  // It was heard, so it is one of the contract.
  encodeFrame(runtime, writer, message, runtime.numbers[message.type] ?? 0, id, 0)
  return Buffer.from(writer.buffer.subarray(0, writer.pos))
}

const receivedOf = ({ number, id, bytes }: KeptFrame, runtime: Runtime): Received | null => {
  const message = runtime.decodeBody(number, new Reader().reset(bytes, HEADER_BYTES, bytes.length))
  const index = runtime.indexOf[number] ?? ILLEGAL
  return message === null ? null : { message, index, id, bytes: bytes.length - HEADER_BYTES }
}
