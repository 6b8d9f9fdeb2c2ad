import { expect, test } from '@jest/globals'
import { Deadline } from '../../../src/cli/client/deadline.ts'
import { duration } from '../../../src/cli/options/value-types.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'

const running = (withinMs: number) => {
  const clock = new SimulatedClock()
  const told: string[] = []
  const deadline = new Deadline(withinMs, () => told.push('passed'), clock)
  return { clock, deadline, told }
}

test('it passes when its time is over, and a second later there is no time for a farewell', async () => {
  const { clock, deadline, told } = running(10_000)
  deadline.start()
  await clock.pass(9_999)
  expect([deadline.hasPassed, told]).toEqual([false, []])
  await clock.pass(1)
  expect([deadline.signal.aborted, deadline.abandon.aborted, told]).toEqual([true, false, ['passed']])
  await clock.pass(1_000)
  expect([deadline.abandon.aborted, clock.pending]).toEqual([true, 0])
})

test('what a person or a reader takes does not count, however many there are', async () => {
  const { clock, deadline } = running(10_000)
  deadline.start()
  await clock.pass(9_000)
  const done: (() => void)[] = []
  const held = [0, 1].map(() => deadline.hold(new Promise<void>((resolve) => done.push(resolve))))
  await clock.pass(60_000)
  done[0]?.()
  await held[0]
  await clock.pass(60_000)
  expect(deadline.hasPassed).toBe(false)
  done[1]?.()
  await held[1]
  await clock.pass(999)
  expect(deadline.hasPassed).toBe(false)
  await clock.pass(1)
  expect(deadline.hasPassed).toBe(true)
})

test('once stopped it never passes, also when what held it ends later', async () => {
  const { clock, deadline } = running(10_000)
  deadline.start()
  let done = (): void => {}
  const held = deadline.hold(
    new Promise<void>((resolve) => {
      done = resolve
    }),
  )
  deadline.stop()
  done()
  await held
  await clock.pass(60_000)
  expect([deadline.hasPassed, clock.pending]).toEqual([false, 0])
})

test('started again, all of its time is there', async () => {
  const { clock, deadline } = running(1_000)
  deadline.start()
  await clock.pass(900)
  deadline.start()
  await clock.pass(900)
  expect(deadline.hasPassed).toBe(false)
  deadline.stop()
  expect(clock.pending).toBe(0)
})

test.each([
  ['10s', 10_000],
  ['10', 10_000],
  ['0.5s', 500],
  ['500ms', 500],
  ['2m', 120_000],
  ['24h', 86_400_000],
])('a time may be %s', (text, ms) => {
  expect(duration.codec.decode(text)).toMatchObject({ _tag: 'Right', right: ms })
})

test.each([
  '',
  '0',
  '0s',
  '0.0001s',
  '-1s',
  'NaN',
  'Infinity',
  '1e3',
  '10 s',
  's',
  '10S',
  '25h',
  '1d',
  '1_0',
])('%j is no time', (text) => {
  expect(duration.codec.decode(text)).toMatchObject({ _tag: 'Left' })
})
