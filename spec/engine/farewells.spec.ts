import { expect, test } from '@jest/globals'
import type { Farewell } from '../../src/engine/base-messages.ts'
import { Farewells } from '../../src/engine/farewells.ts'

const cancel = (id: number): Farewell => ({ type: 'Cancel', id })
const ids = (farewells: Farewells): readonly number[] => farewells.messages.map(({ id }) => id)

test('a last word is kept until a message that was said after it has arrived', () => {
  const farewells = new Farewells()
  farewells.add(cancel(1), 7, 0)
  farewells.add(cancel(2), 8, 0)
  farewells.acknowledge(7)
  expect(ids(farewells)).toEqual([1, 2])
  farewells.acknowledge(8)
  expect(ids(farewells)).toEqual([2])
})

test('a last word is kept until a Ping that was said after it was answered', () => {
  const farewells = new Farewells()
  farewells.add(cancel(1), 7, 3)
  farewells.add(cancel(2), 7, 4)
  farewells.ponged(3)
  expect(ids(farewells)).toEqual([1, 2])
  farewells.ponged(4)
  expect(ids(farewells)).toEqual([2])
})

test('over another connection only what is said after it was said again tells that it has arrived', () => {
  const farewells = new Farewells()
  farewells.add(cancel(1), 7, 3)
  farewells.restate(9, 5)
  farewells.acknowledge(9)
  farewells.ponged(5)
  expect(ids(farewells)).toEqual([1])
  farewells.acknowledge(10)
  expect(ids(farewells)).toEqual([])
})

test('the other side is asked after every 64', () => {
  const farewells = new Farewells()
  const asked: number[] = []
  for (let id = 1; id <= 130; id++) {
    farewells.add(cancel(id), 1, 0)
    if (farewells.askNow) asked.push(id)
  }
  expect(asked).toEqual([64, 128])
})
