import { createAuthenticator } from '../../src/auth/index.ts'
import type { TakenToken, TokenKeeper } from '../../src/client/credentials.ts'
import type { ClientSession } from '../../src/client/session.ts'
import type { Ending } from '../../src/engine/ending.ts'
import { ColloquyError } from '../../src/engine/errors.ts'
import type { ServerSession } from '../../src/server/session.ts'
import { memoryStore, type Store } from '../../src/store/index.ts'
import type { MemoryLink } from '../../src/testing/memory-link.ts'
import { type Recording, record } from '../support/recording.ts'
import { cheapHasher, World } from '../support/world.ts'
import { FaultyStore } from './faulty-store.ts'

/** How a network treats what crosses it. */
export interface Network {
  readonly delayMs: number
  /** Cuts what is sent into pieces of these sizes, one after the other, again and again. */
  readonly pieces: readonly number[]
  readonly bufferBytes: number
}

/** The proofs that a client may try. */
export type Proof = 'register' | 'password' | 'wrong' | 'token' | 'revoked'

/** How a client comes. */
export interface Arrival {
  readonly name: string
  readonly proof: Proof
  readonly address: string
  readonly network: Network
  readonly reconnect: boolean
}

/** A conversation message as a program heard it. */
export interface Heard {
  readonly id: number
  readonly re: number
  readonly text: string
}

/** One client, and what its program knows of it. */
export interface Guest {
  readonly name: string
  readonly caller: ClientSession
  readonly links: MemoryLink[]
  begun: boolean
  /** Why there was no conversation. */
  failure: string | null
  ending: Ending | null | undefined
}

/** A fault on purpose, to see that it is noticed. */
export interface Sabotage {
  readonly store?: (store: Store) => Store
  readonly link?: (link: MemoryLink) => void
}

/** Keeps a token; whoever comes meanwhile waits. */
export class Jar implements TokenKeeper {
  token: string | null
  private free: Promise<void> = Promise.resolve()

  constructor(token: string | null = null) {
    this.token = token
  }

  async take(): Promise<TakenToken> {
    const before = this.free
    let release = (): void => {}
    this.free = new Promise((resolve) => {
      release = resolve
    })
    await before
    return {
      token: this.token,
      keep: async (token) => {
        this.token = token
      },
      forget: async () => {
        this.token = null
      },
      release: async () => release(),
    }
  }
}

/** Where 2027 begins, about. */
const TODAY_MS = 1_800_000_000_000

const passwordOf = (name: string): string => `canary-password-${name}`

/** A real server and real clients of it, in memory and by a simulated clock. */
export class Stage {
  readonly world = new World()
  readonly recording: Recording = record(this.world.clock)
  readonly store: FaultyStore
  readonly guests: Guest[] = []
  readonly jars = new Map<string, Jar>()
  /** The messages that the programs heard, by the name of the session. */
  readonly heardByServer = new Map<string, Heard[]>()
  readonly heardByClient = new Map<string, Heard[]>()
  /** The answers that were waited for with `ask`. */
  readonly answered = new Map<string, Heard[]>()
  /** How far the wall clock is from where it should be. */
  skewMs = 0
  private minted = 0
  private readonly sabotage: Sabotage
  private readonly authenticator

  constructor(sabotage: Sabotage) {
    this.sabotage = sabotage
    const memory = memoryStore()
    this.store = new FaultyStore(sabotage.store?.(memory) ?? memory)
    this.authenticator = createAuthenticator({
      store: this.store.store,
      registration: 'open',
      hasher: cheapHasher,
      now: () => this.todayMs(),
      mintToken: () => `canary-token-${++this.minted}-`.padEnd(43, '_'),
    })
  }

  todayMs(): number {
    return TODAY_MS + this.world.clock.now() + this.skewMs
  }

  jarOf(name: string): Jar {
    const jar = this.jars.get(name) ?? new Jar()
    this.jars.set(name, jar)
    return jar
  }

  /** Brings a client that proves itself so, from an address, over a network of its own, with the token of a jar. */
  bring({ name, proof, address, network, reconnect }: Arrival, jar: Jar | null): Guest {
    const links: MemoryLink[] = []
    const { caller } = this.world.pair(
      {
        mode: 'auth',
        store: this.store.store,
        authenticator: this.authenticator,
        today: () => this.todayMs(),
        converse: {
          Say: (message, peer) => {
            heardIn(this.heardByServer, peer.session).push({ id: peer.id, re: peer.re, text: message.text })
            if (!message.text.startsWith('canary-text ask')) return undefined
            const answer = { type: 'Say' as const, text: `canary-text answer to ${message.text}` }
            if (!message.text.endsWith('slowly')) return peer.reply(answer)
            return this.later(700).then(() => peer.reply(answer))
          },
        },
      },
      {
        name,
        reconnect,
        credentials: {
          name,
          password: proof === 'wrong' ? 'canary-wrong' : passwordOf(name),
          register: proof === 'register',
          ...(jar === null ? {} : { tokens: jar }),
        },
        converse: {
          Say: (message, peer) => {
            heardIn(this.heardByClient, peer.session).push({ id: peer.id, re: peer.re, text: message.text })
          },
        },
      },
      {
        delayMs: network.delayMs,
        bufferBytes: network.bufferBytes,
        chop: (bytes) => chopped(bytes, network.pieces),
        client: { address, port: 50_000 + this.world.links.length },
      },
      (link) => {
        links.push(link)
        this.recording.tap(link)
        this.sabotage.link?.(link)
      },
    )
    const guest: Guest = { name, caller, links, begun: false, failure: null, ending: undefined }
    caller.begun.then(
      () => {
        guest.begun = true
      },
      (error: unknown) => {
        guest.failure = reasonOf(error)
      },
    )
    void caller.over.then((ending) => {
      guest.ending = ending
    })
    this.guests.push(guest)
    return guest
  }

  /** The server's side of a client's last connection. */
  sessionOf(guest: Guest): ServerSession | undefined {
    return this.world.sessions.find(({ session }) => session === guest.caller.session)
  }

  private later(ms: number): Promise<void> {
    return new Promise((resolve) => void this.world.clock.setTimer(ms, resolve))
  }
}

export const heardIn = (heard: Map<string, Heard[]>, session: string): Heard[] => {
  const known = heard.get(session) ?? []
  heard.set(session, known)
  return known
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof ColloquyError)) return String(error)
  return error.failure.code === 'DENIED' ? error.failure.reason : error.failure.code
}

const MAX_PIECES = 200

function* chopped(bytes: Buffer, pieces: readonly number[]): Iterable<Buffer> {
  // The clock counts every piece, so that there are to be no more than some hundred.
  const least = Math.ceil(bytes.length / MAX_PIECES)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + Math.max(least, pieces[turn % pieces.length] ?? 1)
    yield bytes.subarray(at, end)
    at = end
  }
}
