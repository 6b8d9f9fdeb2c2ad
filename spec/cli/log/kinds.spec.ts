import { expect, test } from '@jest/globals'
import { Logging } from './logging.ts'

const strange = { session: 's', remote: { address: '192.0.2.1', port: 5 } }

const linesOf = (
  logging: Logging,
  file: string,
): readonly { readonly event: string; readonly seq: number }[] =>
  logging.files
    .text(`/log/${file}`)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

test('data, and what was refused, denied or counted, have files of their own; all lines are numbered as one', () => {
  const logging = new Logging({ kinds: ['server', 'data', 'audit'] })
  const { log } = logging
  log.write({ event: 'starting', mode: 'auth' })
  log.write({ event: 'connected', ...strange })
  log.write({ event: 'received', bytes: 1, id: 0, ...strange })
  log.write({ event: 'denied', reason: 'BAD_CREDENTIALS', attemptsLeft: 2, retryAfterMs: 0, ...strange })
  log.write({ event: 'refused', code: 'GAP', detail: 'x', offending: 0, ...strange })
  log.write({ event: 'replayed', revoked: 'row', ...strange })
  log.write({ event: 'dropped', connections: 3 })
  log.write({ event: 'unproven', source: '192.0.2.1', connections: 3, withinMs: 10_000, codes: { GAP: 3 } })
  log.write({ event: 'sent', bytes: 1, id: 0, re: 0, ...strange })
  log.write({ event: 'stopped' })
  log.close()
  const all = ['server.log', 'data.log', 'audit.log'].map((file) => linesOf(logging, file))
  expect(all.map((lines) => lines.map(({ event, seq }) => `${seq} ${event}`))).toEqual([
    ['1 starting', '2 connected', '10 stopped'],
    ['3 received', '9 sent'],
    ['4 denied', '5 refused', '6 replayed', '7 dropped', '8 unproven'],
  ])
})

test('a file that is full is laid aside alone: what fills one of them pushes nothing out of the others', () => {
  const logging = new Logging({
    kinds: ['server', 'data', 'audit'],
    limits: { rotation: { bytes: 1_000, files: 2 } },
  })
  logging.told(1)
  for (let times = 0; times < 100; times++) {
    logging.data(times)
    logging.endTurn()
    logging.log.write({ event: 'dropped', connections: times })
  }
  expect(linesOf(logging, 'server.log')).toMatchObject([{ event: 'stopping', sessions: 1 }])
  expect(logging.files.names).toEqual([
    '/log/audit.log',
    '/log/audit.log.1',
    '/log/audit.log.2',
    '/log/data.log',
    '/log/data.log.1',
    '/log/data.log.2',
    '/log/server.log',
  ])
})
