import { expect, test } from '@jest/globals'
import { Delivery } from '../../../src/cli/client/delivery.ts'
import type { EndedConversation } from '../../../src/index.ts'

const broke = (said: number, arrived: number, written = said): EndedConversation => ({
  ending: { how: 'lost', code: 'BROKEN', detail: '' },
  again: true,
  said,
  heard: 0,
  acknowledged: arrived,
  arrived,
  written,
})

test('a line that arrived and was not answered is unanswered; one that may not have arrived is doubtful', () => {
  const delivery = new Delivery()
  for (const id of [1, 2, 3]) delivery.said(id, `line ${id}`, 0)
  delivery.heard(1)
  expect(delivery.ended(broke(3, 2))).toEqual({ doubtful: ['line 3'], unsent: [] })
  expect([delivery.unanswered, delivery.doubtful, delivery.doubtfulLines]).toEqual([1, 1, ['line 3']])
})

test('ids begin again in the next conversation', () => {
  const delivery = new Delivery()
  delivery.said(1, 'lost', 0)
  delivery.ended(broke(1, 0))
  delivery.said(1, 'said again', 0)
  delivery.heard(1)
  expect(delivery.ended(broke(1, 1))).toEqual({ doubtful: [], unsent: [] })
  expect([delivery.unanswered, delivery.doubtful]).toEqual([0, 1])
})

test('lines that are said again are doubtful no more', () => {
  const delivery = new Delivery()
  delivery.said(1, 'lost', 0)
  delivery.ended(broke(1, 0))
  expect(delivery.takeLeft()).toEqual(['lost'])
  expect([delivery.doubtful, delivery.takeLeft()]).toEqual([0, []])
})

test('a line for which there was no connection was not sent: nobody need doubt it', () => {
  const delivery = new Delivery()
  for (const id of [1, 2, 3, 4]) delivery.said(id, `line ${id}`, 0)
  expect(delivery.ended(broke(4, 1, 2))).toEqual({ doubtful: ['line 2'], unsent: ['line 3', 'line 4'] })
  expect([delivery.doubtful, delivery.unsent, delivery.unsentLines]).toEqual([1, 2, ['line 3', 'line 4']])
  expect(delivery.takeLeft()).toEqual(['line 2', 'line 3', 'line 4'])
  expect([delivery.doubtful, delivery.unsent]).toEqual([0, 0])
})

test('answers are waited for until the last one came, or the conversation is over', async () => {
  const delivery = new Delivery()
  await delivery.answered()
  delivery.said(1, 'a', 0)
  delivery.said(2, 'b', 0)
  const answered = delivery.answered()
  delivery.heard(2)
  delivery.heard(0)
  delivery.heard(1)
  await answered
  delivery.said(3, 'c', 0)
  const over = delivery.answered()
  delivery.ended(broke(3, 3))
  await over
  expect(delivery.unanswered).toBe(1)
})

test('of lines that nobody acknowledges a thousand are kept, and a megabyte; the others are counted', () => {
  const many = new Delivery()
  for (let id = 1; id <= 5_000; id++) many.said(id, `line ${id}`, 0)
  expect(many.ended(broke(5_000, 0)).doubtful).toHaveLength(1_000)
  expect([many.doubtful, many.doubtfulLines.length]).toEqual([5_000, 1_000])
  const long = new Delivery()
  for (let id = 1; id <= 100; id++) long.said(id, 'x'.repeat(65_536), 0)
  expect(long.ended(broke(100, 0)).doubtful).toHaveLength(16)
})

test('lines that were acknowledged make room for later ones', () => {
  const delivery = new Delivery()
  for (let id = 1; id <= 5_000; id++) delivery.said(id, `line ${id}`, id - 1)
  expect(delivery.ended(broke(5_000, 4_999)).doubtful).toEqual(['line 5000'])
})
