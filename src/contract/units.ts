import type { Within } from './contract.ts'

/** How a deadline is written: `500 ms`, `10 s`, `2 min`, `1 h`, `3 heartbeats`. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,9} (ms|s|min|h|heartbeat|heartbeats)$'

/** How a size is written where it is no plain number of bytes: `1 KiB`, `2 MiB`, `64 kB`. */
export const SIZE_PATTERN = '^[1-9][0-9]{0,9} (KiB|MiB|kB|MB)$'

/** The largest body: the first of the four bytes that say how long it is stays 0. */
export const MAX_BODY_BYTES = 16 * 1_048_576 - 1

/** The longest deadline in milliseconds: what a timer of 32 bits can wait. */
export const MAX_DURATION_MS = 2_147_483_647

/** The longest deadline in heartbeats. */
export const MAX_HEARTBEATS = 1_000

/** The deadline that a text of `DURATION_PATTERN` means. */
export const readDuration = (text: string): Within => {
  const [number, unit] = split(text)
  switch (unit) {
    case 'ms':
      return { ms: number }
    case 's':
      return { ms: number * 1_000 }
    case 'min':
      return { ms: number * 60_000 }
    case 'h':
      return { ms: number * 3_600_000 }
    default:
      return { heartbeats: number }
  }
}

/** The bytes that a number, or a text of `SIZE_PATTERN`, means. */
export const readSize = (written: number | string): number => {
  if (typeof written === 'number') return written
  const [number, unit] = split(written)
  return number * (bytesOf[unit] ?? 1)
}

const bytesOf: Readonly<Record<string, number>> = { KiB: 1_024, MiB: 1_048_576, kB: 1_000, MB: 1_000_000 }

const split = (text: string): readonly [number, string] => {
  const [number = '', unit = ''] = text.split(' ')
  return [Number(number), unit]
}
