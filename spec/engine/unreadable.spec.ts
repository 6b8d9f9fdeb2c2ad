import { describe, expect, test } from '@jest/globals'
import { type Client, ColloquyError } from '../../src/index.ts'
import type { Kv } from '../support/kv/index.ts'
import { bytes, runningKv, until } from '../support/kv-store.ts'

const boom = (): never => {
  throw new Error('boom')
}

/** Messages that throw when somebody looks at them: at the type, at a field, behind other fields, inside a record. */
const unreadable: Readonly<Record<string, (whole: object) => object>> = {
  'its type throws': (whole) => Object.defineProperty({ ...whole }, 'type', { get: boom, enumerable: true }),
  'a field of it throws': (whole) => {
    const [field = ''] = Object.keys(whole).filter((name) => name !== 'type')
    return Object.defineProperty({ ...whole }, field, { get: boom, enumerable: true })
  },
  'its last field throws': (whole) =>
    Object.defineProperty({ ...whole }, Object.keys(whole).at(-1) ?? '', { get: boom, enumerable: true }),
  'it is a proxy that throws': (whole) => new Proxy(whole, { get: boom, has: boom, ownKeys: boom }),
}
const kinds = Object.entries(unreadable)

const put = { type: 'Put', key: 'a', value: bytes('1') }
const entry = { key: 'a', value: bytes('1'), revision: 1, labels: [] }

/** That the conversation goes on, and each message has its answer. */
const goesOn = async (client: Client<Kv>): Promise<void> => {
  for (let time = 0; time < 3; time++)
    await expect(client.ask({ type: 'Delete', key: 'none' })).resolves.toMatchObject({ type: 'NotFound' })
}

const refusal = { code: 'MALFORMED_MESSAGE', failure: { path: '' }, cause: { message: 'boom' } }

describe.each(kinds)('a message: %s', (_, spoilt) => {
  test('that is asked is refused to who asks it, and nothing of it is said', async () => {
    const { client, store } = await runningKv()
    const error = await client.ask(spoilt(put) as never).catch((thrown) => thrown)
    expect(error).toMatchObject(refusal)
    expect(error.message).toBe('The message cannot be read (Error: boom). Nothing was said.')
    await goesOn(client)
    expect([store.revision, client.counts.said]).toEqual([0, 3])
  })

  test('that waits for room is refused when its turn comes', async () => {
    const { client } = await runningKv({ Put: () => ({ type: 'Done', revision: 1 }) })
    const value = new Uint8Array(1024 * 1024)
    const before = Array.from({ length: 8 }, () => client.ask({ type: 'Put', key: 'a', value }))
    const refused = client.ask(spoilt(put) as never).catch((thrown) => thrown)
    const after = client.ask({ type: 'Put', key: 'b', value })
    await expect(Promise.all([...before, after])).resolves.toHaveLength(9)
    expect(await refused).toMatchObject(refusal)
    await goesOn(client)
  })

  test('that begins a stream is refused to who takes it', async () => {
    const { client } = await runningKv()
    const rows = client.stream(spoilt({ type: 'List', prefix: '' }) as never)
    await expect(rows.end).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    await expect(rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' })
    await goesOn(client)
  })

  test.each([
    ['returns', () => spoilt({ type: 'Found', entry }) as never],
    ['promises', async () => spoilt({ type: 'Found', entry }) as never],
  ])('that a handler %s is no answer', async (_, Get) => {
    const { client, failures } = await runningKv({ Get })
    await expect(client.ask({ type: 'Get', key: 'a' })).rejects.toMatchObject({ code: 'UNANSWERED' })
    expect(failures).toEqual([expect.stringMatching(/^the handler of Get: .*boom/)])
    await goesOn(client)
  })

  test.each(['yields', 'returns'] as const)('that a stream %s ends it', async (how) => {
    const { client, failures } = await runningKv({
      async *List() {
        yield { type: 'Found', entry } as never
        if (how === 'yields') yield spoilt({ type: 'Found', entry }) as never
        return spoilt({ type: 'Done', revision: 1 }) as never
      },
    })
    const rows = client.stream({ type: 'List', prefix: '' })
    await expect(rows.end).rejects.toMatchObject({ code: 'UNANSWERED' })
    expect(failures).toEqual([expect.stringMatching(/^the handler of List: .*boom/)])
    await goesOn(client)
  })
})

test('the result of an iterator that throws when it is looked at ends its stream', async () => {
  const iterator = { next: () => Object.defineProperty({}, 'done', { get: boom }) }
  const { client, failures } = await runningKv({
    List: (() => ({ [Symbol.asyncIterator]: () => iterator })) as never,
  })
  await expect(client.stream({ type: 'List', prefix: '' }).end).rejects.toMatchObject({ code: 'UNANSWERED' })
  expect(failures).toEqual(['the handler of List: Error: boom'])
  await goesOn(client)
})

describe('a getter of a message', () => {
  test('that says another one is told so, and that is not said into the middle of it', async () => {
    const { client, store } = await runningKv()
    const told: unknown[] = []
    const message = {
      type: 'Put',
      get key() {
        client.ask({ type: 'Put', key: 'inner', value: bytes('2') }).catch((error) => told.push(error))
        return 'outer'
      },
      value: bytes('1'),
    }
    await expect(client.ask(message as never)).resolves.toMatchObject({ type: 'Done', revision: 1 })
    await until(() => told.length > 0)
    expect(told[0]).toBeInstanceOf(ColloquyError)
    expect((told[0] as Error).message).toMatch(
      /^The message cannot be read \(TypeError: It is said while another/,
    )
    expect([...store.kept.keys()]).toEqual(['outer'])
    await goesOn(client)
  })

  test('that ends the conversation, or wants an answer no more, does so behind it', async () => {
    const { client, store } = await runningKv({ Get: () => new Promise(() => {}) })
    const unwanted = new AbortController()
    const given = client.ask({ type: 'Get', key: 'a' }, { signal: unwanted.signal }).catch(({ code }) => code)
    const putting = (during: () => void) => ({
      type: 'Put',
      get key() {
        during()
        return 'outer'
      },
      value: bytes('1'),
    })
    const aborting = putting(() => unwanted.abort())
    await expect(client.ask(aborting as never)).resolves.toMatchObject({ type: 'Done', revision: 1 })
    await expect(given).resolves.toBe('ABORTED')
    await goesOn(client)
    const ending = putting(() => void client.bye())
    await client.ask(ending as never).catch(() => {})
    await expect(client.over).resolves.toMatchObject({ how: 'bye', code: 'DONE', by: 'us' })
    expect(store.revision).toBe(2)
  })
})
