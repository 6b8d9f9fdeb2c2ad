import { MessageJson } from '../../protocol/talk/io.ts'
import {
  type CapturedMessage,
  type CaptureEntry,
  type ConnectionEvent,
  captureText,
} from '../../src/capture/index.ts'
import { contractHash } from '../../src/contract/hash.ts'
import type { MemoryLink } from '../../src/testing/memory-link.ts'
import type { Clock } from '../../src/transport/clock.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { contract } from './contract.ts'
import { watch } from './watch.ts'

type Side = 'client' | 'server'

/** The life of both ends of some connections, a capture each. */
export interface Recording {
  /** Records a connection from now on. */
  tap(link: MemoryLink): void
  /** The events of each connection that was tapped, in the order of tapping; secrets are in it. */
  readonly incidents: readonly (readonly CaptureEntry[])[]
  /** The same as texts of captures, without the secrets. */
  texts(): readonly string[]
  stop(): void
}

/** Records by a clock, until it is stopped. */
export const record = (clock: Clock): Recording => {
  const incidents: CaptureEntry[][] = []
  const ends = new Map<Connection, { readonly side: Side; readonly incidents: CaptureEntry[] }>()
  const meets = (connection: Connection, event: ConnectionEvent): void => {
    const end = ends.get(connection)
    end?.incidents.push({ at: clock.now(), side: end.side, does: 'meets', event })
  }
  const stop = watch({
    passed: ({ does, side, connection, message, id, re }) => {
      // The JSON form of a message has no value that is not one of a capture.
      const captured = MessageJson.encode(message) as CapturedMessage
      ends.get(connection)?.incidents.push({ at: clock.now(), side, does, message: captured, id, re })
    },
    stepped: ({ event }, connection) => {
      if (connection === null) return
      if (event === 'lost') meets(connection, 'lost')
      if (event.startsWith('xstate.after.')) meets(connection, 'deadline')
    },
  })
  return {
    incidents,
    tap: (link) => {
      const lived: CaptureEntry[] = []
      incidents.push(lived)
      ends.set(link.client, { side: 'client', incidents: lived })
      ends.set(link.server, { side: 'server', incidents: lived })
      const cut = link.cut
      link.cut = () => {
        meets(link.client, 'cut')
        meets(link.server, 'cut')
        cut()
      }
    },
    texts: () => incidents.map((lived) => captureText(contract, hash, lived)),
    stop,
  }
}

const hash = Buffer.from(contractHash(contract)).toString('hex')
