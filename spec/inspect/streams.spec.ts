import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from '@jest/globals'
import { ObservedServer } from '../../src/inspect/observed-server.ts'
import { Streams } from '../../src/inspect/streams.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { contract } from '../support/contract.ts'
import { World } from '../support/world.ts'

const nobody = { watch: '', find: '', state: '' }

/** A page that reads, or does not. */
class Page extends EventEmitter {
  readonly written: string[] = []
  writableLength = 0
  writableNeedDrain = false
  destroyed = false
  isReading = true

  write(text: string): void {
    this.written.push(text)
    if (this.isReading) return
    this.writableLength += text.length
    this.writableNeedDrain = true
  }

  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }

  /** As the streams take it, which use no more of it than this has. */
  get response(): ServerResponse {
    return this as unknown as ServerResponse
  }
}

test('a page gets a view at once and four in a second, and without a page nothing is done', async () => {
  const world = new World()
  const server = new ObservedServer(contract, false, () => 0)
  const clock = new SimulatedClock()
  const streams = new Streams(server, clock, () => clock.now())
  world.pair({ observer: server.observer }, {})
  await world.pass()
  expect(clock.pending).toBe(0)
  const page = new Page()
  streams.add(page.response, nobody)
  clock.advance(1_000)
  expect(page.written.length).toBeGreaterThanOrEqual(4)
  expect(page.written.length).toBeLessThanOrEqual(5)
  expect(JSON.parse(page.written[0]?.replace(/^data: /, '') ?? '')).toMatchObject({ sessions: 1 })
  expect(page.written.every((text) => text.endsWith('\n\n'))).toBe(true)
  page.destroy()
  expect(clock.pending).toBe(0)
})

test('a page that reads nothing gets no more views, and is dropped after ten seconds', () => {
  const clock = new SimulatedClock()
  const streams = new Streams(new ObservedServer(contract, false, () => 0), clock, () => clock.now())
  const [slow, other] = [new Page(), new Page()]
  slow.isReading = false
  streams.add(slow.response, nobody)
  streams.add(other.response, nobody)
  clock.advance(9_000)
  expect(slow.written.length).toBe(1)
  expect(slow.destroyed).toBe(false)
  clock.advance(2_000)
  expect(slow.destroyed).toBe(true)
  expect(other.destroyed).toBe(false)
  expect(other.written.length).toBeGreaterThan(20)
})

test('eight pages may be open; a session is looked at for as long as one of them shows it', async () => {
  const world = new World()
  const server = new ObservedServer(contract, false, () => 0)
  world.pair({ observer: server.observer }, {})
  await world.pass()
  const clock = new SimulatedClock()
  const streams = new Streams(server, clock, () => clock.now())
  const pages = Array.from({ length: 8 }, () => new Page())
  for (const page of pages) {
    expect(streams.isFull).toBe(false)
    streams.add(page.response, { ...nobody, watch: 'session-1' })
  }
  expect(streams.isFull).toBe(true)
  const isWatched = () => server.session('session-1')?.isWatched
  for (const page of pages) {
    expect(isWatched()).toBe(true)
    page.destroy()
  }
  expect(isWatched()).toBe(false)
  expect(streams.isFull).toBe(false)
})

test('all pages are closed with the live page', () => {
  const clock = new SimulatedClock()
  const streams = new Streams(new ObservedServer(contract, false, () => 0), clock, () => clock.now())
  const pages = [new Page(), new Page()]
  for (const page of pages) streams.add(page.response, nobody)
  streams.close()
  expect(pages.map(({ destroyed }) => destroyed)).toEqual([true, true])
  expect(clock.pending).toBe(0)
})
