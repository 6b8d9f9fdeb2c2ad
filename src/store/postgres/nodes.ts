import { sql } from 'kysely'
import type { Access } from '../sql/access.ts'
import type { Nodes } from '../store.ts'
import type { Listener } from './listener.ts'

/** Notified by whoever revokes a session; without a payload. */
export const REVOKED_CHANNEL = 'colloquy_revoked'

/** The name of a server, a line break, and what it is told. */
export const NODES_CHANNEL = 'colloquy_nodes'

/** PostgreSQL takes less than 8,000 in all. */
const MAX_PAYLOAD_BYTES = 7_000

const MAX_NODE_BYTES = 64

/** Tells servers of each other by NOTIFY. */
export const nodesIn = ({ write }: Access, listener: Listener): Nodes => ({
  notify: (node, payload) =>
    write(async (transaction) => {
      assertNode(node)
      if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
        throw new RangeError(`A payload has at most ${MAX_PAYLOAD_BYTES} bytes.`)
      await sql`select pg_notify(${NODES_CHANNEL}, ${`${node}\n${payload}`})`.execute(transaction)
    }),
  onNotify: (node, hear, began = () => undefined) => {
    assertNode(node)
    const mine = `${node}\n`
    return listener.subscribe({
      channel: NODES_CHANNEL,
      hear: (payload) => {
        if (payload.startsWith(mine)) hear(payload.slice(mine.length))
      },
      began,
    })
  },
  onRevoked: (changed) => listener.subscribe({ channel: REVOKED_CHANNEL, hear: changed, began: changed }),
})

const assertNode = (node: string): void => {
  const bytes = Buffer.byteLength(node)
  if (bytes === 0 || bytes > MAX_NODE_BYTES || node.includes('\n'))
    throw new RangeError(`The name of a server has 1 to ${MAX_NODE_BYTES} bytes, and no line break.`)
}
