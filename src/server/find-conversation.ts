import type { Grant } from '../auth/index.ts'
import type { LeftEnd } from '../engine/held-end.ts'
import { Messaging } from '../engine/messaging.ts'
import type { ServerContext } from './context.ts'
import type { Claim } from './registry.ts'
import type { StoredConversations } from './stored-conversations.ts'

type Context = Pick<ServerContext, 'live' | 'stored' | 'handover'>

/**
 * Finds the conversation that a client came to go on with over this connection: here, or in the store, where another process has
 * left it, or leaves it now. null: there is none that can go on. GAP: the client cannot have received so much, or so little.
 * Of clients that come for one conversation at the same time one goes on, or each takes it from the one before.
 */
export const findConversation = async (
  context: Context,
  connection: LeftEnd,
  claim: Claim,
  { sessionRow }: Grant,
): Promise<Messaging | 'GAP' | null> => {
  const { live, stored } = context
  const here = live.take(claim, sessionRow)
  if (here !== null || stored === undefined) return here
  return stored.inTurn(
    claim.session,
    async () =>
      // While this waited for its turn, or for the store, another one may have brought it here.
      live.take(claim, sessionRow) ??
      (await findElsewhere(context, stored, connection, claim, sessionRow)) ??
      live.take(claim, sessionRow),
  )
}

const findElsewhere = async (
  { handover }: Context,
  stored: StoredConversations,
  connection: LeftEnd,
  { session, received, version }: Claim,
  sessionRow: string,
): Promise<Messaging | 'GAP' | null> => {
  let found = await stored.find(session, sessionRow)
  if (found === null && handover !== undefined) {
    await handover.ask(session, sessionRow)
    found = await stored.find(session, sessionRow)
  }
  if (found === null) return null
  const { saved, giveBack } = found
  const { acknowledged, said } = saved.sequence
  const isGap = received < acknowledged || received > said
  if (saved.version === version && !isGap) return Messaging.restore(connection, session, saved)
  // As one that is held here, it waits for a claim that fits.
  await giveBack()
  return isGap ? 'GAP' : null
}
