import { EventEmitter, once } from 'node:events'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type ClientHandlers, connect } from '../../src/index.ts'
import { type Kv, kv } from '../support/kv/index.ts'
import { bytes, runningKv, until } from '../support/kv-store.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import { frame, len, message, num, numberOf, sample, wordOf } from '../support/wire.ts'

/** The numbers of messages of kv. */
const GET = 64
const LIST = 67
const FOUND = 69
const NOT_FOUND = 70
const DONE = 71
const CHANGED = 73

const found = (id: number, re: number, valueBytes = 1): Buffer =>
  frame(FOUND, len(1, Buffer.concat([len(1, 'k'), len(2, Buffer.alloc(valueBytes)), num(3, 1)])), { id, re })

const throwing = (): never => {
  throw new Error('the files are gone')
}

const pass = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
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

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server that does as it is told with what comes after the handshake, and a client of it. */
const pretending = async (
  heard: (peer: TcpPeer, type: number, id: number) => void,
  converse: ClientHandlers<Kv> = {},
) => {
  let peer: TcpPeer | undefined
  const server = await fakeServer((one) => {
    peer = one
    void one.hear('Hello').then(() => {
      one.say(
        message('Welcome', Buffer.concat([sample.Welcome.subarray(0, -6), len(7, 'kv')])),
        message('Ready'),
      )
      let told = 0
      void one
        .until('the end of the test', () => {
          for (const { type, id } of one.frames.slice(told)) if (type >= 64) heard(one, type, id)
          told = one.frames.length
          return undefined
        })
        .catch(() => {})
    })
  })
  closing.push(server.close)
  const client = await connect({ contract: kv, port: server.port, reconnect: false, converse })
  return { client, peer: () => peer as TcpPeer }
}

