import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { combined, type Observer, observeAll, observerOf } from '../../src/engine/observer.ts'
import { shielded, shieldedObserver } from '../../src/engine/shielded.ts'

const EVENTS = ['stepped', 'entered', 'framed', 'passed', 'reading', 'ended'] as const
type Event = (typeof EVENTS)[number]

/** An observer of some events that notes each under its name. */
const noting = (notes: string[], name: string, ...events: readonly (Event | 'opened')[]): Observer =>
  Object.fromEntries(
    events.map((event) => [
      event,
      () => {
        notes.push(`${name} ${event}`)
        return () => void notes.push(`${name} frame`)
      },
    ]),
  )

/** Tells an observer of something. */
const tell = (observer: Observer | null, event: Event): void =>
  (observer?.[event] as ((told: object) => void) | undefined)?.({})

const end = { protocol: 'talk', side: 'client', session: 's' } as never
const frame = {} as never

describe('several observers', () => {
  test('are one, of which each hears what it wants, in order', () => {
    const notes: string[] = []
    const one = combined([
      noting(notes, 'a', 'stepped', 'entered', 'passed'),
      noting(notes, 'b'),
      noting(notes, 'c', 'stepped', 'framed', 'reading', 'ended'),
    ])
    for (const event of EVENTS) tell(one, event)
    expect(notes).toEqual([
      'a stepped',
      'c stepped',
      'a entered',
      'c framed',
      'a passed',
      'c reading',
      'c ended',
    ])
    expect(Object.keys(combined([noting(notes, 'a', 'framed'), noting(notes, 'b', 'framed')]) ?? {})).toEqual(
      ['framed'],
    )
  })

  test('are none where there is none, and the one where there is one', () => {
    const only = noting([], 'a', 'stepped')
    expect([combined([]), observerOf(null, undefined)]).toEqual([null, null])
    expect(combined([only])).toBe(only)
    expect(observerOf(null, only, undefined)).toBe(only)
  })

  test('listen to frames with as many listeners as they give', () => {
    const notes: string[] = []
    const three = combined([
      noting(notes, 'a', 'opened'),
      { opened: () => null },
      noting(notes, 'b', 'opened'),
      noting(notes, 'c', 'stepped'),
    ])
    three?.opened?.(end)?.(frame)
    expect(notes.splice(0)).toEqual(['a opened', 'b opened', 'a frame', 'b frame'])
    combined([noting(notes, 'a', 'opened'), noting(notes, 'c', 'stepped')])?.opened?.(end)?.(frame)
    expect(notes).toEqual(['a opened', 'a frame'])
    expect(combined([{ opened: () => null }, { opened: () => null }])?.opened?.(end)).toBeNull()
  })
})

test('an observer of all ends hears of those that are made from then on, until it was told to stop', () => {
  const notes: string[] = []
  const stop = observeAll(noting(notes, 'all', 'opened', 'framed'))
  const stopSilent = observeAll({ opened: () => null })
  const one = observerOf(noting(notes, 'own', 'framed', 'ended'))
  const listener = one?.opened?.(end)
  listener?.(frame)
  for (const event of EVENTS) tell(one, event)
  expect(notes.splice(0)).toEqual(['all opened', 'all frame', 'own framed', 'all framed', 'own ended'])
  stop()
  listener?.(frame)
  for (const event of EVENTS) tell(one, event)
  expect(notes).toEqual(['own framed', 'own ended'])
  stopSilent()
  expect(observerOf()).toBeNull()
})

describe('what fails of a program in a log or an observer', () => {
  const told: string[] = []
  beforeEach(() => {
    told.length = 0
    jest.spyOn(console, 'error').mockImplementation((text) => void told.push(String(text)))
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  const failing = (): never => {
    throw new Error('no ink')
  }

  test('leaves what works as it is', () => {
    const written: unknown[] = []
    const log = shielded({
      data: true,
      level: 'trace',
      countsUnproven: true,
      write: (event) => written.push(event),
    })
    log.write('a')
    expect([log.data, log.level, log.countsUnproven, written, told]).toEqual([true, 'trace', true, ['a'], []])
    const plain = shielded({ data: false, write: () => {} })
    expect([plain.data, plain.level, plain.countsUnproven]).toEqual([false, undefined, false])
    const notes: string[] = []
    const observer = shieldedObserver(noting(notes, 'a', 'opened', 'framed', 'ended'))
    expect(Object.keys(observer).toSorted()).toEqual(['ended', 'framed', 'opened'])
    observer.opened?.(end)?.(frame)
    for (const event of EVENTS) tell(observer, event)
    expect(notes).toEqual(['a opened', 'a frame', 'a framed', 'a ended'])
    expect(shieldedObserver({ opened: () => null }).opened?.(end)).toBeNull()
    expect(shieldedObserver({})).toEqual({})
  })

  test('is told once on standard error, and what was asked for is as if it were not there', () => {
    const log = shielded({
      get data() {
        return failing()
      },
      get level() {
        return failing()
      },
      get countsUnproven() {
        return failing()
      },
      write: failing,
    })
    expect([log.data, log.level, log.countsUnproven, log.write('a')]).toEqual([
      false,
      undefined,
      false,
      undefined,
    ])
    expect(told).toEqual(['The log failed (Error: no ink); what it does not take is lost.'])
    told.length = 0
    const observer = shieldedObserver({ opened: failing, framed: failing })
    expect(observer.opened?.(end)).toBeNull()
    tell(observer, 'framed')
    shieldedObserver({ opened: () => failing }).opened?.(end)?.(frame)
    expect(told).toEqual([
      'The observer failed (Error: no ink); what it does not take is lost.',
      'The observer failed (Error: no ink); what it does not take is lost.',
    ])
  })

  test('is told also where an end was made: what is given later, or is no function, hears of no frame', async () => {
    const nothing = [() => undefined, () => null]
    const wrong = [failing, async () => failing(), async () => () => {}, () => 7, () => ({})]
    for (const opened of nothing)
      expect(shieldedObserver({ opened: opened as never }).opened?.(end)).toBeNull()
    expect(told).toEqual([])
    for (const opened of wrong) expect(shieldedObserver({ opened: opened as never }).opened?.(end)).toBeNull()
    await new Promise((resolve) => setImmediate(resolve))
    const instead =
      'The observer failed (TypeError: opened gives a function at once, or null); what it does not take is lost.'
    expect(told).toEqual([
      'The observer failed (Error: no ink); what it does not take is lost.',
      ...wrong.slice(1).map(() => instead),
    ])
  })

  test('is told also where it comes later', async () => {
    shielded({ data: false, write: async () => failing() }).write('a')
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual(['The log failed (Error: no ink); what it does not take is lost.'])
  })
})
