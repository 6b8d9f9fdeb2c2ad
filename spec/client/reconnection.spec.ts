import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { backOffMs } from '../../src/client/backoff.ts'
import { type Proof, password, personName } from '../../src/client/credentials.ts'
import type { Ending } from '../../src/engine/ending.ts'
import { RawPeer } from '../support/raw-peer.ts'
import { byeReasons, faultCodes, message, num, sayFrame } from '../support/wire.ts'
import { type ClientSide, World } from '../support/world.ts'

const beginning = [message('Welcome'), message('Ready')]

const conversing = async (side: ClientSide = {}) => {
  const world = new World()
  const { caller, raws } = world.rawServer({ reconnect: true, random: () => 1, ...side })
  await world.pass()
  raws[0]?.say(...beginning)
  await world.pass()
  return { world, caller, raws, raw: raws[0] as RawPeer }
}

const fault = (code: string, retryAfterMs = 0): Buffer =>
  message('Fault', Buffer.concat([num(1, faultCodes.indexOf(code) + 1), num(3, retryAfterMs)]))
const bye = (reason: string): Buffer => message('Bye', num(1, byeReasons.indexOf(reason) + 1))

/** Long enough for any back-off that nobody asked for, and too short for a deadline of the contract to matter. */
const longMs = 9_000

describe('a client connects again', () => {
  const worth = [
    ...['OVERLOADED', 'TIMEOUT', 'INTERNAL'].map((code): [string, Buffer] => [`Fault ${code}`, fault(code)]),
    ...['IDLE', 'SHUTTING_DOWN'].map((reason): [string, Buffer] => [`Bye ${reason}`, bye(reason)]),
  ]
  test.each(worth)('after %s', async (_, frame) => {
    const { world, raws, raw } = await conversing()
    raw.say(frame)
    raw.end()
    await world.pass(longMs)
    expect(raws).toHaveLength(2)
    expect(raws[1]?.words).toEqual(['Hello'])
  })

  test('after the stream broke', async () => {
    const { world, raws, raw } = await conversing()
    raw.end()
    await world.pass(longMs)
    expect(raws).toHaveLength(2)
  })

  test('after a reset', async () => {
    const { world, raws } = await conversing()
    world.links[0]?.reset()
    await world.pass(longMs)
    expect(raws).toHaveLength(2)
  })
})

describe('a client never connects again', () => {
  const notWorth = [
    ...faultCodes
      .filter((code) => !['OVERLOADED', 'TIMEOUT', 'INTERNAL'].includes(code))
      .map((code): [string, Buffer] => [`Fault ${code}`, fault(code)]),
    ...byeReasons
      .filter((reason) => !['IDLE', 'SHUTTING_DOWN'].includes(reason))
      .map((reason): [string, Buffer] => [`Bye ${reason}`, bye(reason)]),
  ]
  const isOver = async (world: World, raws: readonly RawPeer[], over: Promise<unknown>) => {
    await world.pass(600_000)
    expect(raws).toHaveLength(1)
    await over
    expect(world.clock.pending).toBe(0)
  }

  test.each(notWorth)('after %s', async (_, frame) => {
    const { world, caller, raws, raw } = await conversing()
    raw.say(frame)
    raw.end()
    await isOver(world, raws, caller.over)
  })

  test.each([
    ['breaks', []],
    ['faults INTERNAL', [fault('INTERNAL')]],
    ['says Bye(SHUTTING_DOWN)', [bye('SHUTTING_DOWN')]],
  ])('after the program said bye, and the server %s', async (_, answers) => {
    const { world, caller, raws, raw } = await conversing()
    caller.bye()
    raw.say(...answers)
    raw.end()
    await isOver(world, raws, caller.over)
  })

  test.each([
    ['breaks', []],
    ['faults INTERNAL', [fault('INTERNAL')]],
    ['says Bye(SHUTTING_DOWN)', [bye('SHUTTING_DOWN')]],
  ])('after the program logged out, and the server %s', async (_, answers) => {
    const { world, caller, raws, raw } = await conversing()
    caller.logout(false)
    raw.say(...answers)
    raw.end()
    await isOver(world, raws, caller.over)
  })

  test('when the program says bye while the server says its own', async () => {
    const { world, caller, raws, raw } = await conversing({ converse: { Say: () => new Promise(() => {}) } })
    raw.say(sayFrame(1, 'work'), bye('SHUTTING_DOWN'))
    await world.pass(100)
    caller.bye()
    await world.pass(3_000)
    raw.end()
    await isOver(world, raws, caller.over)
  })

  test.each(['bye', 'logout'] as const)('when the program says %s while it waits to connect', async (how) => {
    const { world, caller, raws, raw } = await conversing()
    raw.say(fault('OVERLOADED', 60_000))
    raw.end()
    await world.pass(1_000)
    if (how === 'bye') caller.bye()
    else caller.logout(false)
    await isOver(world, raws, caller.over)
  })

  test('before a conversation had begun', async () => {
    const world = new World()
    const { caller, raws } = world.rawServer({ reconnect: true })
    await world.pass()
    raws[0]?.say(message('Welcome'), fault('OVERLOADED'))
    raws[0]?.end()
    await isOver(world, raws, caller.over)
    await expect(caller.begun).rejects.toMatchObject({ code: 'ENDED' })
  })

  test('when it is told not to', async () => {
    const { world, caller, raws, raw } = await conversing({ reconnect: false })
    raw.end()
    await isOver(world, raws, caller.over)
  })
})

