import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { aText } from '../../arguments.ts'
import type { Certificate } from './certificate.ts'

/** Limit on the characters of a certificate. */
export const MAX_CERTIFICATE_CHARACTERS = 1_048_576

const standsFor = t.record(t.string, t.readonlyArray(t.string))

const shape = t.strict({
  certificate: t.literal(1),
  protocol: t.string,
  version: t.number,
  contract: t.string,
  machines: t.strict({ client: t.string, server: t.string }),
  bound: t.refinement(t.number, (bound) => Number.isSafeInteger(bound) && bound >= 1 && bound <= 16),
  exhaustive: t.boolean,
  configurations: t.number,
  standsFor: t.strict({ client: standsFor, server: standsFor }),
  assumptions: t.readonlyArray(t.string),
})

/** Reads a certificate; null: it is none. */
export const readCertificate = (text: string): Certificate | null => {
  aText('text', text)
  if (text.length > MAX_CERTIFICATE_CHARACTERS) return null
  const json = E.tryCatch((): unknown => JSON.parse(text), E.toError)
  if (E.isLeft(json)) return null
  const read = shape.decode(json.right)
  return E.isLeft(read) ? null : read.right
}
