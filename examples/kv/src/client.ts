// Shared by all clients of kv: a connection, and a watch that goes on when the connection breaks.
import { type Client, ColloquyError, connect } from 'colloquy'
import { type Changed, type Kv, kv, type Refused } from './protocol.ts'

export interface Person {
  readonly name: string
  readonly password: string
}

/** Connects as a person. A name that nobody has yet is registered. Rejects with a ColloquyError. */
export const connectKv = (person: Person, port: number, host = '127.0.0.1'): Promise<Client<Kv>> =>
  connect({ contract: kv, host, port, credentials: { ...person, register: true } })

/**
 * Gives each change under a prefix after a revision, once and in order, until the signal aborts. When the connection breaks
 * off it waits for the next one and goes on behind the last change that came. Returns why the server tells no more.
 */
export async function* watch(
  client: Client<Kv>,
  prefix: string,
  revision: number,
  signal: AbortSignal,
): AsyncGenerator<Changed, Refused | null> {
  for (let after = revision; ; ) {
    const changes = client.stream({ type: 'Watch', prefix, after }, { signal })
    try {
      for await (const changed of changes) {
        after = changed.revision
        yield changed
      }
      return await changes.end
    } catch (error) {
      if (signal.aborted) return null
      if (!(error instanceof ColloquyError && error.code === 'ENDED')) throw error
      await client.ready()
    }
  }
}
