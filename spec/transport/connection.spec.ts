import { afterEach, describe, expect, test } from '@jest/globals'
import { Recorder } from './recorder.ts'
import { inMemory, overTcp, type World } from './worlds.ts'

const oneByOne = function* (bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1)
}

const ways: readonly (readonly [string, () => Promise<World>])[] = [
  ['tcp', overTcp],
  ['memory', inMemory],
  ['memory, slow and byte by byte', () => inMemory({ delayMs: 3, chop: oneByOne, bufferBytes: 4_096 })],
]

describe.each(ways)('a connection over %s', (_name, open) => {
  let world: World
  const start = async () => {
    world = await open()
    return { ...world, heard: new Recorder(world.server), answered: new Recorder(world.client) }
  }
  afterEach(() => world.leave())

  test('knows both ends', async () => {
    const { client, server } = await start()
    expect(client.remote).toEqual(server.local)
    expect(client.local).toEqual(server.remote)
    expect(client.remote.address).toBe('127.0.0.1')
  })

  test('carries bytes both ways, in order', async () => {
    const { client, server, heard, answered, until } = await start()
    for (const word of ['one ', 'two ', 'three']) client.write(Buffer.from(word))
    server.write(Buffer.from('answer'))
    await until(() => heard.bytes === 13 && answered.bytes === 6)
    expect([heard.text, answered.text]).toEqual(['one two three', 'answer'])
  })

  test('delivers nothing from within a call', async () => {
    const { client, heard, until } = await start()
    client.write(Buffer.from('x'))
    client.end()
    expect(heard.events).toEqual([])
    await until(() => heard.hasEnded)
  })

  test('gives the buffer back when a write was taken at once', async () => {
    const { client, heard, until } = await start()
    const buffer = Buffer.from('first')
    expect(client.write(buffer)).toBe(true)
    expect(client.queuedBytes).toBe(0)
    buffer.fill('!')
    await until(() => heard.bytes === 5)
    expect(heard.text).toBe('first')
  })

  test('half-closes: the other way goes on', async () => {
    const { client, server, heard, answered, until } = await start()
    client.write(Buffer.from('question'))
    client.end()
    client.end()
    await until(() => heard.hasEnded)
    expect(heard.text).toBe('question')
    server.write(Buffer.from('late answer'))
    await until(() => answered.bytes === 11)
    expect([heard.reason, answered.reason]).toEqual([undefined, undefined])
    server.end()
    await until(() => heard.reason !== undefined && answered.reason !== undefined)
    expect([heard.reason, answered.reason]).toEqual(['closed', 'closed'])
    expect(answered.events.slice(-2)).toEqual(['ended', 'closed'])
  })

  test('refuses to write after end, which only a mistake can do', async () => {
    const { client } = await start()
    client.end()
    expect(() => client.write(Buffer.from('x'))).toThrow('write after end')
  })

  test('flushes before the half-close, however slowly it is read', async () => {
    const { client, server, heard, answered, until } = await start()
    server.pause()
    let sent = 0
    while (client.write(Buffer.alloc(20_000, 'a'))) sent += 20_000
    client.write(Buffer.alloc(20_000, 'b'))
    client.end()
    server.resume()
    await until(() => heard.hasEnded)
    expect(heard.bytes).toBe(sent + 40_000)
    await until(() => answered.drains === 1)
  })

  test('tells how much is queued for a reader that does not read, and when it is out', async () => {
    const { client, server, heard, answered, until } = await start()
    server.pause()
    let taken = 0
    while (client.write(Buffer.alloc(10_000))) taken += 10_000
    expect(client.queuedBytes).toBeGreaterThan(0)
    expect(client.queuedBytes).toBeLessThanOrEqual(10_000)
    client.write(Buffer.alloc(500))
    expect(client.queuedBytes).toBeGreaterThan(500)
    expect([heard.bytes, answered.drains]).toEqual([0, 0])
    server.resume()
    await until(() => answered.drains > 0)
    expect(client.queuedBytes).toBe(0)
    await until(() => heard.bytes === taken + 10_500)
    expect(answered.drains).toBe(1)
  })

  test('never says drained when nothing had to wait', async () => {
    const { client, heard, answered, until } = await start()
    for (let turn = 1; turn <= 20; turn++) {
      expect(client.write(Buffer.alloc(100))).toBe(true)
      await until(() => heard.bytes === turn * 100)
    }
    expect(answered.drains).toBe(0)
  })

  test('delivers nothing while paused, not even the end, and all of it after', async () => {
    const { client, server, heard, answered, until } = await start()
    heard.onChunk = () => server.pause()
    client.write(Buffer.from('a'))
    await until(() => heard.bytes === 1)
    client.write(Buffer.from('b'))
    client.end()
    server.write(Buffer.from('to see time pass'))
    await until(() => answered.bytes === 16)
    expect(heard.events).toEqual(['chunk'])
    heard.onChunk = undefined
    server.resume()
    await until(() => heard.hasEnded)
    expect(heard.text).toBe('ab')
  })

  test('keeps what came before anybody listened', async () => {
    world = await open()
    world.client.write(Buffer.from('early'))
    const probe = new Recorder(world.client)
    world.server.write(Buffer.from('x'))
    await world.until(() => probe.bytes === 1)
    const heard = new Recorder(world.server)
    await world.until(() => heard.bytes === 5)
    expect(heard.text).toBe('early')
  })

  test('after destroy tells only the close, once', async () => {
    const { client, server, heard, answered, until } = await start()
    server.write(Buffer.from('never read'))
    client.write(Buffer.from('xy'))
    heard.onChunk = () => {
      server.destroy()
      server.destroy()
    }
    await until(() => heard.reason !== undefined && (answered.hasEnded || answered.reason !== undefined))
    expect(heard.events).toEqual(['chunk', 'closed'])
    expect(heard.reason).toBe('destroyed')
    expect(server.write(Buffer.from('dropped'))).toBe(true)
    server.end()
    expect(server.remote.port).toBeGreaterThan(0)
    expect(client.remote.port).toBeGreaterThan(0)
  })

  test('that is destroyed with bytes unread is a reset for the other side', async () => {
    const { client, server, heard, answered, until } = await start()
    server.pause()
    while (client.write(Buffer.alloc(50_000)));
    server.destroy()
    await until(() => heard.reason !== undefined && answered.reason !== undefined)
    expect([heard.reason, answered.reason]).toEqual(['destroyed', 'reset'])
    expect(answered.events).toEqual(['closed'])
  })

  test('that the other side has left breaks when it is written to', async () => {
    const { client, server, heard, answered, until } = await start()
    server.destroy()
    await until(() => answered.hasEnded && heard.reason !== undefined)
    // After the end nothing is read any more: TCP tells of the first write's reset at the second one.
    await until(() => client.write(Buffer.from('anybody there?')) && answered.reason !== undefined)
    expect(answered.reason).toBe('reset')
  })

  test('tells a close that came before anybody listened', async () => {
    world = await open()
    const answered = new Recorder(world.client)
    world.server.destroy()
    await world.until(() => answered.hasEnded)
    world.client.end()
    await world.until(() => answered.reason !== undefined)
    const heard = new Recorder(world.server)
    expect(heard.events).toEqual([])
    await world.until(() => heard.reason !== undefined)
    expect([heard.events, heard.reason, answered.reason]).toEqual([['closed'], 'destroyed', 'closed'])
  })

  test('hands over from one listener to the next', async () => {
    const { client, server, heard, until } = await start()
    client.write(Buffer.from('a'))
    await until(() => heard.bytes === 1)
    const next = new Recorder(server)
    client.write(Buffer.from('b'))
    client.end()
    server.end()
    await until(() => next.reason !== undefined)
    expect([heard.text, next.text, heard.reason, next.reason]).toEqual(['a', 'b', undefined, 'closed'])
  })
})
