import type { Socket } from 'node:net'
import type { Authenticator } from '../../auth/index.ts'
import { type CallStore, type Nodes, type Store, storeByCalls } from '../../store/index.ts'
import { type Clock, type Endpoint, handedSockets, UNIX_INTRODUCTION } from '../../transport/index.ts'
import type { Primary } from '../parts.ts'
import type { SessionRegistry } from '../registry.ts'
import { SourceLimits } from '../sources/limits.ts'
import type { SourceOptions } from '../sources/options.ts'
import { Rates } from '../sources/rates.ts'
import { type Api, Calls, type Port } from './calls.ts'
import { RemoteAccounts, SharedRates, type Used } from './remote-limits.ts'
import { type Admitted, RemoteSlots } from './remote-slots.ts'

/** The place of a worker in its server. */
export interface WorkerPlace {
  /** Where the primary listens. */
  readonly address: Endpoint
  readonly isUnix: boolean
  readonly maxArriving: number
  readonly processes: number
}

/** The primary, as a worker has it. */
export interface RemotePrimary extends Primary {
  readonly store: Store
  readonly calls: Calls
  /** Has other rates for accounts from now on. */
  readonly setSources: (sources: SourceOptions) => void
  /** Takes a socket that the primary has accepted; `admitted` where it has decided on it, too. */
  readonly take: (socket: Socket, admitted: Admitted | null) => void
}

/** Every operation; one that is missing does not compile. */
const AUTHENTICATOR: Readonly<Record<keyof Authenticator, true>> = {
  register: true,
  login: true,
  resume: true,
  use: true,
  holder: true,
  sessionsOf: true,
  revokeOf: true,
  revoke: true,
  revokeEverywhere: true,
}

/** Connects a worker with its primary. `api` has more that the primary calls. */
export const remotePrimary = (
  port: Port,
  { address, isUnix, maxArriving, processes }: WorkerPlace,
  options: SourceOptions | undefined,
  clock: Clock,
  api: Api = {},
): RemotePrimary => {
  let live: Pick<SessionRegistry, 'revoked'> | null = null
  const hearing = new Map<string, Set<(payload: string) => void>>()
  const calls = new Calls(port, {
    ...api,
    slots: { evicted: (key: string) => slots.evicted(key) },
    accounts: { replaced: (key: number) => accounts.replaced(key) },
    rates: { used: (used: readonly Used[]) => rates.hear(used) },
    sessions: { revoked: (id: string) => live?.revoked(id) },
    nodes: {
      heard: (node: string, payload: string) => {
        for (const hear of hearing.get(node) ?? []) hear(payload)
      },
    },
  })
  const limits = new SourceLimits(options)
  const slots = new RemoteSlots(calls)
  const accounts = new RemoteAccounts(calls)
  const rates = new SharedRates(new Rates(() => clock.now(), limits.rates), calls, clock)
  const nodes: Nodes = {
    // It gives what the primary's does.
    notify: (node, payload) => () =>
      calls.call('nodes', 'notify', [node, payload]) as ReturnType<ReturnType<Nodes['notify']>>,
    onNotify: (node, hear, began = () => undefined) => {
      const those = hearing.get(node) ?? new Set()
      hearing.set(node, those.add(hear))
      began()
      return () => void those.delete(hear)
    },
    // The primary watches revocations.
    onRevoked: () => () => undefined,
  }
  let taking: (socket: Socket) => void = (socket) => socket.destroy()
  // An operation gives what that of the primary's store does.
  const callStore = ((part, operation, given) => calls.call(part, operation, given)) as CallStore
  return {
    calls,
    store: {
      ...storeByCalls(callStore, () => Promise.reject(new Error('The store is the primary’s.'))),
      nodes,
    },
    // One function for each operation, which takes and gives what that does.
    authenticator: Object.fromEntries(
      Object.keys(AUTHENTICATOR).map((name) => [
        name,
        (...given: readonly unknown[]) =>
          () =>
            calls.call('authenticator', name, given),
      ]),
    ) as unknown as Authenticator,
    slots,
    accounts,
    rates,
    maxArriving,
    processes,
    passwords: () => ({ running: 0, waiting: 0 }),
    begin: (registry) => {
      live = registry
    },
    stop: () => rates.stop(),
    setSources: (sources) => limits.change(sources),
    listen: ({ onConnection, arrivals }) => {
      const introduction = isUnix ? UNIX_INTRODUCTION : undefined
      const { listener, take } = handedSockets(address, onConnection, arrivals, introduction)
      taking = take
      return listener
    },
    take: (socket, admitted) => {
      slots.expect(admitted)
      taking(socket)
      slots.expect(null)
    },
  }
}
