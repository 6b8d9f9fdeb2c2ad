import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { RawPeer } from '../support/raw-peer.ts'
import { message } from '../support/wire.ts'
import { World } from '../support/world.ts'

/** A client in conversation with a server that refuses as many of the tries that follow as a test says. */
const conversing = async (random = 1) => {
  const world = new World()
  const raws: RawPeer[] = []
  let refusals = 0
  const { caller } = world.rawServer({
    reconnect: true,
    random: () => random,
    open: async () => {
      if (refusals > 0) {
        refusals -= 1
        return E.left({ code: 'REFUSED', host: 'nowhere', port: 1 })
      }
      const link = world.link()
      raws.push(new RawPeer(link.server))
      return E.right(link.client)
    },
  })
  const begin = async (): Promise<void> => {
    const before = raws.length
    await world.pass()
    while (raws.length === before) await world.pass(waits().at(-1))
    raws.at(-1)?.say(message('Welcome'), message('Ready'))
    await world.pass()
  }
  const waits = (): readonly number[] =>
    world.clientLog.flatMap((event) => (event.event === 'reconnecting' ? [event.withinMs] : []))
  await world.pass()
  raws[0]?.say(message('Welcome'), message('Ready'))
  await world.pass()
  return {
    world,
    caller,
    raws,
    begin,
    breakOff: (tries: number): void => {
      refusals = tries
      raws.at(-1)?.end()
    },
    waits,
  }
}

test('after an outage of ten tries the next break starts anew', async () => {
  const { begin, breakOff, waits, world } = await conversing()
  breakOff(10)
  await begin()
  expect(waits()).toHaveLength(11)
  expect(waits().at(-1)).toBe(30_000)
  await world.pass(5_000)
  breakOff(0)
  await begin()
  expect(waits().at(-1)).toBe(100)
})

test('a server that lets conversations begin only to break them off is waited for ever longer', async () => {
  const { begin, breakOff, waits, world } = await conversing()
  for (let round = 0; round < 12; round += 1) {
    breakOff(0)
    await begin()
    await world.pass(1_000)
  }
  expect(waits()).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000])
})

test('each try tells why the last one failed; a break is no failed try', async () => {
  const { begin, breakOff, world } = await conversing()
  breakOff(2)
  await begin()
  breakOff(0)
  await begin()
  const told = world.clientLog.flatMap((event) =>
    event.event === 'reconnecting' ? [event.failed?.code] : [],
  )
  expect(told).toEqual([undefined, 'REFUSED', 'REFUSED', undefined])
})

test('connectNow ends the wait at once, and does nothing where nobody waits', async () => {
  const { caller, raws, breakOff, world } = await conversing()
  caller.connectNow()
  breakOff(9)
  await world.pass(60_000)
  const before = world.clientLog.length
  await world.pass(1_000)
  expect(world.clientLog).toHaveLength(before)
  caller.connectNow()
  await world.pass()
  expect(raws).toHaveLength(2)
  caller.connectNow()
  await world.pass()
  expect(raws).toHaveLength(2)
})

test('ready resolves at once in a conversation, and else when the next one begins', async () => {
  const { caller, begin, breakOff, world } = await conversing()
  await caller.ready()
  breakOff(3)
  await world.pass(150)
  let isReady = false
  const ready = caller.ready().then(() => {
    isReady = true
  })
  await world.pass(100)
  expect(isReady).toBe(false)
  await begin()
  await ready
})

test('ready rejects when nothing follows, before and after', async () => {
  const { caller, breakOff, world } = await conversing()
  breakOff(100)
  await world.pass(1_000)
  const early = caller.ready()
  caller.bye()
  await world.pass()
  await expect(early).rejects.toMatchObject({ code: 'ENDED', failure: { ending: { code: 'BROKEN' } } })
  await expect(caller.ready()).rejects.toMatchObject({ code: 'ENDED' })
  caller.bye()
  expect([caller.failure, world.clock.pending]).toEqual([null, 0])
})

test('abandon waits for no answer to the Bye', async () => {
  const { caller, world } = await conversing()
  caller.bye()
  await world.pass(1)
  let isOver = false
  void caller.over.then(() => {
    isOver = true
  })
  caller.abandon()
  await world.pass()
  expect([isOver, world.clock.pending]).toEqual([true, 0])
})
