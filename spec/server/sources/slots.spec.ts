import { describe, expect, test } from '@jest/globals'
import { type SourceOptions, sourceSettings } from '../../../src/server/sources/options.ts'
import { type Admission, Slots } from '../../../src/server/sources/slots.ts'

/** Slots of a server, whose clock and whose dice the test holds. */
const open = (maxSessions: number, exempt: readonly string[] = ['127.0.0.0/8', '::1']) => {
  const state = { nowMs: 0, dice: 0, peers: 0 }
  const limits = sourceSettings({ exempt })
  const slots = new Slots<string>({
    limits,
    maxSessions,
    now: () => state.nowMs,
    random: () => state.dice,
  })
  const come = (address: string, times = 1): readonly Admission<string>[] =>
    Array.from({ length: times }, () => slots.admit(address, `${address} #${++state.peers}`))
  return { slots, state, come }
}

const letIn = (admissions: readonly Admission<string>[]): number =>
  admissions.filter(({ isLetIn }) => isLetIn).length

describe('early refusals', () => {
  test('from the 10th unproven connection of a source on three of ten are refused, from the 100th on all', () => {
    const { state, come } = open(1_000)
    state.dice = 0.2999
    expect(letIn(come('192.0.2.1', 20))).toBe(10)
    state.dice = 0.3
    expect(letIn(come('192.0.2.1'))).toBe(1)
    state.dice = 0.9999
    expect(letIn(come('192.0.2.1', 200))).toBe(89)
    expect(come('192.0.2.1')).toEqual([expect.objectContaining({ isLetIn: false, retryAfterMs: 1_000 })])
    // Halfway, at 55, the chance is 65 %.
    state.dice = 0.9999
    expect(letIn(come('192.0.2.2', 55))).toBe(55)
    state.dice = 0.6499
    expect(letIn(come('192.0.2.2'))).toBe(0)
    state.dice = 0.65
    expect(letIn(come('192.0.2.2'))).toBe(1)
  })

  test('an IPv6 source is a /64, and other sources do not matter', () => {
    const { come } = open(1_000)
    const own = Array.from({ length: 20 }, (_, host) => come(`2001:db8::${host.toString(16)}`)).flat()
    expect(letIn(own)).toBe(10)
    expect(letIn(come('2001:db8:0:1::1'))).toBe(1)
  })

  test('a conversation that has begun is not counted, and one that has gone neither', () => {
    const { slots, come } = open(1_000)
    come('192.0.2.1', 10)
    expect(letIn(come('192.0.2.1'))).toBe(0)
    slots.keep('192.0.2.1 #1')
    expect(letIn(come('192.0.2.1'))).toBe(1)
    slots.leave('192.0.2.1 #2')
    expect(letIn(come('192.0.2.1', 2))).toBe(1)
  })

  test('loopback, Unix sockets, exempt networks and whoever has proven who they are is not refused early', () => {
    const { slots, come } = open(10_000, ['127.0.0.0/8', '::1', '198.51.100.0/24', '2001:db8::/32'])
    slots.trust('192.0.2.1')
    for (const address of [
      '127.0.0.9',
      '::ffff:7f00:1',
      '::1',
      'unix:1000',
      '',
      '198.51.100.7',
      '2001:db8::1',
    ])
      expect([address, letIn(come(address, 200))]).toEqual([address, 200])
    expect(letIn(come('192.0.2.1', 200))).toBe(200)
    expect(letIn(come('192.0.2.2', 200))).toBe(10)
  })
})

