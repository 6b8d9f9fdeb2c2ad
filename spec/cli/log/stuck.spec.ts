import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { runsOf } from '../../support/soak.ts'
import { Console, Logging } from './logging.ts'

const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

test('data wait for the end of their turn, and go out with one write; everything else at once, in order', () => {
  const logging = new Logging()
  let writes = 0
  const write = logging.files.write.bind(logging.files)
  logging.files.write = (descriptor, bytes) => {
    writes += 1
    return write(descriptor, bytes)
  }
  for (const id of upTo(5)) logging.data(id)
  expect(logging.lines()).toEqual([])
  logging.endTurn()
  expect([logging.lines().length, writes]).toEqual([5, 1])
  logging.data(6)
  logging.told(7)
  expect(logging.lines().map(({ id, sessions }) => id ?? sessions)).toEqual(upTo(7))
  expect(writes).toBe(2)
  logging.endTurn()
  expect(writes).toBe(2)
})

test('a turn that never ends does not gather without bound', () => {
  const logging = new Logging()
  for (const id of upTo(2_000)) logging.data(id)
  expect(logging.lines().length).toBeGreaterThan(1_500)
})

test('what is gathered goes out when the log is closed', () => {
  const logging = new Logging()
  logging.data(1)
  logging.log.close()
  expect(logging.lines()).toHaveLength(1)
  logging.told(2)
  logging.endTurn()
  expect(logging.lines()).toHaveLength(1)
  expect([logging.files.openDescriptors, logging.clock.pending]).toEqual([0, 0])
})

test.each(['ENOSPC', 'EIO', 'EBADF', 'EDQUOT'])(
  'while writing fails with %s lines are kept, and follow once it can be done again',
  (code) => {
    const logging = new Logging()
    logging.told(1)
    if (code === 'EBADF') logging.files.invalidate()
    else logging.files.troubles.write = code
    logging.told(2)
    logging.told(3)
    // Its number may soon be that of something else: it is closed now, and only if it is open.
    expect([logging.files.openDescriptors, logging.files.closedInVain]).toEqual([0, 0])
    logging.clock.advance(500)
    logging.files.troubles.write = undefined
    logging.told(4)
    expect(logging.numbers()).toEqual([1])
    logging.clock.advance(500)
    expect(logging.numbers()).toEqual([1, 2, 3, 4])
    logging.told(5)
    expect(logging.numbers()).toEqual(upTo(5))
    expect(logging.complaints).toEqual([
      `The log /log/server.log cannot be written (${code}); 1 line waits. Check the disk and the folder.`,
    ])
    expect([logging.files.openDescriptors, logging.clock.pending]).toEqual([1, 0])
  },
)

test('a log that stays full is complained about once a minute', () => {
  const logging = new Logging({ lang: 'ru' })
  logging.files.troubles.write = 'ENOSPC'
  for (const number of upTo(60)) {
    logging.told(number)
    logging.clock.advance(999)
  }
  expect(logging.complaints).toHaveLength(1)
  logging.clock.advance(1_200)
  logging.told(61)
  expect(logging.complaints).toEqual([
    'Журнал /log/server.log не записывается (ENOSPC); ждёт 1 строка. Проверьте диск и папку.',
    'Журнал /log/server.log не записывается (ENOSPC); ждёт 60 строк. Проверьте диск и папку.',
  ])
})

test('beyond the bound of lines the newest are kept, and how many were lost is a line of its own', () => {
  const logging = new Logging({ limits: { backlog: { lines: 3, bytes: 1_000_000 } } })
  logging.files.troubles.write = 'ENOSPC'
  for (const number of upTo(10)) logging.told(number)
  logging.files.troubles.write = undefined
  logging.clock.advance(1_000)
  expect(logging.numbers()).toEqual(['lost 7', 8, 9, 10])
  expect(logging.lines()[0]).toMatchObject({ level: 'warn', msg: '7 lines of the log lost.' })
  logging.told(11)
  expect(logging.numbers()).toEqual(['lost 7', 8, 9, 10, 11])
})

test('beyond the bound of bytes, too; a line that is larger alone is lost', () => {
  const logging = new Logging({ limits: { backlog: { lines: 1_000, bytes: 1_000 } } })
  logging.files.troubles.write = 'ENOSPC'
  logging.told(1)
  logging.log.write({ event: 'failed', what: 'test', detail: 'x'.repeat(2_000) })
  logging.told(2)
  logging.files.troubles.write = undefined
  logging.clock.advance(1_000)
  expect(logging.numbers()).toEqual(['lost 2', 2])
})

