import { expect, test } from '@jest/globals'
import { limitsFor } from '../../src/engine/limits.ts'
import { SendWindow } from '../../src/engine/send-window.ts'

/** A window of 1,024 messages and 256 KiB; what is taken is known to a sixteenth of either: 64 messages, 16 KiB. */
const limits = limitsFor(65_536)
const bytesOfAll = 4 * 65_536

/** A window, and originals with ids one behind the other. */
const open = (bytes: number) => {
  const window = new SendWindow(limits)
  let said = 0
  return {
    window,
    send: (count: number) => {
      for (let at = 0; at < count; at++) window.add(++said, bytes)
    },
  }
}

/** How many more originals it takes until it is full. */
const roomOf = ({ window, send }: ReturnType<typeof open>): number => {
  let room = 0
  for (; !window.full; room++) send(1)
  return room
}

test('a window holds 1,024 messages, or 256 KiB', () => {
  expect(roomOf(open(0))).toBe(1_024)
  expect(roomOf(open(8_192))).toBe(32)
  const { window } = open(0)
  window.add(1, bytesOfAll - 1)
  expect(window.full).toBe(false)
  window.add(2, 1)
  expect(window.full).toBe(true)
})

test.each([
  ['messages', 0, 1_000, 1_024],
  ['bytes', 8_192, 31, 32],
])('a window whose %s were all taken is as large as a new one', (_, bytes, many, room) => {
  const all = open(bytes)
  all.send(many)
  all.window.acknowledge(many)
  expect(roomOf(all)).toBe(room)
  all.window.acknowledge(many + room + 1)
  expect(roomOf(all)).toBe(room)
})

test.each([
  ['messages', 0, 1_024, 64],
  ['bytes', 8_192, 32, 2],
])(
  'a full window has room again for what was taken of its %s, by sixteenths',
  (_, bytes, many, sixteenth) => {
    const full = open(bytes)
    full.send(many)
    full.window.acknowledge(sixteenth - 1)
    expect(full.window.full).toBe(true)
    full.window.acknowledge(sixteenth)
    expect(roomOf(full)).toBe(sixteenth)
    full.window.acknowledge(4 * sixteenth - 1)
    expect(roomOf(full)).toBe(2 * sixteenth)
    full.window.acknowledge(4 * sixteenth)
    expect(roomOf(full)).toBe(sixteenth)
  },
)

test('sixteenths are counted from what was taken last', () => {
  const window = open(0)
  window.send(1_000)
  window.window.acknowledge(1_000)
  window.send(1_024)
  window.window.acknowledge(1_063)
  expect(window.window.full).toBe(true)
  window.window.acknowledge(1_064)
  expect(roomOf(window)).toBe(64)
})

test('a window that is given up is never full', () => {
  const { window, send } = open(8_192)
  send(40)
  expect(window.full).toBe(true)
  window.lift()
  expect(window.full).toBe(false)
  send(2_000)
  expect(window.full).toBe(false)
})