describe('an answer', () => {
  test('comes from a handler that returns it, or a promise of it', async () => {
    const { client } = await runningKv()
    await expect(client.ask({ type: 'Get', key: 'a' })).resolves.toMatchObject({ type: 'NotFound', re: 1 })
    await expect(client.ask({ type: 'Put', key: 'a', value: bytes('1') })).resolves.toMatchObject({
      type: 'Done',
      revision: 1,
      re: 2,
    })
    const got = await client.ask({ type: 'Get', key: 'a' })
    expect(got.type === 'Found' && Buffer.from(got.entry.value).toString()).toBe('1')
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no such disk')
      },
      'the handler of Get: Error: no such disk',
    ],
    ['rejects', () => Promise.reject(new Error('no such disk')), 'the handler of Get: Error: no such disk'],
    [
      'returns nothing',
      () => undefined,
      'the handler of Get: TypeError: It returned nothing; return Found or NotFound.',
    ],
    [
      'returns another message',
      () => ({ type: 'Done', revision: 1 }),
      'the handler of Get: TypeError: It returned Done; return Found or NotFound.',
    ],
    [
      'returns what breaks the contract',
      async () => ({ type: 'Found' }),
      /the handler of Get: ColloquyError: The message breaks the contract/,
    ],
  ])('of a handler that %s is told to be none, and the conversation goes on', async (_, handler, failure) => {
    const { client, failures } = await runningKv({ Get: handler as never })
    await expect(client.ask({ type: 'Get', key: 'a' })).rejects.toMatchObject({
      code: 'UNANSWERED',
      failure: { reason: 'UNANSWERED' },
    })
    expect(failures).toEqual([typeof failure === 'string' ? failure : expect.stringMatching(failure)])
    await expect(client.ask({ type: 'Delete', key: 'a' })).resolves.toMatchObject({ type: 'NotFound' })
  })

  test('that is given up is cancelled: the handler hears of it, and nobody gets the late answer', async () => {
    const late: string[] = []
    let answer = (): void => {}
    const { client } = await runningKv(
      {
        Get: ({ key }, { signal }) => {
          signal.addEventListener('abort', () => late.push(`aborted ${key}`))
          return new Promise((resolve) => {
            answer = () => resolve({ type: 'NotFound' })
          })
        },
      },
      {},
      { converse: { NotFound: () => void late.push('heard') } },
    )
    await expect(client.ask({ type: 'Get', key: 'a' }, { withinMs: 20 })).rejects.toMatchObject({
      code: 'NO_ANSWER',
    })
    await until(() => late.length > 0)
    answer()
    await client.ask({ type: 'Delete', key: 'a' })
    expect(late).toEqual(['aborted a'])
    expect(client.tally).toMatchObject({ said: 2, heard: 1 })
  })

  test('that is given up before its message could be said is not asked for', async () => {
    const { client } = await runningKv()
    const value = new Uint8Array(1024 * 1024)
    const puts = Array.from({ length: 6 }, (_, at) => client.ask({ type: 'Put', key: `${at}`, value }))
    const aborter = new AbortController()
    const given = client.ask({ type: 'Get', key: 'a' }, { signal: aborter.signal })
    aborter.abort()
    await expect(given).rejects.toMatchObject({ code: 'ABORTED' })
    await Promise.all(puts)
    await client.ask({ type: 'Get', key: 'a' })
    expect(client.tally.said).toBe(7)
  })

  test('that is given up while its message waits for a handler is not made any more', async () => {
    const deleted: string[] = []
    let go = (): void => {}
    const going = new Promise<void>((resolve) => {
      go = resolve
    })
    const { client } = await runningKv({
      Get: () => going.then(() => ({ type: 'NotFound' })),
      Delete: ({ key }) => {
        deleted.push(key)
        return { type: 'NotFound' }
      },
    })
    const gets = Array.from({ length: 64 }, () => client.ask({ type: 'Get', key: 'a' }))
    const given = client.ask({ type: 'Delete', key: 'given up' }, { withinMs: 50 })
    const kept = client.ask({ type: 'Delete', key: 'kept' })
    await expect(given).rejects.toMatchObject({ code: 'NO_ANSWER' })
    // The Cancel is before what is asked now.
    const last = client.ask({ type: 'Delete', key: 'last' })
    await pass(50)
    go()
    await Promise.all([...gets, kept, last])
    expect(deleted).toEqual(['kept', 'last'])
  })

  test('that comes too late all the same reaches no handler', async () => {
    const heard: string[] = []
    const { client, peer } = await pretending(
      (one, type, id) => {
        if (type === LIST)
          one.say(
            frame(DONE, num(1, 1), { id: 1, re: id }),
            frame(NOT_FOUND, Buffer.alloc(0), { id: 2, re: 1 }),
          )
      },
      { NotFound: () => void heard.push('NotFound') },
    )
    await expect(client.ask({ type: 'Get', key: 'a' }, { withinMs: 20 })).rejects.toMatchObject({
      code: 'NO_ANSWER',
    })
    await expect(client.stream({ type: 'List', prefix: '' }).end).resolves.toMatchObject({ type: 'Done' })
    await until(() => client.tally.heard === 2)
    expect(heard).toEqual([])
    expect(peer().words.slice(1, 4)).toEqual(['Say 1', 'Cancel', 'unknown 67'])
    await client.bye().catch(() => {})
  })

  test('to a message that was not said is not waited for: a signal that has aborted says nothing', async () => {
    const { client } = await runningKv()
    const signal = AbortSignal.abort()
    await expect(client.ask({ type: 'Get', key: 'a' }, { signal })).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(client.stream({ type: 'List', prefix: '' }, { signal }).end).rejects.toMatchObject({
      code: 'ABORTED',
    })
    expect(client.tally.said).toBe(0)
  })

  test.each([
    ['Changed', CHANGED, Buffer.concat([num(1, 1), len(2, len(2, 'k'))])],
    ['Done', DONE, num(1, 1)],
  ])('that is none of the contract’s is a breach: %s for a Get', async (name, type, body) => {
    const { client, peer } = await pretending((one, asked, id) => {
      if (asked === GET) one.say(frame(type, body, { id: 1, re: id }))
    })
    await expect(client.ask({ type: 'Get', key: 'a' })).rejects.toMatchObject({
      code: 'ENDED',
      failure: {
        ending: {
          how: 'fault',
          by: 'us',
          code: 'UNEXPECTED_MESSAGE',
          detail: `${name} is no answer to the message with the id 1, or more than was asked for.`,
        },
      },
    })
    expect(wordOf(await peer().hear('Fault'))).toBe('Fault UNEXPECTED_MESSAGE')
  })
})

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
      if (type === LIST) one.say(...Array.from({ length: 10 }, (_, at) => found(at + 1, id, 1024 * 1024)))
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
    await until(() => client.tally.heard === 1)
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
      if (type === LIST) one.say(found(1, id), found(2, id))
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await until(() => client.tally.heard === 2)
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
      if (type === LIST) one.say(...Array.from({ length: 65 }, (_, at) => found(at + 1, id)))
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await expect(rows.end).rejects.toMatchObject({
      failure: { ending: { code: 'UNEXPECTED_MESSAGE', by: 'us' } },
    })
    expect(wordOf(await peer().hear('Fault'))).toBe('Fault UNEXPECTED_MESSAGE')
  })

  test('gives back room when half of it is used up', async () => {
    const { client, peer } = await pretending((one, type, id) => {
      if (type === LIST) one.say(...Array.from({ length: 64 }, (_, at) => found(at + 1, id)))
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
          // What cleans up may fail, too.
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
    expect(client.tally.said).toBe(0)
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

describe('a program hears', () => {
  test('of each conversation that begins and that is over, with the peer to say something to', async () => {
    const told: string[] = []
    const { server, client } = await runningKv(
      {},
      {
        began: ({ session }) => told.push(`began ${session}`),
        gone: ({ session, tally }) => told.push(`gone ${session}: ${tally.heard}`),
      },
    )
    expect([...server.peers]).toHaveLength(1)
    await client.ask({ type: 'Get', key: 'a' })
    await client.bye()
    await until(() => told.length === 2)
    expect(told).toEqual([`began ${client.session}`, `gone ${client.session}: 1`])
    expect([...server.peers]).toHaveLength(0)
  })

  test('of a hook that fails in the log, and nobody else does', async () => {
    const { client, failures } = await runningKv(
      {},
      {
        began: () => {
          throw new Error('no roster')
        },
        gone: async () => {
          throw new Error('no roster')
        },
      },
    )
    await client.ask({ type: 'Get', key: 'a' })
    await client.bye()
    await until(() => failures.length === 2)
    expect(failures).toEqual(['began: Error: no roster', 'gone: Error: no roster'])
  })
})
