import { describe, expect, test } from '@jest/globals'
import { type Asked, isOneOf, noAnswer, OutgoingStream } from '../../src/engine/outgoing-stream.ts'

const asked: Asked = { type: 'Count', id: 5, row: { each: ['Counted'], end: ['Total'], window: 8 } }
const MAX_BYTES = 1_000
const each = { done: false, value: { type: 'Counted' } }
const last = { done: true, value: { type: 'Total' } }

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A stream whose handler gives what `next` gives, and what comes of it. */
const open = (next: () => unknown, { bytes = 1 } = {}) => {
  const said: string[] = []
  const told: string[] = []
  const way = { hasRoom: true, refusal: null as Error | null, pulls: 0, returns: 0 }
  const answers = {
    next: () => {
      way.pulls += 1
      return next() as Promise<IteratorResult<unknown, undefined>>
    },
    return: async () => {
      way.returns += 1
      return { done: true as const, value: undefined }
    },
  }
  const stream = new OutgoingStream(asked, answers, MAX_BYTES, {
    hasRoomFor: () => way.hasRoom,
    put: ({ type }, re) => {
      if (way.refusal !== null) return way.refusal
      said.push(`${type} ${re}`)
      return bytes
    },
    failed: ({ type, id }, error) => void told.push(`failed ${type} ${id} ${(error as Error).message}`),
    failedLate: (_, error) => void told.push(`late ${(error as Error).message}`),
    ended: (_, id) => void told.push(`ended ${id}`),
  })
  return { stream, said, told, way }
}

const counted = (count: number): string[] => Array.from({ length: count }, () => 'Counted 5')

describe('a stream that goes out', () => {
  test('gives as many answers as the other side has room for, and more of them when it says so', async () => {
    const { stream, said, way } = open(async () => each)
    stream.resume()
    await settled()
    expect([said, way.pulls]).toEqual([counted(8), 8])
    stream.more(3)
    await settled()
    expect([said, way.pulls]).toEqual([counted(11), 11])
  })

  test('gives answers up to its bytes, and more when the oldest were taken', async () => {
    const { stream, said } = open(async () => each, { bytes: 500 })
    stream.resume()
    await settled()
    expect(said).toEqual(counted(2))
    stream.more(1)
    await settled()
    expect(said).toEqual(counted(3))
    stream.more(2)
    await settled()
    expect(said).toEqual(counted(5))
  })

  test('asks its handler for one answer at a time', async () => {
    const resolves: ((result: typeof each) => void)[] = []
    const { stream, said, way } = open(() => new Promise((resolve) => resolves.push(resolve)))
    stream.resume()
    stream.resume()
    stream.more(1)
    expect(way.pulls).toBe(1)
    resolves[0]?.(each)
    await settled()
    expect([said, way.pulls]).toEqual([counted(1), 2])
  })

  test('asks for nothing while nothing can be written, and keeps what was asked for before', async () => {
    const { stream, said, way } = open(async () => each)
    way.hasRoom = false
    stream.resume()
    await settled()
    expect(way.pulls).toBe(0)
    way.hasRoom = true
    stream.resume()
    way.hasRoom = false
    await settled()
    stream.resume()
    await settled()
    expect([said, way.pulls]).toEqual([[], 1])
    way.hasRoom = true
    stream.resume()
    await settled()
    expect([said, way.pulls]).toEqual([counted(8), 8])
  })

  test('ends with its last answer, which needs no room of the other side', async () => {
    let left = 8
    const { stream, said, told, way } = open(async () => (left-- > 0 ? each : last))
    stream.resume()
    await settled()
    expect([said, told]).toEqual([counted(8), []])
    stream.more(1)
    await settled()
    expect([said.slice(8), told, way.returns]).toEqual([['Total 5'], ['ended 5'], 0])
    stream.more(8)
    stream.cancel()
    await settled()
    expect([said.length, told, way.pulls, way.returns]).toEqual([9, ['ended 5'], 9, 0])
  })

  test('that is cancelled closes its handler, once, and says nothing more', async () => {
    let give = (_: typeof each): void => {}
    const { stream, said, told, way } = open(
      () =>
        new Promise((resolve) => {
          give = resolve
        }),
    )
    stream.resume()
    stream.cancel()
    stream.cancel()
    give(each)
    await settled()
    stream.resume()
    await settled()
    expect([said, told, way.pulls, way.returns]).toEqual([[], ['ended 5'], 1, 1])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('gone')
      },
      'gone',
    ],
    ['rejects', async () => Promise.reject(new Error('gone')), 'gone'],
    ['gives no result', async () => 7, 'Its iterator gave no result.'],
    ['gives null', async () => null, 'Its iterator gave no result.'],
    ['yields nothing', async () => ({ done: false, value: undefined }), 'It yielded nothing; yield Counted.'],
    ['yields its end', async () => ({ ...last, done: false }), 'It yielded Total; yield Counted.'],
    ['returns no end', async () => ({ ...each, done: true }), 'It returned Counted; return Total.'],
  ])('whose handler %s fails, and its handler is closed', async (_, next, why) => {
    const { stream, said, told, way } = open(next)
    stream.resume()
    await settled()
    expect([said, told, way.returns]).toEqual([[], ['ended 5', `failed Count 5 ${why}`], 1])
  })

  test('whose answer breaks the contract fails', async () => {
    const { stream, told, way } = open(async () => each)
    way.refusal = new Error('too large')
    stream.resume()
    await settled()
    expect([told, way.pulls]).toEqual([['ended 5', 'failed Count 5 too large'], 1])
  })

  test('whose handler fails after it was cancelled fails late', async () => {
    let fail = (_: Error): void => {}
    const { stream, told } = open(
      () =>
        new Promise((_, reject) => {
          fail = reject
        }),
    )
    stream.resume()
    stream.cancel()
    fail(new Error('gone'))
    await settled()
    expect(told).toEqual(['ended 5', 'late gone'])
  })

  test('whose handler cannot be closed fails late, and one without a way to close is left alone', async () => {
    const told: string[] = []
    const sink = {
      hasRoomFor: () => true,
      put: () => 1,
      failed: () => {},
      failedLate: (_: Asked, error: unknown) => void told.push(`${(error as Error).message}`),
      ended: () => {},
    }
    const next = async () => ({ done: false as const, value: {} })
    new OutgoingStream(
      asked,
      { next, return: () => Promise.reject(new Error('stuck')) },
      MAX_BYTES,
      sink,
    ).cancel()
    new OutgoingStream(asked, { next }, MAX_BYTES, sink).cancel()
    await settled()
    expect(told).toEqual(['stuck'])
  })
})