describe('a server that is full', () => {
  test('lets others in, in the place of the oldest unproven connection of the largest source', () => {
    const { come } = open(5)
    come('127.0.0.2', 2)
    come('127.0.0.3', 3)
    expect(come('127.0.0.1')).toEqual([{ isLetIn: true, evicted: '127.0.0.3 #3' }])
    // Both have two now, and that of 127.0.0.2 has had them for longer.
    expect(come('127.0.0.4')).toEqual([{ isLetIn: true, evicted: '127.0.0.2 #1' }])
    expect(come('127.0.0.4')).toEqual([{ isLetIn: true, evicted: '127.0.0.3 #4' }])
  })

  test('of a source that comes a thousand times evicts that one, and nobody else', () => {
    const { slots, come } = open(192)
    come('127.0.0.1', 10)
    const evicted = come('127.0.0.2', 1_000).flatMap((each) => (each.isLetIn && each.evicted) || [])
    expect(evicted).toHaveLength(818)
    expect(evicted.filter((each) => !each.startsWith('127.0.0.2'))).toEqual([])
    expect(slots.taken).toBe(192)
  })

  test('refuses where every conversation has begun', () => {
    const { slots, come } = open(2)
    come('127.0.0.2', 2)
    slots.keep('127.0.0.2 #1')
    slots.keep('127.0.0.2 #2')
    expect(come('127.0.0.1')).toEqual([{ isLetIn: false, retryAfterMs: 1_000 }])
    expect(slots.leave('127.0.0.2 #1')).toBe(false)
    expect(letIn(come('127.0.0.1'))).toBe(1)
  })

  test('of no sessions refuses everybody', () => {
    const { come } = open(0)
    expect(letIn(come('127.0.0.1', 3))).toBe(0)
  })
})

describe('the last places', () => {
  /** Comes again and again, and proves who it is each time. */
  const hold = ({ slots, state }: ReturnType<typeof open>, address: string, times: number): number => {
    let held = 0
    for (let time = 0; time < times; time++) {
      const peer = `${address} #${++state.peers}`
      if (!slots.admit(address, peer).isLetIn) continue
      slots.keep(peer)
      slots.trust(address)
      held += 1
    }
    return held
  }

  test('are not for a source that holds more than seven times as many', () => {
    const server = open(192)
    // With 168 it holds seven times the 24 that are free.
    expect(hold(server, '192.0.2.1', 400)).toBe(169)
    expect(server.come('192.0.2.1')).toEqual([
      {
        isLetIn: false,
        detail: 'This address holds nearly all places; the last are kept for others.',
        retryAfterMs: 1_000,
      },
    ])
    // Of the 23 that are left the next one gets as much.
    expect(hold(server, '192.0.2.2', 400)).toBe(21)
    expect(hold(server, '192.0.2.3', 400)).toBe(2)
    expect(hold(server, '192.0.2.4', 400)).toBe(0)
    server.slots.leave('192.0.2.1 #1')
    expect(hold(server, '192.0.2.1', 1)).toBe(0)
    expect(hold(server, '192.0.2.4', 1)).toBe(1)
  })

  test('are not taken by those who come together and prove something later, either', () => {
    const { slots, come } = open(192)
    slots.trust('192.0.2.1')
    const came = come('192.0.2.1', 400)
    expect(slots.taken).toBe(169)
    expect(letIn(came)).toBe(400)
    // From then on each took the place of the one of its own that came first.
    expect(came.at(-1)).toEqual({ isLetIn: true, evicted: '192.0.2.1 #231' })
    expect(letIn(come('192.0.2.2', 9))).toBe(9)
  })

  test('are for everybody who is exempt, and where there are few', () => {
    expect(hold(open(192), '127.0.0.1', 400)).toBe(192)
    expect(hold(open(8), '192.0.2.1', 400)).toBe(8)
    expect(hold(open(9), '192.0.2.1', 400)).toBe(8)
    expect(hold(open(1), '192.0.2.1', 400)).toBe(1)
  })
})

test('unless told otherwise this machine itself is exempt, and no other address', () => {
  const { isExempt } = sourceSettings()
  const exempt = ['127.0.0.1', '::ffff:7f00:1', '::1', 'unix:1000', '']
  expect(exempt.filter(isExempt)).toEqual(exempt)
  expect(['127.0.0.2', '192.0.2.1', '::2', '2001:db8::1'].filter(isExempt)).toEqual([])
})

