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
    [
      'a message that breaks the contract',
      { buildMessage: () => ({ type: 'Open', name: 'x'.repeat(65) }) as never },
    ],
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

  const notOut = (ended: string): string =>
    `TypeError: The actor waitForItem resolves with item.ready or items.over; it was ${ended}.`

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 7, 'a number'],
    ['an object', { type: 'item.ready' }, 'an object'],
    ['an event that is no outcome of it', 'room.free', 'another text'],
    ['an event of the driver', 'recv.Grant', 'another text'],
  ])('an actor that ends with %s ends it, and the end says what it may end with', async (_, ended, shown) => {
    // A program without types may give anything.
    for (const waitForItem of [() => ended as string, async () => ended as string]) {
      const world = new World()
      const server = world.consume()
      const client = world.produce({ actors: { waitForItem } })
      expect(await endOf(world, client)).toMatchObject({ how: 'failed', detail: notOut(shown) })
      expect((await endOf(world, server))?.how).toBe('lost')
    }
  })

  const failing = (): never => {
    throw new Error('no words')
  }

  const GIVES = 'TypeError: buildMessage gives a message of the type Grant, at once'

  test.each<[string, (said: object) => unknown, string]>([
    ['nothing', () => undefined, `${GIVES}; it was undefined.`],
    ['null', () => null, `${GIVES}; it was null.`],
    ['a text', () => 'Grant', `${GIVES}; it was another text.`],
    ['no type', () => ({}), `${GIVES}; it was one of another type.`],
    ['another message', () => ({ type: 'Open', name: 'x' }), `${GIVES}; it was one of another type.`],
    ['a message that there is not', () => ({ type: 'Nothing' }), `${GIVES}; it was one of another type.`],
    ['the message later', async (said) => said, `${GIVES}; it was a promise.`],
    ['a rejection', async () => failing(), `${GIVES}; it was a promise.`],
    ['an error', failing, 'Error: no words'],
    [
      'a type that throws',
      () => ({
        get type() {
          return failing()
        },
      }),
      'Error: no words',
    ],
  ])('building a message that comes to %s ends it, and nothing goes out', async (_, build, detail) => {
    const world = new World()
    const server = world.consume({ buildMessage: build as never })
    const raw = new RawPeer(world.link.client)
    raw.say(frame(1, Buffer.alloc(0)))
    const ending = await endOf(world, server)
    expect(ending).toMatchObject({ how: 'failed', detail })
    expect(raw.bytes.length).toBe(0)
  })

  test('a refusal with another code than the machine says fails, and does not go out', async () => {
    const world = new World()
    const server = world.consume({
      actors: { waitForRoom: () => new Promise(() => {}) },
      buildMessage: () => ({ type: 'Fault', code: 'TIMEOUT' }) as never,
    })
    const raw = new RawPeer(world.link.client)
    raw.say(frame(1, Buffer.alloc(0)), frame(64, Buffer.alloc(0), { id: 1 }))
    expect(await endOf(world, server)).toMatchObject({
      how: 'failed',
      detail: 'TypeError: buildMessage gives Fault with the code UNEXPECTED_MESSAGE; it was another one.',
    })
    expect(raw.bytes.length).toBe(0)
  })

  test('nothing of its program is called once it has failed', async () => {
    const world = new World()
    const heard: string[] = []
    const server = world.consume({
      receive: ({ type }) => {
        heard.push(type)
        failing()
      },
    })
    const raw = new RawPeer(world.link.client)
    raw.say(frame(1, Buffer.alloc(0)), frame(3, Buffer.alloc(0)))
    expect((await endOf(world, server))?.how).toBe('failed')
    expect(heard).toEqual(['Open'])
  })

  test.each<[unknown, string]>([
    ['recv.Open', 'another text'],
    ['recv.Item', 'another text'],
    ['lost', 'another text'],
    ['refuse.MALFORMED', 'another text'],
    ['room.free', 'another text'],
    ['nope', 'another text'],
    [undefined, 'undefined'],
    [{ type: 'do.stop' }, 'an object'],
  ])('%j is no prompt, and changes nothing', async (event, kind) => {
    const world = new World(2)
    const [client, server] = [world.produce(), world.consume()]
    expect(() => server.prompt(event as string)).toThrow(
      new TypeError(`The event is a prompt of the machine, do.stop; it was ${kind}.`),
    )
    expect(await endOf(world, client)).toEqual({ how: 'done' })
    expect(await endOf(world, server)).toEqual({ how: 'done' })
    expect(world.heard.length).toBe(2)
    server.prompt(event as string)
  })

  test('a machine that has no prompts says so', async () => {
    const world = new World()
    const server = world.consume({ module: { ...consumer, prompts: [] } })
    expect(() => server.prompt('do.stop')).toThrow(new TypeError('The machine has no prompts.'))
    server.abandon()
    expect((await endOf(world, server))?.how).toBe('lost')
  })
})

