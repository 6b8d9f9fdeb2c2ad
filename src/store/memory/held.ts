import * as O from 'fp-ts/lib/Option.js'
import { isTooLarge, mayReplace, takenBy } from '../held.ts'
import type { HeldConversation, HeldConversations, HeldSummary, TakenConversation } from '../store.ts'
import type { Operate, Tables } from './tables.ts'

/** The conversations as a map by their ids. */
export const heldInMemory = (stored: Operate, { held, sessions }: Tables): HeldConversations => ({
  put: (conversation) =>
    stored(() => {
      if (isTooLarge(conversation)) return 'too large'
      const { session, login } = conversation
      const there = held.get(session)
      if (there !== undefined && !mayReplace(there, conversation)) return 'stale'
      if (login !== null && !sessions.has(login)) return 'stale'
      held.set(session, conversation)
      return 'held'
    }),
  take: (session, owner, nowMs) =>
    stored((): O.Option<TakenConversation> => {
      const there = held.get(session)
      if (there === undefined || there.state === null || there.expiresAtMs <= nowMs) return O.none
      const taken = takenBy(owner, there, there.state)
      held.set(session, { ...taken, state: null })
      return O.some(taken)
    }),
  find: (session) => stored(() => O.map(summaryOf)(O.fromNullable(held.get(session)))),
  list: (owner) =>
    stored(() =>
      [...held.values()]
        .filter((each) => each.owner === owner)
        .map(summaryOf)
        .sort(inOrderOfSessions),
    ),
  drop: (session, epoch) => stored(() => held.get(session)?.epoch === epoch && held.delete(session)),
  purge: (nowMs) =>
    stored(
      () =>
        [...held].filter(([session, { expiresAtMs }]) => expiresAtMs <= nowMs && held.delete(session)).length,
    ),
})

const summaryOf = ({ state: _state, ...summary }: HeldConversation): HeldSummary => summary

/** By their bytes, as a database does. */
const inOrderOfSessions = (a: HeldSummary, b: HeldSummary): number =>
  Buffer.compare(Buffer.from(a.session), Buffer.from(b.session))
