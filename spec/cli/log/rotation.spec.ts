import { expect, test } from '@jest/globals'
import { Logging } from './logging.ts'

/** Bytes of a line of these tests; numbers with two digits are all as long. */
const LINE = ((): number => {
  const logging = new Logging()
  logging.told(10)
  // The number of the line has two digits below, as that of the sessions.
  return logging.files.text('/log/server.log').length + 1
})()

const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

const small = { rotation: { bytes: 3 * LINE, files: 5 } }
const all = ['/log/server.log', ...upTo(5).map((number) => `/log/server.log.${number}`)]

test('a full log is laid aside as server.log.1, the one before as .2, and so on; no line is lost', () => {
  const logging = new Logging({ limits: small })
  for (const number of upTo(19, 11)) logging.told(number)
  expect(logging.files.names).toEqual(['/log/server.log', '/log/server.log.1', '/log/server.log.2'])
  expect(logging.files.text('/log/server.log.2')).toContain('"sessions":11,')
  expect(logging.numbers()).toEqual(upTo(19, 11))
})

test('five older ones are kept, the youngest', () => {
  const logging = new Logging({ limits: small })
  for (const number of upTo(99, 10)) logging.told(number)
  expect(logging.files.names).toEqual(all)
  const kept = logging.numbers()
  expect(kept).toEqual(upTo(99, 100 - kept.length))
  expect(kept).toHaveLength(5 * 3 + 3)
  expect(logging.files.openDescriptors).toBe(1)
  expect(logging.complaints).toEqual([])
})

test('it is full at 10 MiB, unless told otherwise', () => {
  const logging = new Logging()
  const detail = 'x'.repeat(1024 * 1024)
  for (const _ of upTo(4)) logging.log.write({ event: 'failed', what: 'test', detail })
  expect(logging.files.names).toEqual(['/log/server.log'])
  logging.log.write({ event: 'failed', what: 'test', detail })
  expect(logging.files.names).toEqual(['/log/server.log', '/log/server.log.1'])
  expect(logging.files.text('/log/server.log.1').length).toBeLessThan(10 * 1024 * 1024)
})

test('one that is already large when it is opened is laid aside, too', () => {
  const first = new Logging({ limits: small })
  for (const number of upTo(13, 11)) first.told(number)
  first.log.close()
  const second = new Logging({ limits: small, files: first.files })
  second.told(14)
  expect(first.files.names).toEqual(['/log/server.log', '/log/server.log.1'])
  expect(first.numbers()).toEqual(upTo(14, 11))
})

test('one that cannot be laid aside grows on, and is tried again a minute later; nothing is lost', () => {
  const logging = new Logging({ limits: small })
  logging.files.troubles.rename = 'EACCES'
  for (const number of upTo(19, 11)) logging.told(number)
  expect(logging.files.names).toEqual(['/log/server.log'])
  expect(logging.complaints).toEqual([
    'The log /log/server.log is full and cannot be laid aside (EACCES); it grows on. Check the folder and its rights.',
  ])
  logging.files.troubles.rename = undefined
  logging.clock.advance(59_999)
  logging.told(20)
  expect(logging.files.names).toEqual(['/log/server.log'])
  logging.clock.advance(1)
  logging.told(21)
  expect(logging.files.names).toEqual(['/log/server.log', '/log/server.log.1'])
  expect(logging.numbers()).toEqual(upTo(21, 11))
})

test('where one of the older ones cannot be moved, none is written over', () => {
  const logging = new Logging({ limits: small })
  for (const number of upTo(25, 11)) logging.told(number)
  const rename = logging.files.rename.bind(logging.files)
  logging.files.rename = (from, to) => {
    if (from.endsWith('.1')) logging.files.troubles.rename = 'EIO'
    try {
      rename(from, to)
    } finally {
      logging.files.troubles.rename = undefined
    }
  }
  for (const number of upTo(99, 26)) {
    logging.told(number)
    logging.clock.advance(60_000)
  }
  expect(logging.numbers()).toEqual(upTo(99, 11))
})

test('a folder that is gone when the log is laid aside costs no line, once it is there again', () => {
  const logging = new Logging({ limits: small })
  for (const number of upTo(13, 11)) logging.told(number)
  logging.files.remove('/log/server.log')
  logging.files.troubles.open = 'ENOENT'
  for (const number of upTo(16, 14)) logging.told(number)
  expect(logging.complaints).toHaveLength(1)
  expect(logging.complaints[0]).toMatch(/cannot be written \(ENOENT\); 1 line waits/)
  logging.files.troubles.open = undefined
  logging.clock.advance(1_000)
  expect(logging.numbers()).toEqual([14, 15, 16])
})
