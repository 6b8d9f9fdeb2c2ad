import { expect, test } from '@jest/globals'
import { talk } from '../../protocol/talk/index.ts'
import { DEFAULT_HEARTBEAT_MS } from '../../src/engine/machine.ts'
import {
  ACK_AFTER_MS,
  ASK_WITHIN_MS,
  FIRST_ACK_WITHIN_MS,
  FRAME_WITHIN_MS,
  MUTUAL_WAIT_MS,
  SETTLE_WITHIN_MS,
  STALLED_AFTER_MS,
} from '../../src/engine/times.ts'

const withinOf = (name: string) => talk.tables.states.find((state) => state.name === name)?.within ?? null
const silence = withinOf('converse')
const silenceMs =
  (silence !== null && 'heartbeats' in silence ? silence.heartbeats : 0) * DEFAULT_HEARTBEAT_MS
const byeWithin = withinOf('close.server')
const byeWithinMs =
  byeWithin !== null && 'heartbeats' in byeWithin
    ? byeWithin.heartbeats * DEFAULT_HEARTBEAT_MS
    : (byeWithin?.ms ?? Number.POSITIVE_INFINITY)

test.each([
  // A side that acknowledges at all does so several times before it is taken for one that never will.
  ['an Ack and its way are shorter than the wait for a first one', 3 * ACK_AFTER_MS, FIRST_ACK_WITHIN_MS],
  // Who takes nothing is told so before its silence ends the conversation for another reason.
  ['a side that takes nothing is given up before the silence ends it', STALLED_AFTER_MS, silenceMs],
  ['a frame is whole, or refused, before the silence ends it', FRAME_WITHIN_MS, silenceMs],
  ['handlers that wait for each other are told so before the silence ends it', MUTUAL_WAIT_MS, silenceMs],
  // An ask that has no answer blames the answer, not the window that it waited for.
  [
    'a window that nobody will ever open is lifted before an ask gives up',
    FIRST_ACK_WITHIN_MS,
    ASK_WITHIN_MS,
  ],
  ['a side that takes nothing is given up before an ask is', STALLED_AFTER_MS, ASK_WITHIN_MS],
  // The last word is answered in time although handlers are waited for.
  ['running handlers are waited for less than the last word is', SETTLE_WITHIN_MS, byeWithinMs],
])('%s', (_, shorterMs, longerMs) => {
  expect(shorterMs).toBeGreaterThan(0)
  expect(longerMs).toBeLessThan(Number.POSITIVE_INFINITY)
  expect(shorterMs).toBeLessThan(longerMs)
})
