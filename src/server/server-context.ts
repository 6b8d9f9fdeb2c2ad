import { FlushScheduler } from '../engine/index.ts'
import type { ConnectedSessions } from './connected-sessions.ts'
import type { ServerContext } from './context.ts'
import type { Conversations } from './conversations.ts'
import type { Measures } from './metrics/server-metrics.ts'
import type { ServerParts } from './parts.ts'
import type { ServerSettings } from './settings.ts'
import type { StoreFaults } from './store-faults.ts'

/** All that a server has one of, whatever the connection. */
export interface ContextParts {
  readonly settings: ServerSettings
  readonly parts: Pick<ServerParts, 'authenticator' | 'rates'>
  readonly measures: Measures
  readonly faults: StoreFaults
  readonly connected: ConnectedSessions
  readonly conversations: Conversations
}

/** Makes the context of a server's sessions. */
export const serverContext = (of: ContextParts): ServerContext => {
  const { settings, parts, measures, faults, connected, conversations } = of
  const { registration, limits, greetKnown, identity, observer } = settings
  const { stored, handover } = conversations
  return {
    runtime: settings.runtime,
    mode: settings.mode,
    agent: settings.agent,
    store: settings.store,
    authenticator: measures.timedProofs(parts.authenticator),
    get registration() {
      return registration.current
    },
    insecurePassword: settings.insecurePassword,
    ...(greetKnown === undefined ? {} : { greetKnown }),
    identifyBy: settings.identifyBy,
    ...(identity === null ? {} : { identity }),
    heartbeatMs: settings.heartbeatMs,
    get loginGraceMs() {
      return limits.loginGraceMs
    },
    converse: measures.timed(settings.converse),
    clock: settings.clock,
    scheduler: new FlushScheduler(),
    ...(observer === null ? {} : { observer }),
    rates: parts.rates,
    ...(stored === null ? {} : { stored }),
    ...(handover === null ? {} : { handover }),
    live: conversations.live,
    today: settings.today,
    isNews: (fault) => faults.isNews(fault),
    countFault: (fault) => faults.count(fault),
    notContinued: () => {
      measures.counters.notContinued += 1
    },
    began: ({ session, remote }, peer) => {
      connected.proven(session, remote)
      conversations.began(peer)
    },
    gone: ({ session, remote }, ending) => connected.gone(session, remote, ending),
    ended: (peer) => conversations.ended(peer),
  }
}
