import { expect, test } from '@jest/globals'
import { Status } from '../../../src/cli/client/status.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import type { Client, ClientEvent } from '../../../src/index.ts'

const client: Pick<Client, 'name' | 'remote' | 'session' | 'counts'> = {
  name: 'anna',
  session: 's',
  remote: { address: '127.0.0.1', port: 7707 },
  counts: { said: 0, heard: 0, acknowledged: 0 },
}

const disconnected: ClientEvent = {
  event: 'disconnected',
  how: 'lost',
  by: 'nobody',
  code: 'BROKEN',
  detail: '',
  receivedBytes: 0,
  sentBytes: 0,
  heard: 0,
  said: 0,
  acknowledged: 0,
}

test('how long it takes until the next try is not told by a clock that is set', () => {
  const clock = { elapsedMs: 1_000.25 }
  const status = new Status(() => clock.elapsedMs)
  const lines = (nowMs: number): readonly string[] =>
    status.lines(client as Client, catalogues.en.console, nowMs)
  status.note({ event: 'ready' }, 10_000_000)
  status.note({ event: 'reconnecting', withinMs: 8_000 }, 10_000_000)
  status.note(disconnected, 10_000_000)
  for (const [nowMs, elapsedMs, left] of [
    [0, 1_000.25, 'in 8000 ms'],
    [99_000_000, 4_000.75, 'in 5000 ms'],
    [-1, 8_999.5, 'in 1 ms'],
    [10_000_000, 9_000.25, 'now'],
    [0, 20_000, 'now'],
  ] as const) {
    clock.elapsedMs = elapsedMs
    expect(lines(nowMs)[1]).toContain(left)
  }
})

test('a conversation that goes on over another connection is told to have begun when it did', () => {
  const status = new Status(() => 0)
  const beganAt = (nowMs: number): string =>
    status.lines(client as Client, catalogues.en.console, nowMs)[1] ?? ''
  const first = new Date(2026, 10, 27, 9, 0, 0).getTime()
  const second = new Date(2026, 10, 27, 10, 0, 0).getTime()
  status.note({ event: 'ready' }, first)
  status.note(disconnected, first)
  status.note({ event: 'continued', conversation: 's', repeated: 0 }, second)
  status.note({ event: 'ready' }, second)
  expect(beganAt(second)).toContain('09:00:00')
  status.note(disconnected, second)
  status.note({ event: 'ready' }, second)
  expect(beganAt(second)).toContain('10:00:00')
})
