import { expect, test } from '@jest/globals'
import { logInFrontOf } from '../../../src/cli/terminal/log-in-front.ts'
import { Progress } from '../../../src/cli/terminal/progress.ts'
import type { Log } from '../../../src/index.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'

type Wishes = Omit<Required<Log<string>>, 'write'>

const logOf = (wishes: Wishes): Log<string> => ({
  get data() {
    return wishes.data
  },
  get level() {
    return wishes.level
  },
  get countsUnproven() {
    return wishes.countsUnproven
  },
  write: () => {},
})

test.each([
  ['itself', (log: Log<string>) => logInFrontOf(log, () => {})],
  ['a line of progress', (log: Log<string>) => new Progress(null, new SimulatedClock()).above(log)],
])('a log in front of another wants all that it wants, when that changes, too: %s', (_, inFront) => {
  const wishes = { data: true, level: undefined as 'debug' | undefined, countsUnproven: true }
  const log = inFront(logOf(wishes))
  const wanted = (): Wishes => ({
    data: log.data,
    level: log.level,
    countsUnproven: log.countsUnproven === true,
  })
  expect(wanted()).toEqual(wishes)
  Object.assign(wishes, { data: false, level: 'debug', countsUnproven: false })
  expect(wanted()).toEqual(wishes)
})