describe('a stream that goes on over another connection', () => {
  test('waits for its room, which counts what is said again', async () => {
    const { stream, said } = open(async () => each)
    stream.resume()
    await settled()
    // Of the eight two are said again; so the other side has taken two when it has room for four.
    stream.awaitRoom(2)
    stream.resume()
    await settled()
    expect(said).toHaveLength(8)
    stream.more(4)
    await settled()
    expect(said).toHaveLength(10)
    stream.more(1)
    await settled()
    expect(said).toHaveLength(11)
  })

  test('counts its bytes by the same', async () => {
    const { stream, said } = open(async () => each, { bytes: 250 })
    stream.resume()
    await settled()
    expect(said).toHaveLength(4)
    stream.awaitRoom(0)
    // All but three of a window of eight: one of the four was taken.
    stream.more(5)
    await settled()
    expect(said).toHaveLength(5)
  })

  test('keeps what its handler gave meanwhile until its room is told', async () => {
    const { stream, said, way } = open(async () => each)
    stream.resume()
    stream.awaitRoom(0)
    await settled()
    expect([said, way.pulls]).toEqual([[], 1])
    stream.more(8)
    await settled()
    expect([said.length, way.pulls]).toEqual([8, 8])
  })
})

test('an answer is a message of one of the types, whatever else there is', () => {
  const types = ['Counted', 'Total']
  expect(
    [{ type: 'Total' }, { type: 'Note' }, { type: 7 }, {}, null, undefined, 'Total'].map((value) =>
      isOneOf(value, types),
    ),
  ).toEqual([true, false, false, false, false, false, false])
  expect(
    [null, undefined, 7, {}, { type: 7 }, { type: 'x'.repeat(70) }].map(
      (value) => noAnswer('yield', value, types).message,
    ),
  ).toEqual([
    'It yielded nothing; yield Counted or Total.',
    'It yielded nothing; yield Counted or Total.',
    'It yielded no message; yield Counted or Total.',
    'It yielded no message; yield Counted or Total.',
    'It yielded no message; yield Counted or Total.',
    `It yielded ${'x'.repeat(64)}; yield Counted or Total.`,
  ])
})