describe('options that could not work are refused before the connection is touched', () => {
  const CONTRACT = /^TypeError: contract is the value that a generated file exports;/
  const MODULE = /^TypeError: module is a module that exports machine, outcomes and prompts;/
  const MACHINE = /^TypeError: module\.machine is a machine, made by setup and createMachine of XState;/
  const OUTCOMES = /^TypeError: module\.outcomes\.waitForRoom is a list of events;/
  const ACTOR = /^TypeError: actors\.waitForRoom is a function that resolves with room\.free;/

  test.each<[string, readonly unknown[], RegExp]>([
    ['contract', [undefined, null, 7, {}, { tables: {}, numbers: {} }, { credit }], CONTRACT],
    ['side', [undefined, null, 'x', 7, 'Client'], /^RangeError: side is one of client, server\./],
    ['module', [undefined, null, 7, {}, { machine: consumer.machine }, consumer.machine], MODULE],
    [
      'module',
      [
        { ...consumer, prompts: 'do.stop' },
        { ...consumer, outcomes: undefined },
      ],
      MODULE,
    ],
    ['module', [{}, consumer.machine.config].map((machine) => ({ ...consumer, machine })), MACHINE],
    ['module', [{}, { waitForRoom: 7 }].map((outcomes) => ({ ...consumer, outcomes })), OUTCOMES],
    ['module', [{ ...consumer, prompts: [7] }], /^TypeError: module\.prompts is a list of events;/],
    [
      'module',
      [{ ...consumer, prompts: ['do.stop', 'recv.Open'] }],
      /^TypeError: module\.prompts has recv\.Open, of which the driver alone tells the machine\.$/,
    ],
    [
      'module',
      [{ ...consumer, outcomes: { waitForRoom: ['room.free', 'lost'] } }],
      /^TypeError: module\.outcomes\.waitForRoom has lost, of which the driver alone tells the machine\.$/,
    ],
    [
      'module',
      [0, -1, 1.5, Number.NaN].map((heartbeatMs) => ({ ...consumer, heartbeatMs })),
      /^RangeError: module\.heartbeatMs is a whole number from 1\.$/,
    ],
    ['connection', [undefined, {}, { _tag: 'Right', right: {} }], /^TypeError: connection is a connection/],
    ['actors', [undefined, null, 7], /^TypeError: actors is an object;/],
    ['actors', [{}, { waitForItem: () => '' }, { waitForRoom: 'room.free' }], ACTOR],
    ['buildMessage', [undefined, null, 7, {}], /^TypeError: buildMessage is a function;/],
    ['receive', [null, 7, {}], /^TypeError: receive is a function;/],
    ['perform', [null, 'x'], /^TypeError: perform is a function;/],
    ['observer', [null, 7, () => {}], /^TypeError: observer is an object;/],
    ['clock', [null, 7, {}], /^TypeError: clock is a clock;/],
  ])('%s', (name, values, refusal) => {
    for (const value of values) {
      const world = new World()
      const touched: unknown[] = []
      const watched = new Proxy(world.link.server, {
        get: (target, key) => {
          const method = Reflect.get(target, key)
          return typeof method === 'function' ? () => void touched.push(key) : method
        },
      })
      let error: unknown
      try {
        world.consume({ connection: watched, [name]: value })
      } catch (thrown) {
        error = thrown
      }
      expect(String(error)).toMatch(refusal)
      expect(touched).toEqual([])
    }
  })

  test('an actor that the machine does not run may be there', async () => {
    const world = new World(1)
    const actors = { waitForItem: () => 'items.over', waitForRoom: () => 'room.free' }
    const [client, server] = [world.produce({ actors }), world.consume({ actors })]
    expect(await endOf(world, client)).toEqual({ how: 'done' })
    expect(await endOf(world, server)).toEqual({ how: 'done' })
  })
})
