import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { bytes, pass, runningKv, until } from '../support/kv-store.ts'
import { found, NUMBER, pretending } from '../support/pretended-kv.ts'
import { numberOf, wordOf } from '../support/wire.ts'

const throwing = (): never => {
  throw new Error('the files are gone')
}

/** Rows of a stream, counted as they are asked of its handler. */
const counted = (rows: number, valueBytes = 1) => {
  const given = { rows: 0, isClosed: false }
  const value = new Uint8Array(valueBytes)
  async function* list() {
    try {
      while (given.rows < rows) {
        given.rows += 1
        yield { type: 'Found' as const, entry: { key: `${given.rows}`, value, revision: 1, labels: [] } }
      }
      return { type: 'Done' as const, revision: rows }
    } finally {
      given.isClosed = true
    }
  }
  return { given, list }
}

describe('a stream', () => {
  test('gives each answer in order, and then its end', async () => {
    const { client, store } = await runningKv()
    for (let at = 0; at < 1_000; at++) store.put(`a/${at}`, bytes(`value ${at}`))
    const rows = client.stream({ type: 'List', prefix: 'a/' })
    const keys: string[] = []
    for await (const row of rows) keys.push(row.entry.key)
    expect(keys).toEqual([...store.kept.keys()])
    await expect(rows.end).resolves.toMatchObject({ type: 'Done', revision: 1_000 })
  })

  test('stops at its window where nobody takes it, and what is asked beside it is answered', async () => {
    const { given, list } = counted(10_000)
    const { client } = await runningKv({ List: list })
    const rows = client.stream({ type: 'List', prefix: '' })
    await until(() => given.rows === 64)
    for (let time = 0; time < 10; time++) await client.ask({ type: 'Get', key: 'a' })
    await pass(100)
    expect(given.rows).toBe(64)
    let taken = 0
    for await (const _ of rows) taken += 1
    expect(taken).toBe(10_000)
  })

  test('stops at its window in bytes, too: 4 MiB of values of a mebibyte, and one', async () => {
    const { given, list } = counted(40, 1024 * 1024)
    const { client } = await runningKv({ List: list })
    const rows = client.stream({ type: 'List', prefix: '' })
    await until(() => given.rows === 4, 50_000)
    await client.ask({ type: 'Get', key: 'a' })
    await pass(200)
    expect(given.rows).toBeLessThan(6)
    let taken = 0
    for await (const _ of rows) taken += 1
    expect(taken).toBe(40)
  })

  test('is cancelled by who leaves the loop; the handler hears of it, and what was on its way is skipped', async () => {
    const { client, store } = await runningKv()
    const watch = client.stream({ type: 'Watch', prefix: '', after: 0 })
    await until(() => store.watchers.size === 1)
    for (const key of ['a', 'b', 'c', 'd']) store.put(key, bytes(key))
    for await (const { revision } of watch) if (revision === 2) break
    await expect(watch.end).rejects.toMatchObject({ code: 'ABORTED' })
    await until(() => store.watchers.size === 0)
    await expect(client.ask({ type: 'Get', key: 'b' })).resolves.toMatchObject({ type: 'Found' })
  })

  test('of more bytes than its window is a breach, too', async () => {
    const { client } = await pretending((one, type, id) => {
      if (type === NUMBER.List)
        one.say(...Array.from({ length: 10 }, (_, at) => found(at + 1, id, 1024 * 1024)))
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await expect(rows.end).rejects.toMatchObject({
      failure: { ending: { code: 'UNEXPECTED_MESSAGE', by: 'us' } },
    })
  })

  test('that stopped at its window is closed when its loop is left: its handler need not look at the signal', async () => {
    const { given, list } = counted(10_000)
    const { client } = await runningKv({ List: list })
    for await (const _ of client.stream({ type: 'List', prefix: '' })) break
    await until(() => given.isClosed)
    expect(given.rows).toBeLessThan(130)
  })

  test('among others loses nothing where the answers of all do not fit at once', async () => {
    const streams = Array.from({ length: 8 }, () => counted(10, 500_000))
    let opened = 0
    const { client } = await runningKv({ List: () => (streams[opened++] as (typeof streams)[0]).list() })
    const taken = await Promise.all(
      streams.map(async () => {
        const keys: string[] = []
        for await (const { entry } of client.stream({ type: 'List', prefix: '' })) keys.push(entry.key)
        return keys.join(' ')
      }),
    )
    expect(taken).toEqual(streams.map(() => '1 2 3 4 5 6 7 8 9 10'))
  })

  test('is over with the first last word, though a handler is still waited for', async () => {
    let put = (): void => {}
    const { client, store } = await runningKv({
      Put: () =>
        new Promise((resolve) => {
          put = () => resolve({ type: 'Done', revision: 1 })
        }),
    })
    const watch = client.stream({ type: 'Watch', prefix: '', after: 0 })
    await until(() => store.watchers.size === 1)
    const answer = client.ask({ type: 'Put', key: 'a', value: bytes('1') })
    await client.ask({ type: 'Get', key: 'a' })
    const left = client.bye()
    await until(() => store.watchers.size === 0)
    put()
    await left
    await expect(answer).resolves.toMatchObject({ type: 'Done' })
    await expect(watch.end).rejects.toMatchObject({ code: 'ENDED' })
  })

  test('is cancelled by a signal, and whoever iterates hears of it behind what had come', async () => {
    const { client, store } = await runningKv()
    const aborter = new AbortController()
    const watch = client.stream({ type: 'Watch', prefix: '', after: 0 }, { signal: aborter.signal })
    await until(() => store.watchers.size === 1)
    store.put('a', bytes('1'))
    await until(() => client.counts.heard === 1)
    aborter.abort()
    const seen: number[] = []
    const taking = (async () => {
      for await (const { revision } of watch) seen.push(revision)
    })()
    await expect(taking).rejects.toMatchObject({ code: 'ABORTED' })
    expect(seen).toEqual([1])
    await until(() => store.watchers.size === 0)
  })

  test('that is parked ends by its signal, and its handler is closed', async () => {
    let isClosed = false
    const { client } = await runningKv({
      async *Watch(_, { signal }) {
        try {
          yield { type: 'Changed', revision: 1, change: { case: 'deleted', value: 'a' } }
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        } finally {
          isClosed = true
        }
        return { type: 'Refused', trouble: 'FULL', detail: '' }
      },
    })
    for await (const _ of client.stream({ type: 'Watch', prefix: '', after: 0 })) break
    await until(() => isClosed)
  })

  test('is broken off with its connection, behind what had come', async () => {
    const { client, peer } = await pretending((one, type, id) => {
      if (type === NUMBER.List) one.say(found(1, id), found(2, id))
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await until(() => client.counts.heard === 2)
    peer().socket.destroy()
    let taken = 0
    const taking = (async () => {
      for await (const _ of rows) taken += 1
    })()
    await expect(taking).rejects.toMatchObject({ code: 'ENDED' })
    await expect(rows.end).rejects.toMatchObject({ code: 'ENDED' })
    expect(taken).toBe(2)
  })

  test('of which more comes than there is room for is a breach', async () => {
    const { client, peer } = await pretending((one, type, id) => {
      if (type === NUMBER.List) one.say(...Array.from({ length: 65 }, (_, at) => found(at + 1, id)))
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await expect(rows.end).rejects.toMatchObject({
      failure: { ending: { code: 'UNEXPECTED_MESSAGE', by: 'us' } },
    })
    expect(wordOf(await peer().hear('Fault'))).toBe('Fault UNEXPECTED_MESSAGE')
  })

  test('gives back room when half of it is used up', async () => {
    const { client, peer } = await pretending((one, type, id) => {
      if (type === NUMBER.List) one.say(...Array.from({ length: 64 }, (_, at) => found(at + 1, id)))
    })
    const rows = client.stream({ type: 'List', prefix: '' })[Symbol.asyncIterator]()
    for (let taken = 0; taken < 31; taken++) await rows.next()
    expect(peer().words).not.toContain('More')
    await rows.next()
    const more = await peer().hear('More')
    expect([numberOf(more, 1), numberOf(more, 2)]).toEqual([1, 32])
  })

  test.each([
    [
      'throws',
      async function* () {
        yield* []
        throw new Error('no such disk')
      },
      'the handler of List: Error: no such disk',
    ],
    [
      'ends without an end',
      async function* () {
        yield* []
      },
      'the handler of List: TypeError: It returned nothing; return Done or Refused.',
    ],
    [
      'gives another message',
      async function* () {
        yield { type: 'NotFound' }
      },
      'the handler of List: TypeError: It yielded NotFound; yield Found.',
    ],
    [
      'throws at once, written as function *',
      function* () {
        yield* []
        throw new Error('a bug')
      },
      'the handler of List: Error: a bug',
    ],
    [
      'gives an iterator without results',
      () => ({ next: () => undefined }),
      'the handler of List: TypeError: Its iterator gave no result.',
    ],
    [
      'gives an iterator that cannot be asked',
      () => ({
        next: () => {
          throw new Error('no iterator')
        },
      }),
      'the handler of List: Error: no iterator',
    ],
    [
      'gives no stream',
      () => [],
      'the handler of List: TypeError: It gave no stream: write it as an async generator, async *.',
    ],
  ])('of a handler that %s is over, and the conversation goes on', async (_, handler, failure) => {
    const { client, failures } = await runningKv({ List: handler as never })
    const rows = client.stream({ type: 'List', prefix: '' })
    await expect(rows.end).rejects.toMatchObject({ code: 'UNANSWERED', failure: { reason: 'UNANSWERED' } })
    expect(failures).toEqual([failure])
    await expect(client.ask({ type: 'Get', key: 'a' })).resolves.toMatchObject({ type: 'NotFound' })
  })

  test('that fails when it is cancelled is told of, and one that obeys its signal is not', async () => {
    const { client, failures } = await runningKv({
      async *List() {
        try {
          yield { type: 'Found', entry: { key: 'a', value: bytes(''), revision: 1, labels: [] } }
          return { type: 'Done', revision: 1 }
        } finally {
          // Cleaning up may fail, too.
          throwing()
        }
      },
      async *Watch(_, { signal }) {
        await once(new EventEmitter(), 'never', { signal })
        yield* []
        return { type: 'Refused', trouble: 'FULL', detail: '' }
      },
      Put: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        throw new Error('too late')
      },
    })
    for await (const { type } of client.stream({ type: 'List', prefix: '' })) {
      expect(type).toBe('Found')
      break
    }
    const aborting = new AbortController()
    const { signal } = aborting
    const watch = client.stream({ type: 'Watch', prefix: '', after: 0 }, { signal })
    const put = client.ask({ type: 'Put', key: 'a', value: bytes('') }, { signal })
    await client.ask({ type: 'Get', key: 'a' })
    aborting.abort()
    await expect(watch.end).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(put).rejects.toMatchObject({ code: 'ABORTED' })
    await client.bye()
    expect(failures.toSorted()).toEqual([
      'the handler of List: Error: the files are gone',
      'the handler of Put: Error: too late',
    ])
  })

  test('is no stream of a message that is asked, and a streamed message is neither said nor asked', async () => {
    const { client } = await runningKv()
    const refused = { code: 'MALFORMED_MESSAGE' }
    const none = client.stream({ type: 'Get', key: 'a' } as never) as { readonly end: Promise<unknown> }
    await expect(none.end).rejects.toMatchObject(refused)
    await expect(client.say({ type: 'List', prefix: '' } as never)).rejects.toMatchObject(refused)
    await expect(client.ask({ type: 'List', prefix: '' } as never)).rejects.toMatchObject(refused)
    expect(client.counts.said).toBe(0)
  })

  test('is one of 1,024 at most, and Bye does not wait for them', async () => {
    const { client, store } = await runningKv()
    const watches = Array.from({ length: 1_024 }, () =>
      client.stream({ type: 'Watch', prefix: '', after: 0 }),
    )
    await until(() => store.watchers.size === 1_024, 50_000)
    const next = client.stream({ type: 'Watch', prefix: '', after: 0 })
    await expect(next.end).rejects.toMatchObject({ code: 'UNANSWERED', failure: { reason: 'OVERLOADED' } })
    await client.ask({ type: 'Get', key: 'a' })
    const began = performance.now()
    await client.bye()
    // Nothing waits for a timer: the shortest is of 2 s.
    expect(performance.now() - began).toBeLessThan(1_500)
    await until(() => store.watchers.size === 0, 50_000)
    for (const { end } of watches) await expect(end).rejects.toMatchObject({ code: 'ENDED' })
  })
})
