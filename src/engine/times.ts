// The times of one connection, in milliseconds, beside the deadlines of the contract's states. They rest on each other, and on the
// heartbeat: spec/engine/times.spec.ts says how.

/** An Ack goes out at the latest after this. */
export const ACK_AFTER_MS = 1_000

/** A side that has acknowledged nothing for so long while the window was full never will. */
export const FIRST_ACK_WITHIN_MS = 5_000

/** A frame that has begun must be whole within this, and a second more for each 64 KiB of its state's limit. */
export const FRAME_WITHIN_MS = 10_000

/** Without progress in writing for so long, the other side is given up. */
export const STALLED_AFTER_MS = 10_000

/** An answer is waited for, unless told otherwise. */
export const ASK_WITHIN_MS = 30_000

/** Handlers that are all busy while sends of this side wait for the window may be what both sides wait for. */
export const MUTUAL_WAIT_MS = 30_000

/** Time for running handlers before the last word. */
export const SETTLE_WITHIN_MS = 2_000
