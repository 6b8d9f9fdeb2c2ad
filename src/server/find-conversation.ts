import type { Grant } from '../auth/index.ts'
import type { LeftEnd } from '../engine/held-end.ts'
import { Messaging } from '../engine/messaging.ts'
import type { ServerContext } from './context.ts'
import type { Claim } from './registry.ts'

/**
 * Finds the conversation that a client came to go on with over this connection: here, or in the store, where another process has
 * left it, or leaves it now. null: there is none that can go on. GAP: the client cannot have received so much, or so little.
 */
export const findConversation = async (
  { live, stored, handover }: Pick<ServerContext, 'live' | 'stored' | 'handover'>,
  connection: LeftEnd,
  claim: Claim,
  { sessionRow }: Grant,
): Promise<Messaging | 'GAP' | null> => {
  const { session, received, version } = claim
  const here = live.take(claim, sessionRow)
  if (here !== null || stored === undefined) return here
  let saved = await stored.find(session, sessionRow)
  if (saved === null && handover !== undefined) {
    await handover.ask(session, sessionRow)
    saved = await stored.find(session, sessionRow)
  }
  if (saved === null || saved.version !== version) return null
  const { acknowledged, said } = saved.sequence
  if (received < acknowledged || received > said) return 'GAP'
  return Messaging.restore(connection, session, saved)
}