test('a disk that is full in the middle of a line: the rest of it follows, and none is torn', () => {
  for (const room of upTo(400)) {
    const logging = new Logging({ limits: { backlog: { lines: 2, bytes: 1_000_000 } } })
    logging.files.troubles.room = room
    for (const number of upTo(9)) logging.told(number)
    logging.files.troubles.room = 40
    logging.clock.advance(1_000)
    delete logging.files.troubles.room
    logging.clock.advance(1_000)
    expect(accountedFor(logging.numbers())).toEqual(upTo(9))
  }
})

test('a torn line is written again from its start where the file is another one', () => {
  const logging = new Logging()
  logging.files.troubles.room = 10
  logging.told(1)
  logging.told(2)
  logging.files.remove('/log/server.log')
  delete logging.files.troubles.room
  logging.clock.advance(1_000)
  expect(logging.numbers()).toEqual([1, 2])
})

test('closing tries once more, waits for nothing, and says what could not be written', () => {
  const logging = new Logging()
  logging.files.troubles.write = 'ENOSPC'
  logging.told(1)
  logging.told(2)
  logging.log.close()
  expect(logging.complaints.at(-1)).toMatch(/ENOSPC\); 2 lines wait/)
  expect([logging.clock.pending, logging.files.openDescriptors]).toEqual([0, 0])
  const mended = new Logging()
  mended.files.troubles.write = 'ENOSPC'
  mended.told(1)
  mended.files.troubles.write = undefined
  mended.log.close()
  expect(mended.numbers()).toEqual([1])
})

test('a console that nobody reads loses the oldest, and holds up neither file nor service', () => {
  const console = new Console()
  const logging = new Logging({ to: 'both', console, limits: { backlog: { lines: 2, bytes: 9_999 } } })
  console.room = 30
  for (const number of upTo(5)) logging.told(number)
  expect(logging.numbers()).toEqual(upTo(5))
  console.room = Number.POSITIVE_INFINITY
  logging.clock.advance(20)
  expect(console.text.split('\n').map((line) => line.slice(9))).toEqual([
    'info  The server stops; 1 session is told.',
    'warn  3 lines of the log lost.',
    'info  The server stops; 5 sessions are told.',
    '',
  ])
  expect(logging.complaints).toEqual([])
})

/** Steps of a bad day. */
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ do: 'tell' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'data' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'turn' as const }) },
  { weight: 2, arbitrary: fc.nat(3_000).map((ms) => ({ do: 'pass' as const, ms })) },
  { weight: 1, arbitrary: fc.nat(500).map((room) => ({ do: 'fill' as const, room })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('write' as const, 'open' as const, 'rename' as const).map((what) => ({
      do: 'break' as const,
      what,
    })),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'invalidate' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'mend' as const }) },
)

test('whatever fails in whatever order: each line is there once, in order, or is counted as lost', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 120 }), fc.integer({ min: 1, max: 40 }), (steps, lines) => {
      const logging = new Logging({
        limits: { rotation: { bytes: 400, files: 200 }, backlog: { lines, bytes: 5_000 } },
      })
      const { troubles } = logging.files
      const mend = (): void => {
        troubles.write = troubles.open = troubles.rename = undefined
        delete troubles.room
      }
      let said = 0
      for (const step of steps)
        if (step.do === 'tell') logging.told(++said)
        else if (step.do === 'data') logging.data(++said)
        else if (step.do === 'turn') logging.endTurn()
        else if (step.do === 'pass') logging.clock.advance(step.ms)
        else if (step.do === 'fill') troubles.room = step.room
        else if (step.do === 'break') troubles[step.what] = 'EIO'
        else if (step.do === 'invalidate') logging.files.invalidate()
        else mend()
      mend()
      logging.clock.advance(1_000)
      logging.log.close()
      expect(accountedFor(numbered(logging))).toEqual(upTo(said))
      expect([logging.clock.pending, logging.files.openDescriptors]).toEqual([0, 0])
    }),
    { numRuns: runsOf(300) },
  )
})

/** The numbers of all lines, files in the order of their numbers. */
const numbered = (logging: Logging): readonly (number | string)[] =>
  logging
    .lines()
    .map((line) => (line.event === 'lost' ? `lost ${line.lines}` : Number(line.id ?? line.sessions)))

/** Puts the numbers that were lost where the log says that they were. */
const accountedFor = (numbers: readonly (number | string)[]): readonly number[] => {
  const all: number[] = []
  for (const number of numbers)
    if (typeof number === 'number') all.push(number)
    else
      for (let left = Number(number.slice('lost '.length)); left > 0; left--) all.push((all.at(-1) ?? 0) + 1)
  return all
}
