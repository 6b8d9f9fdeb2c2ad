import type { FrameStep, Part, Step } from './case.ts'

/** The contract that a Hello offers. */
export interface Offer {
  readonly protocol: string
  readonly minVersion: number
  readonly maxVersion: number
}

/** The bytes of a step; null: it sends none. */
export const bytesOf = (step: Step, offer: Offer): Buffer | null => {
  if ('type' in step) return repeated(frameOf(step, offer).subarray(step.from ?? 0, step.cut), step.times)
  if ('hex' in step) return repeated(Buffer.from(step.hex, 'hex'), step.times)
  if ('text' in step) return Buffer.from(step.text)
  if ('zeros' in step) return Buffer.alloc(step.zeros)
  if ('says' in step)
    return Buffer.concat(
      Array.from({ length: step.says }, (_, index) =>
        frameOf({ type: SAY, id: index + 1, body: '0a0161' }, offer),
      ),
    )
  return null
}

/** The steps with what is sent at once in one of them, so that it arrives at once. */
export const inOneWrite = (steps: readonly Step[], offer: Offer): readonly Step[] =>
  steps.reduce<Step[]>((done, step) => {
    const bytes = 'every' in step ? null : bytesOf(step, offer)
    const last = done.at(-1)
    if (bytes === null) done.push(step)
    else if (last !== undefined && 'hex' in last)
      done.splice(-1, 1, { hex: last.hex + bytes.toString('hex') })
    else done.push({ hex: bytes.toString('hex') })
    return done
  }, [])

const SAY = 64

const repeated = (bytes: Buffer, times = 1): Buffer =>
  times === 1 ? bytes : Buffer.concat(Array.from({ length: times }, () => bytes))

/** The header, 16 bytes, and the body. */
export const frameOf = (
  { type, body = '', flags = 0, id = 0, re = 0, length }: FrameStep,
  offer: Offer,
): Buffer => {
  const parts: readonly Part[] = Array.isArray(body) ? body : [body as Part]
  const bytes = Buffer.concat(parts.map((part) => partOf(part, offer)))
  const header = Buffer.alloc(16)
  header.writeUInt32BE(length ?? bytes.length, 0)
  header.writeUInt16BE(type, 4)
  header.writeUInt16BE(flags, 6)
  header.writeUInt32BE(id, 8)
  header.writeUInt32BE(re, 12)
  return Buffer.concat([header, bytes])
}

const partOf = (part: Part, { protocol, minVersion, maxVersion }: Offer): Buffer => {
  if (typeof part !== 'string') return repeated(Buffer.from(part.hex, 'hex'), part.times)
  switch (part) {
    case 'versions':
      return Buffer.from([0x08, ...varint(minVersion), 0x10, ...varint(maxVersion)])
    case 'protocol':
      return Buffer.concat([Buffer.from([0x2a, Buffer.byteLength(protocol)]), Buffer.from(protocol)])
    default:
      return Buffer.from(part, 'hex')
  }
}

const varint = (value: number): readonly number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))]
