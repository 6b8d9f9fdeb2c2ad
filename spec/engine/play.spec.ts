import { describe, expect, test } from '@jest/globals'
import { type Play, type PlayOptions, play } from '../../src/engine/play.ts'
import { linkInMemory, type MemoryLink } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { contract, loadMachine } from '../examples/credit.ts'
import { generatedFrom } from '../support/generated.ts'
import { RawPeer } from '../support/raw-peer.ts'
import { frame } from '../support/wire.ts'

const credit = generatedFrom(contract)
const [producer, consumer] = await Promise.all([loadMachine('producer.js'), loadMachine('consumer.js')])

type Item = { readonly type: 'Item'; readonly data: Uint8Array }
type Given = Partial<PlayOptions>

/** A producer of so many items, and what a consumer heard. */
class World {
  readonly clock = new SimulatedClock()
  readonly link: MemoryLink
  readonly heard: string[] = []
  made = 0

  constructor(private readonly items = 5) {
    this.link = linkInMemory(this.clock)
  }

  produce(given: Given = {}): Play {
    return play({
      contract: credit,
      side: 'client',
      module: producer,
      connection: this.link.client,
      actors: { waitForItem: () => (this.made < this.items ? 'item.ready' : 'items.over') },
      buildMessage: (said) => {
        if (said.type === 'Open') return { type: 'Open', name: 'numbers' } as never
        if (said.type !== 'Item') return said
        this.made += 1
        return { type: 'Item', data: Buffer.from(`item ${this.made}`) } as never
      },
      clock: this.clock,
      ...given,
    })
  }

  consume(given: Given = {}): Play {
    return play({
      contract: credit,
      side: 'server',
      module: consumer,
      connection: this.link.server,
      actors: { waitForRoom: () => 'room.free' },
      buildMessage: (said) => said,
      receive: (message) => {
        if (message.type === 'Item') this.heard.push(Buffer.from((message as Item).data).toString())
      },
      clock: this.clock,
      ...given,
    })
  }

  pass(ms = 0): Promise<void> {
    return this.clock.pass(ms)
  }
}

/** The end of a play, once it has come; undefined before. */
const endOf = async (world: World, { over }: Play, withinMs = 15_000) => {
  let ended: Awaited<Play['over']> | undefined
  void over.then((ending) => {
    ended = ending
  })
  for (let ms = 0; ended === undefined && ms < withinMs; ms += 10) await world.pass(10)
  return ended
}

describe('a contract without a base', () => {
  test('is played by both of its machines to the end', async () => {
    const world = new World(20)
    const [client, server] = [world.produce(), world.consume()]
    expect(await endOf(world, client)).toEqual({ how: 'done' })
    expect(await endOf(world, server)).toEqual({ how: 'done' })
    expect(world.heard).toEqual(Array.from({ length: 20 }, (_, at) => `item ${at + 1}`))
  })

  test('ends at a prompt of its program, and what was on its way is dropped', async () => {
    const world = new World(Number.POSITIVE_INFINITY)
    const [client, server] = [world.produce(), world.consume()]
    await world.pass(5)
    server.prompt('do.stop')
    expect([await endOf(world, client), await endOf(world, server)]).toEqual([
      { how: 'done' },
      { how: 'done' },
    ])
  })

  test('an item for which there is no credit is answered by the machine, and the end names the code', async () => {
    const world = new World()
    const never = new Promise<string>(() => {})
    const server = world.consume({ actors: { waitForRoom: () => never } })
    const raw = new RawPeer(world.link.client)
    raw.say(frame(1, Buffer.alloc(0)), frame(64, Buffer.alloc(0), { id: 1 }))
    expect(await endOf(world, server)).toMatchObject({ how: 'refused', code: 'UNEXPECTED_MESSAGE' })
    // Fault, number 5, with code 1.
    expect(raw.frames.map(({ type, body }) => [type, body.toString('hex')])).toEqual([[5, '0801']])
  })

  test('bytes that are no frame of it are refused, and the connection is cut where the machine says nothing', async () => {
    for (const bytes of [
      frame(1, Buffer.from([0xff])),
      Buffer.alloc(16, 0xff),
      frame(1, Buffer.alloc(2_000)),
    ]) {
      const world = new World()
      const server = world.consume()
      const raw = new RawPeer(world.link.client)
      raw.say(bytes)
      expect(await endOf(world, server)).toMatchObject({ how: 'refused' })
      expect(world.heard).toEqual([])
    }
  })

  test('a connection that breaks off is a loss to both', async () => {
    const world = new World(Number.POSITIVE_INFINITY)
    const [client, server] = [world.produce(), world.consume()]
    await world.pass(5)
    world.link.client.destroy()
    expect([(await endOf(world, client))?.how, (await endOf(world, server))?.how]).toEqual(['lost', 'lost'])
  })

  test('a silence ends by the deadline of its state', async () => {
    const world = new World()
    const server = world.consume()
    const raw = new RawPeer(world.link.client)
    await world.pass(59_990)
    expect(raw.frames).toEqual([])
    await endOf(world, server)
    // Fault, number 5, with code 2.
    expect(raw.frames.map(({ type, body }) => [type, body.toString('hex')])).toEqual([[5, '0802']])
  })

  test.each<[string, Given]>([
    ['an actor that throws', { actors: { waitForItem: () => Promise.reject(new Error('no items')) } }],
    ['an actor that nobody gave', { actors: {} }],
    [
      'a message that breaks the contract',
      { buildMessage: () => ({ type: 'Open', name: 'x'.repeat(65) }) as never },
    ],
    ['a message that it does not have', { buildMessage: () => ({ type: 'Nothing' }) }],
  ])('%s ends it, and the end says so', async (_, given) => {
    const world = new World()
    world.consume()
    const client = world.produce(given)
    expect((await endOf(world, client))?.how).toBe('failed')
  })

  test('what its program throws or rejects with when a message comes ends it, and the end says where', async () => {
    const fail = (): never => {
      throw new Error('no room on the shelf')
    }
    for (const receive of [fail, async () => fail()]) {
      const world = new World()
      world.produce()
      const server = world.consume({ receive })
      expect(await endOf(world, server)).toEqual({
        how: 'failed',
        detail: 'Error: no room on the shelf',
        stack: expect.stringMatching(/play\.spec\.ts:\d+/),
      })
    }
  })

  test('an actor is told to stop when its state is left', async () => {
    const world = new World(Number.POSITIVE_INFINITY)
    let stopped = false
    const client = world.produce({
      actors: {
        waitForItem: (signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              stopped = true
              reject(new Error('stopped'))
            })
          }),
      },
    })
    world.consume()
    await world.pass(5)
    expect(stopped).toBe(false)
    client.prompt('do.end')
    expect(await endOf(world, client)).toEqual({ how: 'done' })
    expect(stopped).toBe(true)
  })

  test('a producer that is not read from waits, and keeps little', async () => {
    const world = new World(Number.POSITIVE_INFINITY)
    let granted = 0
    const client = world.produce()
    const raw = new RawPeer(world.link.server)
    raw.connection.pause()
    for (; granted < 2; granted++) raw.say(frame(2, Buffer.alloc(0)))
    await world.pass(100)
    expect(world.made).toBeLessThanOrEqual(2)
    client.abandon()
    expect((await endOf(world, client))?.how).toBe('lost')
  })
})
