import { expect, test } from '@jest/globals'
import { withConnectProgress } from '../../../src/cli/client/connect-progress.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { Progress } from '../../../src/cli/terminal/progress.ts'
import type { ClientEvent } from '../../../src/index.ts'
import { SimulatedClock } from '../../../src/testing/simulated-clock.ts'

const GONE = '\r\u001b[K'
const shown = (text: string): string => `\r${text}\u001b[K`

/** A terminal of so many columns, what was written on it, and a progress line there. */
const terminal = (columns = 80) => {
  const written: string[] = []
  const clock = new SimulatedClock()
  const screen = { columns, write: (text: string) => written.push(text) }
  return { written, clock, progress: new Progress(screen, clock) }
}

const connected: ClientEvent = { event: 'connected', remote: { address: '127.0.0.1', port: 7707 } }
const ready: ClientEvent = { event: 'ready' }
const greeting: ClientEvent = { event: 'greeting', name: 'Ada', known: false, lastSeenMs: 0 }

test('a wait of a second is not told of', async () => {
  const { written, clock, progress } = terminal()
  progress.begin('waiting')
  await clock.pass(999)
  progress.end()
  await clock.pass(10_000)
  expect([written, clock.pending]).toEqual([[], 0])
})

test('a longer one is one line, and nothing is left of it', async () => {
  const { written, clock, progress } = terminal()
  progress.begin('waiting')
  await clock.pass(1_000)
  expect(written).toEqual([shown('waiting')])
  await clock.pass(60_000)
  progress.end()
  progress.end()
  expect(written).toEqual([shown('waiting'), GONE])
})

test('it is never wider than the terminal', async () => {
  const { written, clock, progress } = terminal(6)
  progress.begin('waiting')
  await clock.pass(1_000)
  expect(written).toEqual([shown('waiti')])
})

test('it makes room for the lines of a log, and comes back below them a second later', async () => {
  const { written, clock, progress } = terminal()
  const log = progress.above({ data: false, write: (line: string) => written.push(line) })
  progress.begin('waiting')
  await clock.pass(1_000)
  log.write('one')
  log.write('two')
  expect(written).toEqual([shown('waiting'), GONE, 'one', 'two'])
  await clock.pass(1_000)
  expect(written.slice(4)).toEqual([shown('waiting')])
  progress.end()
  log.write('three')
  await clock.pass(10_000)
  expect(written.slice(5)).toEqual([GONE, 'three'])
})

test('it is not shown while a question is open', async () => {
  const { written, clock, progress } = terminal()
  progress.begin('waiting')
  await clock.pass(1_000)
  progress.pause()
  progress.begin('waiting for another')
  await clock.pass(10_000)
  expect(written).toEqual([shown('waiting'), GONE])
  progress.resume()
  await clock.pass(1_000)
  expect(written.slice(2)).toEqual([shown('waiting for another')])
})

test('off a terminal there is none', async () => {
  const clock = new SimulatedClock()
  const progress = new Progress(null, clock)
  progress.begin('waiting')
  expect(clock.pending).toBe(0)
})

test('a client on its way tells first of the connection, then of the server, and of nothing once it has arrived', async () => {
  const { written, clock, progress } = terminal()
  const log = withConnectProgress(
    { data: false, write: ({ event }) => written.push(event) },
    progress,
    catalogues.en.console,
  )
  await clock.pass(1_000)
  log.write(connected)
  await clock.pass(1_000)
  log.write(greeting)
  await clock.pass(1_000)
  log.write(ready)
  await clock.pass(10_000)
  // It breaks off and connects again, while somebody types.
  log.write({ event: 'reconnecting', withinMs: 100 })
  log.write(connected)
  await clock.pass(10_000)
  expect(written).toEqual([
    shown(catalogues.en.console.connecting),
    GONE,
    'connected',
    shown(catalogues.en.console.waiting),
    GONE,
    'greeting',
    shown(catalogues.en.console.waiting),
    GONE,
    'ready',
    'reconnecting',
    'connected',
  ])
  expect(clock.pending).toBe(0)
})
