import type { Rule } from './rules.ts'

/** A part of a body: bytes in hex, some of them many times, or the fields of a Hello that depend on the contract. */
export type Part = string | { readonly hex: string; readonly times: number } | 'versions' | 'protocol'

/** A frame, as it is written: its length is that of the body unless given. */
export interface FrameStep {
  readonly type: number
  readonly body?: Part | readonly Part[]
  readonly flags?: number
  readonly id?: number
  readonly re?: number
  readonly length?: number
  /** Only so many bytes of it are sent. */
  readonly cut?: number
  /** Only the bytes from there on are sent. */
  readonly from?: number
  /** One byte each so many milliseconds. */
  readonly every?: number
  readonly times?: number
}

/** One thing that the peer of a case does. */
export type Step =
  | FrameStep
  | { readonly hex: string; readonly times?: number }
  | { readonly text: string }
  | { readonly zeros: number }
  /** That many messages of talk, with the ids from 1. */
  | { readonly says: number }
  /** Milliseconds in which nothing is sent. */
  | { readonly wait: number }
  /** Goes on once that was heard. */
  | { readonly hear: string }
  /** Half-closes. */
  | { readonly end: true }
  /** The program at the end that is tried ends the conversation. */
  | { readonly program: 'bye' }

/** A hostile case: what a peer does to an end in a state, and what has to come back. */
export interface HostileCase {
  readonly name: string
  /** The rule of the wire document that it tries; see `RULES`. */
  readonly rule: Rule
  /** The end that is tried. */
  readonly side: 'client' | 'server'
  /** The state of the contract that the end is brought into. */
  readonly state: string
  /** The mode that a server has to be in; any unless given. */
  readonly mode?: 'echo' | 'identify' | 'auth'
  /** The contract that it is about; any unless given. */
  readonly contract?: string
  readonly steps: readonly Step[]
  /**
   * The words that come back, as `Fault MALFORMED`, `Bye DONE`, `Say 1` or the name of a message. Ack, Ping and Say count where one
   * of them is among these.
   */
  readonly expect: readonly string[]
  /** Words that may come instead where the frames do not arrive at once. */
  readonly orElse?: readonly string[]
  /** The number of the message that the Fault is about. */
  readonly offending?: number
  /** Whether the end closes its side then; unless given where the last word is Fault or Bye. */
  readonly end?: boolean
  /** The words that it begins with; the rest does not matter. */
  readonly more?: boolean
  /** The client insists on a proof. */
  readonly demands?: boolean
  /** The case is only for servers without TLS: with it, the first byte means something else. */
  readonly plainOnly?: boolean
}

/** The cases of a file, one JSON object a line. The file is ours: a spec holds it to the type. */
export const casesOf = (text: string): readonly HostileCase[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HostileCase)

/** How often the word of a step has to be heard, with those of the steps before it. */
export const timesToHear = (steps: readonly Step[], at: number): number => {
  const step = steps[at]
  const word = step !== undefined && 'hear' in step ? step.hear : ''
  return steps.slice(0, at + 1).filter((other) => 'hear' in other && other.hear === word).length
}

/** Whether the end that is tried closes its side. */
export const endsBy = ({ end, expect }: HostileCase): boolean =>
  end ?? /^(Fault|Bye) /.test(expect.at(-1) ?? '')

/**
 * Of the words that were heard those that count: what comes by the clock, or of a program, only where it is expected, and of an
 * account's sessions one.
 */
export const counting = (
  { expect }: Pick<HostileCase, 'expect'>,
  words: readonly string[],
): readonly string[] => {
  const kinds = new Set(expect.map((word) => word.split(' ')[0]))
  return words.filter((word, index) => {
    const kind = word.split(' ')[0] ?? ''
    if (kind === 'SessionInfo') return words[index - 1] !== word
    return !['Ack', 'Ping', 'Say'].includes(kind) || kinds.has(kind)
  })
}
