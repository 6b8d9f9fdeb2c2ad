import { expect, test } from '@jest/globals'
import { createServer, type ServerEvent } from '../../src/index.ts'
import { Drops } from '../../src/server/drops.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { TcpPeer } from '../support/tcp-peer.ts'

test('the first is told at once, those after it once a minute, and the last at the end', async () => {
  const clock = new SimulatedClock()
  const told: string[] = []
  const drops = new Drops(clock, (count) => told.push(`${clock.now()}: ${count}`))
  const start = clock.now()
  const at = (ms: number, count: number): string => `${start + ms}: ${count}`
  drops.add()
  for (let times = 0; times < 1_000; times++) drops.add()
  expect(told).toEqual([at(0, 1)])
  await clock.pass(59_999)
  drops.add()
  expect(told).toHaveLength(1)
  await clock.pass(1)
  expect(told.at(-1)).toBe(at(60_000, 1_001))
  // After a minute without any, the next one is told at once again.
  await clock.pass(60_000)
  expect([told.length, clock.pending]).toEqual([2, 0])
  await clock.pass(1)
  drops.add()
  expect(told.at(-1)).toBe(at(120_001, 1))
  drops.add()
  drops.stop()
  expect(told.at(-1)).toBe(at(120_001, 1))
  expect([told.length, clock.pending]).toEqual([4, 0])
})

test('connections above the room for refusals are closed without a word, and counted in the log', async () => {
  const events: ServerEvent[] = []
  const server = await createServer({
    port: 0,
    mode: 'echo',
    maxSessions: 1,
    converse: { Say: () => {} },
    log: { data: false, write: (event) => events.push(event) },
  })
  // One that converses, 16 that are told that there is no room and do not go, three without a word.
  const peers = [await (await TcpPeer.to(server.port)).converse()]
  for (let times = 1; times < 20; times++) peers.push(await TcpPeer.to(server.port))
  await Promise.all(peers.slice(17).map((peer) => peer.end()))
  for (const peer of peers) peer.socket.destroy()
  await server.close(0)
  const dropped = events.flatMap((event) => (event.event === 'dropped' ? [event.connections] : []))
  expect(dropped[0]).toBe(1)
  expect(dropped.reduce((sum, count) => sum + count, 0)).toBe(3)
  const last = events.map(({ event }) => event)
  expect(last.lastIndexOf('dropped')).toBeLessThan(last.indexOf('stopped'))
})
