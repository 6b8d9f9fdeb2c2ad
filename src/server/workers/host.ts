import { nanoid } from 'nanoid'
import { canonicalAddress } from '../../address.ts'
import type { Authenticator } from '../../auth/index.ts'
import type { Nodes, Store } from '../../store/index.ts'
import type { OwnParts } from '../parts.ts'
import type { Replaceable } from '../sources/account-limit.ts'
import type { Misbehaviour } from '../sources/slots.ts'
import { type Api, Calls, type Port } from './calls.ts'
import type { LocalNodes } from './local-nodes.ts'
import type { Used } from './remote-limits.ts'
import type { Admitted } from './remote-slots.ts'

/** All servers on the store hear what is told to this one. */
const EVERY_NODE = '*'

/** The parts that the workers of a server have in common, and their store. */
export interface HostOptions {
  readonly parts: OwnParts
  readonly store: Store
  readonly nodes: Nodes | LocalNodes
}

/** A worker, as the primary has it. */
export interface HostedWorker {
  readonly calls: Calls
  /** Decides on a connection that is to be handed to it. */
  readonly admit: (address: string) => Admitted
  /** The worker is gone, and all that it had. */
  readonly leave: () => void
}

/** Answers the workers of a server: shares out what is scarce among them, and lets each hear what concerns it. */
export class Host {
  private readonly options: HostOptions
  private readonly workers = new Set<Member>()
  /** The workers of the connections that have a slot. */
  private readonly owners = new Map<string, Member>()

  constructor(options: HostOptions) {
    this.options = options
  }

  /** The server listens. */
  begin(): void {
    this.options.parts.begin({
      revoked: (id) => {
        for (const { calls } of this.workers) calls.tell('sessions', 'revoked', [id])
      },
    })
  }

  stop(): void {
    this.options.parts.stop()
  }

  /** A worker has come; `node` is its name among the servers on the store. `api` has more that it calls. */
  join(port: Port, node: string, api: Api = {}): HostedWorker {
    const { parts, store, nodes } = this.options
    const { slots, accounts } = parts
    const ends: (() => void)[] = []
    const replaceable = new Map<number, { readonly accountId: string; readonly conversation: Replaceable }>()
    const end = (key: number): void => {
      const known = replaceable.get(key)
      replaceable.delete(key)
      if (known !== undefined) accounts.end(known.accountId, known.conversation)
    }
    const calls = new Calls(port, {
      ...api,
      // Operations take and give what they do here.
      ...({ addresses: store.addresses, held: store.held ?? {} } as unknown as Api),
      authenticator: this.answering(parts.authenticator),
      slots: {
        admit: (address: string) => this.admit(member, address),
        keep: (key: string) => slots.keep(key),
        trust: (address: string) => slots.trust(address),
        leave: (key: string) => {
          slots.leave(key)
          this.owners.delete(key)
        },
        misbehaved: (address: string, how: Misbehaviour) => slots.misbehaved(address, how),
      },
      accounts: {
        begin: (accountId: string, key: number) => {
          const conversation: Replaceable = { bye: () => calls.tell('accounts', 'replaced', [key]) }
          replaceable.set(key, { accountId, conversation })
          accounts.begin(accountId, conversation)
        },
        end: (_accountId: string, key: number) => end(key),
      },
      rates: {
        used: (used: readonly Used[]) => {
          for (const other of this.workers) if (other !== member) other.calls.tell('rates', 'used', [used])
        },
      },
      nodes: { notify: (to: string, payload: string) => nodes.notify(to, payload) },
    })
    const member: Member = { calls }
    this.workers.add(member)
    for (const name of [node, EVERY_NODE])
      ends.push(nodes.onNotify(name, (payload) => calls.tell('nodes', 'heard', [name, payload])))
    return {
      calls,
      admit: (address) => this.admit(member, address),
      leave: () => {
        this.workers.delete(member)
        calls.close()
        for (const each of ends) each()
        for (const key of [...replaceable.keys()]) end(key)
        for (const [key, owner] of this.owners)
          if (owner === member) {
            slots.leave(key)
            this.owners.delete(key)
          }
      },
    }
  }

  private admit(member: Member, address: string): Admitted {
    const key = nanoid()
    const admission = this.options.parts.slots.admit(canonicalAddress(address), key)
    if (!admission.isLetIn) return { key, admission }
    this.owners.set(key, member)
    const { evicted } = admission
    if (evicted !== null) {
      this.owners.get(evicted)?.calls.tell('slots', 'evicted', [evicted])
      this.owners.delete(evicted)
    }
    return { key, admission: { isLetIn: true, evicted: null } }
  }

  /** The authenticator, which tells the other workers when it has revoked sessions. */
  private answering(authenticator: Authenticator): NonNullable<Api[string]> {
    const { nodes } = this.options
    const revoking =
      <Given extends readonly unknown[], A>(operation: (...given: Given) => () => Promise<A>) =>
      (...given: Given) =>
      async (): Promise<A> => {
        const result = await operation(...given)()
        if ('revoked' in nodes) nodes.revoked()
        return result
      }
    return {
      ...authenticator,
      revoke: revoking(authenticator.revoke),
      revokeOf: revoking(authenticator.revokeOf),
      revokeEverywhere: revoking(authenticator.revokeEverywhere),
    }
  }
}

interface Member {
  readonly calls: Calls
}
