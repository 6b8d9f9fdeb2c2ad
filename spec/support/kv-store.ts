import { afterEach } from '@jest/globals'
import {
  type Client,
  type ClientOptions,
  connect,
  createServer,
  type Server,
  type ServerEvent,
  type ServerHandlers,
  type ServerOptions,
} from '../../src/index.ts'
import { type Changed, type Entry, type Kv, kv } from './kv/index.ts'

export const bytes = (value: string): Uint8Array => Buffer.from(value)

/** A store in memory that tells its watchers, spoken to by the contract kv. */
class KvStore {
  readonly kept = new Map<string, Entry>()
  readonly watchers = new Set<(changed: Changed) => void>()
  revision = 0

  put(key: string, value: Uint8Array): number {
    this.revision += 1
    const put = { key, value, revision: this.revision, labels: [] }
    this.kept.set(key, put)
    for (const tell of this.watchers)
      tell({ type: 'Changed', revision: this.revision, change: { case: 'put', value: put } })
    return this.revision
  }

  readonly handlers: ServerHandlers<Kv> = {
    Get: ({ key }) => {
      const entry = this.kept.get(key)
      return entry === undefined ? { type: 'NotFound' } : { type: 'Found', entry }
    },
    Put: async ({ key, value }) => {
      await Promise.resolve()
      return { type: 'Done', revision: this.put(key, value) }
    },
    Delete: ({ key }) =>
      this.kept.delete(key) ? { type: 'Done', revision: this.revision } : { type: 'NotFound' },
    List: ({ prefix }) => this.list(prefix),
    Watch: (_, { signal }) => this.watch(signal),
  }

  private async *list(prefix: string) {
    for (const [key, entry] of this.kept) if (key.startsWith(prefix)) yield { type: 'Found' as const, entry }
    return { type: 'Done' as const, revision: this.revision }
  }

  private async *watch(signal: AbortSignal) {
    const changes: Changed[] = []
    let wake = (): void => {}
    const tell = (changed: Changed): void => {
      changes.push(changed)
      wake()
    }
    this.watchers.add(tell)
    signal.addEventListener('abort', () => wake())
    try {
      while (!signal.aborted) {
        const next = changes.shift()
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

/** A server of kv with a client, both of this process. */
export interface RunningKv {
  readonly store: KvStore
  readonly server: Server<Kv>
  readonly client: Client<Kv>
  /** The failures that the server's log was told of. */
  readonly failures: readonly string[]
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** Starts them; some handlers may be others. They end with the test. */
export const runningKv = async (
  handlers: Partial<ServerHandlers<Kv>> = {},
  serverOptions: Partial<ServerOptions<Kv>> = {},
  clientOptions: Partial<ClientOptions<Kv>> = {},
): Promise<RunningKv> => {
  const store = new KvStore()
  const failures: string[] = []
  const write = (event: ServerEvent): void => {
    if (event.event === 'failed') failures.push(`${event.what}: ${event.detail}`)
  }
  const server = await createServer({
    contract: kv,
    port: 0,
    mode: 'echo',
    converse: { ...store.handlers, ...handlers },
    log: { data: false, write },
    ...serverOptions,
  })
  const client = await connect({ contract: kv, port: server.port, reconnect: false, ...clientOptions })
  open.push({ close: () => client.bye() }, server)
  return { store, server, client, failures }
}

/** Lets turns of the event loop pass. */
export const pass = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits until something holds, for a limited number of turns of the event loop. */
export const until = async (holds: () => boolean, turns = 5_000): Promise<void> => {
  for (let turn = 0; turn < turns && !holds(); turn++) await new Promise((resolve) => setImmediate(resolve))
  if (!holds()) throw new Error('It never came to be.')
}
