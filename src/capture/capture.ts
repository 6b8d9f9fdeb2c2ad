import type { Side } from '../contract/index.ts'

/** A value in its JSON form: bytes as hexadecimal digits, big integers as decimal ones, both as text. */
export type CapturedValue =
  | string
  | number
  | boolean
  | readonly CapturedValue[]
  | { readonly [name: string]: CapturedValue }

/** A message in its JSON form. What the contract marks as secret is `***`, however deep it stands. */
export type CapturedMessage = { readonly type: string } & { readonly [field: string]: CapturedValue }

/** Events of an end beside messages. */
export type ConnectionEvent =
  /** The stream ended or broke without a Bye. */
  | 'lost'
  /** The deadline of its state passed. */
  | 'deadline'
  /** From now on nothing arrives, and nobody is told. */
  | 'cut'

/** One thing that happened at one end, in the order in which that end lived through it. */
export type CaptureEntry = {
  /** Milliseconds since some moment. */ readonly at: number
  readonly side: Side
} & (
  | {
      readonly does: 'says' | 'hears'
      readonly message: CapturedMessage
      /** As in the header of the frame; both 0 for control messages. */
      readonly id: number
      readonly re: number
      /** Characters that its fields take, where they were left out for being too many; the message is its type alone. */
      readonly omitted?: number
    }
  | { readonly does: 'meets'; readonly event: ConnectionEvent }
  /** Entries that follow and were left out: the file was as large as it may be. */
  | { readonly does: 'omits'; readonly entries: number }
)

/** One connection, as one end or both lived through it. */
export interface Capture {
  readonly protocol: string
  readonly version: number
  /** The contract hash, as 16 hexadecimal digits. */
  readonly contract: string
  readonly incidents: readonly CaptureEntry[]
}

/** Characters of a capture, its lines, and the characters of one. */
export const captureBounds = { characters: 64 * 1024 * 1024, lines: 250_000, line: 16 * 1024 * 1024 } as const

/** The version of the format, in the first line. */
export const FORMAT = 1

/** Stands for what is secret. */
export const MASK = '***'
