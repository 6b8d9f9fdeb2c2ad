import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { createAuthenticator, type Hasher } from '../../src/auth/index.ts'
import type { ClientConfig } from '../../src/client/config.ts'
import { knownInMemory } from '../../src/client/known-server.ts'
import { ClientSession } from '../../src/client/session.ts'
import type { SharedParts } from '../../src/engine/connection.ts'
import type { ClientEvent, PeerEvent } from '../../src/engine/events.ts'
import { FlushScheduler } from '../../src/engine/flush-scheduler.ts'
import type { Handlers } from '../../src/engine/peer.ts'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { HeldConversations } from '../../src/server/held.ts'
import { SessionRegistry } from '../../src/server/registry.ts'
import { ServerSession } from '../../src/server/session.ts'
import { canonicalAddress, memoryStore } from '../../src/store/index.ts'
import { type LinkOptions, linkInMemory, type MemoryLink } from '../../src/testing/memory-link.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import { runtime } from './machines.ts'
import { RawPeer } from './raw-peer.ts'

/** Hashes that cost nothing and prove nothing. */
export const cheapHasher: Hasher = {
  hash: (password) => TE.right(`cheap:${password}`),
  verify: (phc, password) => TE.right(phc === `cheap:${password}`),
  dummy: 'nobody',
  isDated: () => false,
}

/** Options of a test for the server; all others have their defaults. */
export interface ServerSide
  extends Partial<
    Omit<ServerContext, Exclude<keyof SharedParts, 'observer'> | 'live' | 'began' | 'gone' | 'converse'>
  > {
  readonly converse?: ServerHandlers
  /** Actors that never come to their end. */
  readonly held?: readonly string[]
}

/** Options of a test for the client. */
export interface ClientSide
  extends Partial<Omit<ClientConfig, Exclude<keyof SharedParts, 'observer'> | 'log' | 'converse'>> {
  readonly converse?: ClientHandlers
  readonly held?: readonly string[]
}

const never = new Promise<string>(() => {})

class HeldSession extends ServerSession {
  held: readonly string[] = []

  override run(actor: string): string | Promise<string> {
    return this.held.includes(actor) ? never : super.run(actor)
  }
}

class HeldCaller extends ClientSession {
  idle: readonly string[] = []

  override run(actor: string): string | Promise<string> {
    return this.idle.includes(actor) ? never : super.run(actor)
  }
}

/** The name of the contract's state that an end is in. */
export const stateOf = ({ state }: { readonly state: number }): string => runtime.stateName(state)

/** A clock, one turn for all, and the ends that live by them. Nothing happens but by `pass`. */
export class World {
  readonly clock = new SimulatedClock()
  readonly turn = new FlushScheduler((callback) => void this.clock.setTimer(0, callback))
  /** The log of the servers. */
  readonly serverLog: PeerEvent[] = []
  /** The log of the clients. */
  readonly clientLog: ClientEvent[] = []
  /** How much of servers and clients is logged; as usual unless set. */
  level: 'debug' | 'trace' | undefined
  readonly sessions: ServerSession[] = []
  readonly links: MemoryLink[] = []
  /** The conversation that went over each connection, both by their sessions. */
  readonly conversations = new Map<string, string>()
  private readonly shared = { clock: this.clock, scheduler: this.turn }
  private service: ServerContext | undefined
  /** Conversations of the server that have no connection. */
  held: HeldConversations | undefined

  pass(byMs = 0): Promise<void> {
    return this.clock.pass(byMs)
  }

  /** Lets milliseconds pass until it is so; after a second of them it is looked less often. */
  async until(itIsSo: () => boolean, maxMs = 1_000): Promise<void> {
    await this.pass()
    for (let ms = 0; !itIsSo(); ) {
      if (ms >= maxMs) throw new Error(`It did not come to be so within ${maxMs} ms.`)
      const stepMs = ms < 1_000 ? 1 : 20
      await this.pass(stepMs)
      ms += stepMs
    }
  }

