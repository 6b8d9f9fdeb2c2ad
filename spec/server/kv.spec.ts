import { afterEach, describe, expect, test } from '@jest/globals'
import { type Client, connect, createServer, type Server, type ServerHandlers } from '../../src/index.ts'
import { type Changed, type Found, type Kv, kv } from '../support/kv/index.ts'

const text = (value: string): Uint8Array => Buffer.from(value)
const entry = (key: string, value: string, revision: number): Found['entry'] => ({
  key,
  value: text(value),
  revision,
  labels: [],
})

/** A store in memory that tells its watchers. */
class Store {
  readonly kept = new Map<string, Found['entry']>()
  readonly watchers = new Set<(changed: Changed) => void>()
  revision = 0

  put(key: string, value: string): number {
    this.revision += 1
    const put = entry(key, value, this.revision)
    this.kept.set(key, put)
    for (const tell of this.watchers)
      tell({ type: 'Changed', revision: this.revision, change: { case: 'put', value: put } })
    return this.revision
  }

  readonly handlers: ServerHandlers<Kv> = {
    Get: ({ key }) => {
      const found = this.kept.get(key)
      return found === undefined ? { type: 'NotFound' } : { type: 'Found', entry: found }
    },
    Put: async ({ key, value }) => {
      await Promise.resolve()
      return { type: 'Done', revision: this.put(key, Buffer.from(value).toString()) }
    },
    Delete: ({ key }) =>
      this.kept.delete(key) ? { type: 'Done', revision: this.revision } : { type: 'NotFound' },
    List: async function* (this: Store, { prefix }: { readonly prefix: string }) {
      for (const [key, found] of this.kept)
        if (key.startsWith(prefix)) yield { type: 'Found' as const, entry: found }
      return { type: 'Done' as const, revision: this.revision }
    }.bind(this),
    Watch: (_, { signal }) => this.watch(signal),
  }

  private async *watch(signal: AbortSignal) {
    const queue: Changed[] = []
    let wake = (): void => {}
    const tell = (changed: Changed): void => {
      queue.push(changed)
      wake()
    }
    this.watchers.add(tell)
    signal.addEventListener('abort', () => wake())
    try {
      while (!signal.aborted) {
        const next = queue.shift()
        if (next !== undefined) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
      return { type: 'Refused' as const, trouble: 'FULL' as const, detail: 'It is over.' }
    } finally {
      this.watchers.delete(tell)
    }
  }
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const running = async (
  more: Partial<ServerHandlers<Kv>> = {},
): Promise<{ store: Store; server: Server<Kv>; client: Client<Kv> }> => {
  const store = new Store()
  const server = await createServer({
    contract: kv,
    port: 0,
    mode: 'echo',
    converse: { ...store.handlers, ...more },
  })
  const client = await connect({ contract: kv, port: server.port, reconnect: false })
  open.push({ close: () => client.bye() }, server)
  return { store, server, client }
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 2_000 && !holds(); turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('one answer', () => {
  test('comes from a handler that returns it, or a promise of it', async () => {
    const { client } = await running()
    await expect(client.ask({ type: 'Get', key: 'a' })).resolves.toMatchObject({ type: 'NotFound' })
    await expect(client.ask({ type: 'Put', key: 'a', value: text('1') })).resolves.toMatchObject({
      type: 'Done',
      revision: 1,
      re: 2,
    })
    const got = await client.ask({ type: 'Get', key: 'a' })
    expect(got.type === 'Found' && Buffer.from(got.entry.value).toString()).toBe('1')
  })
})

describe('a stream', () => {
  test('gives each answer in order, and then its end', async () => {
    const { client, store } = await running()
    for (let at = 0; at < 1_000; at++) store.put(`a/${at}`, `value ${at}`)
    const rows = client.stream({ type: 'List', prefix: 'a/' })
    const keys: string[] = []
    for await (const row of rows) keys.push(row.entry.key)
    expect(keys).toEqual([...store.kept.keys()])
    await expect(rows.end).resolves.toMatchObject({ type: 'Done', revision: 1_000 })
  })

  test('is cancelled by who leaves the loop, and the handler hears of it', async () => {
    const { client, store } = await running()
    const watch = client.stream({ type: 'Watch', prefix: '', after: 0 })
    await until(() => store.watchers.size === 1)
    store.put('a', '1')
    store.put('b', '2')
    for await (const { revision } of watch) if (revision === 2) break
    await expect(watch.end).rejects.toMatchObject({ code: 'ABORTED' })
    await until(() => store.watchers.size === 0)
    expect(store.watchers.size).toBe(0)
    await expect(client.ask({ type: 'Get', key: 'b' })).resolves.toMatchObject({ type: 'Found' })
  })
})