describe('before it connects again it waits', () => {
  const loss: Ending = { how: 'lost', code: 'BROKEN', detail: '' }
  const asked = (retryAfterMs: number): Ending => ({
    how: 'fault',
    code: 'OVERLOADED',
    by: 'them',
    detail: '',
    retryAfterMs,
    offending: 0,
  })

  test('up to 100 ms, then up to twice as long each time, up to 30 s', () => {
    const bounds = Array.from({ length: 12 }, (_, failures) => backOffMs(failures, loss, () => 1))
    expect(bounds).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000])
    expect(backOffMs(1_000_000, loss, () => 1)).toBe(30_000)
  })

  test('a random part of it, from nothing on', () => {
    expect(backOffMs(5, loss, () => 0)).toBe(0)
    expect(backOffMs(5, loss, () => 0.25)).toBe(800)
  })

  test('at least as long as the server asked for, up to 5 min', () => {
    expect(backOffMs(0, asked(7_000), () => 1)).toBe(7_000)
    expect(backOffMs(9, asked(7_000), () => 1)).toBe(30_000)
    expect(backOffMs(0, asked(4_000_000_000), () => 0)).toBe(300_000)
  })

  test('each try that fails doubles the bound once', async () => {
    const world = new World()
    let tries = 0
    const raws: RawPeer[] = []
    const { caller } = world.rawServer({
      reconnect: true,
      random: () => 1,
      open: async () => {
        tries += 1
        if (tries > 1) return E.left({ code: 'REFUSED', host: 'nowhere', port: 1 })
        const link = world.link()
        raws.push(new RawPeer(link.server))
        return E.right(link.client)
      },
    })
    await world.pass()
    raws[0]?.say(...beginning)
    await world.pass()
    raws[0]?.end()
    await world.pass(20_000)
    const waits = world.clientLog.flatMap((event) => (event.event === 'reconnecting' ? [event.withinMs] : []))
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800])
    caller.bye()
    await world.pass(1)
    await caller.over
    expect(world.clock.pending).toBe(0)
  })

  test('a long conversation forgets the failures before it, a short one does not', async () => {
    const { world, raws, raw } = await conversing()
    raw.end()
    for (const [at, lastingMs] of [
      [1, 10],
      [2, 30_000],
      [3, 10],
    ] as const) {
      await world.until(() => raws.length > at, 40_000)
      raws[at]?.say(...beginning)
      await world.pass(lastingMs)
      raws[at]?.end()
    }
    await world.pass(longMs)
    const waits = world.clientLog.flatMap((event) => (event.event === 'reconnecting' ? [event.withinMs] : []))
    expect(waits).toEqual([100, 200, 100, 200])
  })
})

test('a proof that was sought for an earlier connection is not given on a later one', async () => {
  const answers: ((proof: Proof) => void)[] = []
  const world = new World()
  const { raws } = world.rawServer({
    reconnect: true,
    requireProof: false,
    credentials: () => new Promise<Proof>((resolve) => answers.push(resolve)),
  })
  const login: Proof = { type: 'Login', name: personName('Ada'), password: password('eight or more') }
  const challenge = [message('Welcome'), message('Greeting'), message('Challenge')]
  await world.pass()
  raws[0]?.say(...beginning)
  await world.pass()
  raws[0]?.end()
  await world.until(() => raws.length === 2)
  raws[1]?.say(...challenge)
  await world.pass()
  raws[1]?.end()
  await world.until(() => raws.length === 3)
  raws[2]?.say(...challenge)
  await world.pass()
  expect(answers).toHaveLength(2)
  answers[0]?.(login)
  await world.pass()
  expect(raws[2]?.words).toEqual(['Hello'])
  answers[1]?.(login)
  await world.pass()
  expect(raws[2]?.words).toEqual(['Hello', 'Login'])
})

test('what is said while there is no connection is refused, and so is what an old handler replies', async () => {
  let reply: () => Promise<void> = () => Promise.resolve()
  const { world, caller, raws, raw } = await conversing({
    converse: {
      Say: (_, peer) => {
        reply = () => peer.reply({ type: 'Say', text: 'late' })
      },
    },
  })
  raw.say(sayFrame(1, 'work'))
  await world.pass()
  raw.say(fault('OVERLOADED', 5_000))
  raw.end()
  await world.pass(1_000)
  await expect(caller.connection?.messaging?.say({ type: 'Say', text: 'x' })).rejects.toMatchObject({
    code: 'ENDED',
  })
  await expect(reply()).rejects.toMatchObject({ code: 'ENDED' })
  await world.until(() => raws.length > 1, 6_000)
  raws[1]?.say(...beginning)
  await world.pass()
  await expect(reply()).rejects.toMatchObject({ code: 'ENDED' })
  await expect(caller.connection?.messaging?.say({ type: 'Say', text: 'y' })).resolves.toBe(1)
  await world.pass()
  expect(raws[1]?.words).toEqual(['Hello', 'Say 1'])
})