  /** The server is gone; the next session is one of another process. */
  forgetServer(): void {
    this.service = undefined
  }

  /** The server's session over one end of a link. The first call says what server it is. */
  serve(link: MemoryLink, side: ServerSide = {}): ServerSession {
    this.service ??= this.serviceOf(side)
    const connection = link.server
    const address = canonicalAddress(connection.remote.address)
    const log = { data: false, level: this.level, write: (event: PeerEvent) => this.serverLog.push(event) }
    const session = new HeldSession(
      this.service,
      `session-${this.sessions.length + 1}`,
      address,
      connection,
      log,
    )
    session.held = side.held ?? []
    this.sessions.push(session)
    session.open()
    return session
  }

  /** A server and a raw client. */
  rawClient(side: ServerSide = {}, options: LinkOptions = {}): { session: ServerSession; raw: RawPeer } {
    const link = this.link(options)
    const raw = new RawPeer(link.client)
    return { session: this.serve(link, side), raw }
  }

  /** A client and a raw server for each connection that it opens. */
  rawServer(side: ClientSide = {}, options: LinkOptions = {}): { caller: ClientSession; raws: RawPeer[] } {
    const raws: RawPeer[] = []
    const caller = this.call(side, () => {
      const link = this.link(options)
      raws.push(new RawPeer(link.server))
      return link
    })
    return { caller, raws }
  }

  /** A client and a server. */
  pair(
    serverSide: ServerSide = {},
    clientSide: ClientSide = {},
    options: LinkOptions = {},
    made: (link: MemoryLink) => void = () => {},
  ): { caller: ClientSession; link: () => MemoryLink; session: () => ServerSession } {
    const caller = this.call(clientSide, () => {
      const link = this.link(options)
      made(link)
      this.serve(link, serverSide)
      return link
    })
    return {
      caller,
      link: () => this.links.at(-1) as MemoryLink,
      session: () => this.sessions.at(-1) as ServerSession,
    }
  }

  link(options: LinkOptions = {}): MemoryLink {
    const link = linkInMemory(this.clock, options)
    this.links.push(link)
    return link
  }

  private call(side: ClientSide, dial: () => MemoryLink): ClientSession {
    const { held = [], converse = {}, ...calling } = side
    const caller = new HeldCaller({
      runtime,
      open: async () => E.right(dial().client),
      knownServer: knownInMemory(),
      nonce: () => Buffer.alloc(32, 7),
      name: null,
      credentials: null,
      requireProof: (calling.credentials ?? null) !== null,
      // The contract's tables judge what each handler gets.
      converse: (converse ?? {}) as Handlers,
      reconnect: false,
      insecurePassword: false,
      agent: 'test',
      ...this.shared,
      log: { data: false, level: this.level, write: (event) => this.clientLog.push(event) },
      random: () => 0.5,
      ...calling,
    })
    caller.idle = held
    // Tests that want to know look for themselves.
    caller.begun.catch(() => {})
    caller.start()
    return caller
  }

  private serviceOf({ held: _, converse, ...side }: ServerSide): ServerContext {
    const store = memoryStore()
    const ended = ({ session }: { readonly session: string }) => void side.stored?.forget(session)
    this.held = new HeldConversations(this.clock, ({ messaging }) => ended(messaging))
    return {
      runtime,
      mode: 'echo',
      agent: 'test',
      store,
      authenticator: createAuthenticator({ store, registration: 'open', hasher: cheapHasher }),
      registration: 'open',
      insecurePassword: false,
      heartbeatMs: 30_000,
      loginGraceMs: Number.POSITIVE_INFINITY,
      converse: (converse ?? {}) as Handlers,
      today: () => 1_800_000_000_000,
      ...side,
      ...this.shared,
      live: new SessionRegistry(this.held),
      began: ({ session }, peer) => this.conversations.set(session, peer.session),
      gone: () => {},
      ended,
    }
  }
}