describe('penalties', () => {
  test('a source that misbehaves waits, longer each time, and is forgiven in time', () => {
    const { slots, state, come } = open(1_000)
    for (let times = 0; times < 3; times++) slots.misbehaved('192.0.2.1', 'broke')
    expect(letIn(come('192.0.2.1'))).toBe(1)
    slots.misbehaved('192.0.2.1', 'left')
    expect(come('192.0.2.1')).toEqual([expect.objectContaining({ isLetIn: false, retryAfterMs: 1_000 })])
    slots.misbehaved('192.0.2.1', 'broke')
    expect(come('192.0.2.1')).toEqual([expect.objectContaining({ isLetIn: false, retryAfterMs: 32_000 })])
    expect(letIn(come('192.0.2.2'))).toBe(1)
    state.nowMs += 32_000
    expect(letIn(come('192.0.2.1'))).toBe(1)
    for (let times = 0; times < 100; times++) slots.misbehaved('192.0.2.1', 'waited')
    expect(come('192.0.2.1')).toEqual([expect.objectContaining({ isLetIn: false, retryAfterMs: 600_000 })])
  })

  test('nobody is locked out where somebody has proven who they are', () => {
    const { slots, come } = open(1_000)
    for (let times = 0; times < 100; times++) slots.misbehaved('192.0.2.1', 'failed')
    expect(letIn(come('192.0.2.1'))).toBe(0)
    slots.trust('192.0.2.1')
    for (let times = 0; times < 100; times++) slots.misbehaved('192.0.2.1', 'failed')
    expect(letIn(come('192.0.2.1'))).toBe(1)
  })
})

test.each([
  [{ maxStartups: { begin: 0, rate: 30, full: 100 } }, 'sources.maxStartups'],
  [{ maxStartups: { begin: 10, rate: 0, full: 100 } }, 'sources.maxStartups'],
  [{ maxStartups: { begin: 10, rate: 101, full: 100 } }, 'sources.maxStartups'],
  [{ maxStartups: { begin: 10, rate: 30, full: 9 } }, 'sources.maxStartups'],
  [{ maxStartups: { begin: 1.5, rate: 30, full: 9 } }, 'sources.maxStartups'],
  [{ loginGraceMs: -1 }, 'sources.loginGraceMs'],
  [{ loginGraceMs: Number.NaN }, 'sources.loginGraceMs'],
  [{ freeFailures: -1 }, 'sources.freeFailures'],
  [{ registrationsPerHour: 0 }, 'sources.registrationsPerHour'],
  [{ sessionsPerAccount: 0.5 }, 'sources.sessionsPerAccount'],
  [{ messagesPerSecond: 0 }, 'sources.messagesPerSecond'],
  [{ bytesPerSecond: 4_095 }, 'sources.bytesPerSecond'],
  [{ exempt: ['192.0.2.0/33'] }, 'sources.exempt'],
  [{ exempt: ['2001:db8::/129'] }, 'sources.exempt'],
  [{ exempt: ['192.0.2'] }, 'sources.exempt'],
  [{ exempt: ['192.0.2.0/24/24'] }, 'sources.exempt'],
  [{ exempt: ['192.0.2.0/'] }, 'sources.exempt'],
  [{ exempt: ['fe80::1%eth0'] }, 'sources.exempt'],
  [{ exempt: ['example.org'] }, 'sources.exempt'],
])('a setting that cannot be is named: %j', (options, name) => {
  expect(() => sourceSettings(options)).toThrow(RangeError)
  expect(() => sourceSettings(options)).toThrow(name)
})

test('a limit whose name is mistyped is not taken for one that is not given', () => {
  const mistyped = { messagesPerSecnd: 3 } as SourceOptions
  expect(() => sourceSettings(mistyped)).toThrow(
    new RangeError(
      'sources has no "messagesPerSecnd"; it has maxStartups, loginGraceMs, freeFailures, registrationsPerHour, sessionsPerAccount, messagesPerSecond, bytesPerSecond, exempt.',
    ),
  )
})
