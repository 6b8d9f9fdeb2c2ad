import type { LeftOut } from '../../conform/index.ts'

/** Sentences of `colloquy conform`, in one language. They are made printable where they are shown. */
export interface ConformTexts {
  /** Words before a rule, the bytes that were sent, what came, and what should have come. */
  readonly rule: string
  readonly sent: string
  readonly came: string
  readonly wanted: string
  readonly nothing: string
  /** The other side has ended it, or not, where it should have been the other way. */
  readonly ended: string
  readonly open: string
  /** A Fault was about the message with this number. */
  readonly about: (number: number) => string
  readonly summary: (passed: number, broken: number) => string
  readonly leftOut: (cases: number, why: LeftOut) => string
}
