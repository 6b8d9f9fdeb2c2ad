import { describe, expect, test } from '@jest/globals'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { systemClock } from '../../src/transport/clock.ts'

describe('the simulated clock', () => {
  test('fires in order of time, then of setting, and what is set meanwhile', () => {
    const clock = new SimulatedClock()
    const fired: string[] = []
    const note = (name: string) => () => fired.push(`${name}@${clock.now()}`)
    clock.setTimer(20, note('c'))
    clock.setTimer(10, note('a'))
    clock.setTimer(10, () => {
      note('b')()
      clock.setTimer(5, note('in between'))
      clock.setTimer(50, note('never'))
    })
    const cleared = clock.setTimer(15, note('cleared'))
    clock.clearTimer(cleared)
    clock.clearTimer(cleared)
    clock.advance(9)
    expect(fired).toEqual([])
    clock.advance(20)
    expect(fired).toEqual(['a@10', 'b@10', 'in between@15', 'c@20'])
    expect([clock.now(), clock.pending]).toEqual([29, 1])
  })

  test('refuses to run for ever at one moment', () => {
    const clock = new SimulatedClock()
    const again = () => {
      clock.setTimer(0, again)
    }
    again()
    expect(() => clock.advance(0)).toThrow('timers')
  })

  test('lets promises settle between timers when it is passed', async () => {
    const clock = new SimulatedClock()
    const fired: number[] = []
    clock.setTimer(10, () => {
      void Promise.resolve().then(() => clock.setTimer(10, () => fired.push(clock.now())))
    })
    await clock.pass(100)
    expect(fired).toEqual([20])
    expect(clock.now()).toBe(100)
  })
})

test('the real clock goes on, fires and clears', async () => {
  const before = systemClock.now()
  systemClock.clearTimer(systemClock.setTimer(0, () => expect('cleared').toBe('never fired')))
  await new Promise<void>((resolve) => systemClock.setTimer(1, resolve))
  expect(systemClock.now()).toBeGreaterThan(before)
})
