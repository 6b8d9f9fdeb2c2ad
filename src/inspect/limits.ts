/** Frames that are kept of a session, so that what led to a refusal can be told. */
export const MAX_KEPT_FRAMES = 64

/** Frames that are kept of a session while somebody looks at it. */
export const MAX_WATCHED_FRAMES = 256

/** Messages of a session that are decoded between two views of it; of more, the headers are shown. */
export const MAX_DECODED_A_VIEW = 64

/** Characters that are shown of a text within a message, and items of a list that are kept of it. */
export const MAX_TEXT_CHARACTERS = 256
export const MAX_ITEMS = 16

/** Refused sessions whose last frames are kept. */
export const MAX_REFUSALS = 16

/** Codes that are counted; more are counted together. A peer may say codes of its own. */
export const MAX_CODES = 64

/** Sessions that are listed for a page; of more, their number is told. */
export const MAX_ROWS = 100

/** Pages that may be open at the same time. */
export const MAX_STREAMS = 8

/** A page gets a view so often, and less often where making it takes more than a twentieth of that time. */
export const VIEW_EVERY_MS = 250
export const MAX_VIEW_SHARE = 1 / 20

/** A page that has not read so much, or nothing for so long, is dropped. */
export const MAX_UNREAD_BYTES = 1024 * 1024
export const MAX_UNREAD_MS = 10_000

/** Limits on requests: bytes of the head, milliseconds until one is whole, connections at the same time. */
export const MAX_HEAD_BYTES = 8 * 1024
export const REQUEST_WITHIN_MS = 5_000
export const MAX_CONNECTIONS = 32

/** Characters of a text that is searched for. */
export const MAX_FIND_CHARACTERS = 128

if (MAX_KEPT_FRAMES > MAX_WATCHED_FRAMES || MAX_STREAMS >= MAX_CONNECTIONS)
  throw new Error('Limits of the live page contradict each other.')
