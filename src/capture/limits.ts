import { captureBounds } from './capture.ts'

/** Bytes of one recorded connection; of what follows, the number of entries is told in its last line. */
export const MAX_RECORDED_BYTES = 4 * 1024 * 1024

/** Characters of one recorded message; of one with more, its type and their number are kept. */
export const MAX_MESSAGE_CHARACTERS = 512 * 1024

/** No line is shorter. */
const MIN_LINE_BYTES = 50

/** Recordings can be read again. */
const FITS =
  MAX_RECORDED_BYTES <= captureBounds.characters &&
  MAX_RECORDED_BYTES / MIN_LINE_BYTES <= captureBounds.lines &&
  MAX_MESSAGE_CHARACTERS < captureBounds.line
if (!FITS) throw new Error('More is recorded than can be read.')
