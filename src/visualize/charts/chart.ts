import type { From, Side, Turn, Within } from '../../contract/index.ts'

/** A message on its way, and what it carries of interest. */
export interface Word {
  readonly message: string
  /** A code or reason that is said with it. */
  readonly detail: string | null
  readonly by: From
}

/** One thing that may happen in a place. */
export interface Transition {
  /** The place; '' is the whole machine. */
  readonly from: string
  /** The place that it leads to, which holds no other; null: it stays. */
  readonly to: string | null
  /** As the machine names it; null: at once, or nothing but a message of the contract. */
  readonly event: string | null
  /** The message that arrives; its name is `*` for every one that is not listed. */
  readonly hears: Word | null
  /** The deadline that passes, in words. */
  readonly after: string | null
  readonly guard: string | null
  readonly says: readonly Word[]
  /** Its further actions, by name. */
  readonly does: readonly string[]
}

/** A state, and those within it. */
export interface Box {
  /** The names of the states from the outermost, with dots between. */
  readonly place: string
  readonly name: string
  /** The contract's state that it stands for, or `offline`; null: it only holds others. */
  readonly state: string | null
  readonly about: string | null
  /** The side that may speak. */
  readonly turn: Turn | null
  /** The contract's deadline, in words. */
  readonly within: string | null
  /** Whether this machine keeps that deadline. */
  readonly keepsTime: boolean
  /** The actors that run here. */
  readonly runs: readonly string[]
  /** Actions on coming here, by name. */
  readonly enters: readonly string[]
  /** Actions on leaving. */
  readonly leaves: readonly string[]
  /** Whether a conversation begins here. */
  readonly first: boolean
  readonly last: boolean
  /** Whether what was on its way still arrives here, and leads nowhere. */
  readonly inFlight: boolean
  readonly boxes: readonly Box[]
}

/** The subject of a picture: a machine, or a contract. */
export interface Chart {
  readonly title: string
  readonly about: string
  /** The side of the machine; null: the contract, which is both sides'. */
  readonly side: Side | null
  readonly boxes: readonly Box[]
  readonly transitions: readonly Transition[]
}

/** All boxes, each before those within it. */
export const everyBox = (boxes: readonly Box[]): readonly Box[] =>
  boxes.flatMap((box) => [box, ...everyBox(box.boxes)])

const units = [
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const

/** Milliseconds in the largest unit that they fill. */
export const duration = (ms: number): string => {
  const [size, unit] = units.find(([size]) => ms >= size && ms % size === 0) ?? [1, 'ms']
  return `${ms / size} ${unit}`
}

/** A deadline as the contract writes it. */
export const deadline = (within: Within): string =>
  'ms' in within
    ? duration(within.ms)
    : `${within.heartbeats} ${within.heartbeats === 1 ? 'heartbeat' : 'heartbeats'}`
