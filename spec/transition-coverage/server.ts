import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { KnownByeReason } from '../../src/engine/codes.ts'
import type { ServerPeer } from '../../src/index.ts'
import { createServer, type Server } from '../../src/index.ts'
import { memoryStore, type Store, storeFault } from '../../src/store/index.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { deadlines } from '../support/machines.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import type { Taken } from '../support/watch.ts'
import { len, message, num, sayFrame } from '../support/wire.ts'
import {
  type Cause,
  conversing,
  hearing,
  type Means,
  machineWords,
  type Reason,
  refusing,
  telling,
} from './cause.ts'
import type { AtHand } from './drive.ts'
import { Gate, turnUntil } from './gate.ts'
import type { Edge } from './graph.ts'
import { follow, type Trail } from './trail.ts'

type Answer<F extends (...args: never[]) => () => Promise<unknown>> = Awaited<ReturnType<ReturnType<F>>>

const row = {
  id: 'row',
  accountId: 'account',
  createdAtMs: 0,
  usedAtMs: 0,
  expiresAtMs: 1_800_000_000_000,
  address: '',
}

/** A real server on a real socket, whose actors end when they are told to, and a raw client of it. */
export class ServerAtHand implements AtHand {
  private trail: Trail | undefined
  peer: TcpPeer | undefined
  private readonly clock = new SimulatedClock()
  private readonly lookUp = new Gate<Answer<Store['addresses']['find']>>()
  private readonly proof = new Gate<Answer<Store['sessions']['resume']>>()
  private readonly revocation = new Gate<Answer<Store['sessions']['revoke']>>()
  private readonly work = new Gate<void>()
  private receivedBytes = 0
  private server: Server | undefined
  private handler: ServerPeer | undefined

  /** The needs of the way in the server are read from the events on it. */
  async open(events: readonly string[]): Promise<void> {
    this.trail = follow()
    const memory = memoryStore()
    this.server = await createServer({
      port: 0,
      mode: events.includes('looked.waived') ? 'echo' : events.includes('proof.waived') ? 'identify' : 'auth',
      maxSessions: events.includes('refuse.OVERLOADED') ? 0 : 10,
      clock: this.clock,
      // Each state's own time is what passes here.
      sources: { loginGraceMs: Number.POSITIVE_INFINITY },
      log: {
        data: true,
        write: (event) => {
          if (event.event === 'received') this.receivedBytes += event.bytes
        },
      },
      store: {
        ...memory,
        addresses: { ...memory.addresses, find: () => this.lookUp.wait },
        accounts: { ...memory.accounts, find: () => () => new Promise(() => {}) },
        sessions: {
          ...memory.sessions,
          resume: () => this.proof.wait,
          revoke: () => this.revocation.wait,
          ofAccount: () => async () => E.right([row]),
        },
      },
      converse: {
        Say: (_, peer) => {
          this.handler = peer
          return this.work.wait()
        },
      },
    })
    if (events[0] !== 'refuse.OVERLOADED') await this.connect()
  }

  get taken(): readonly Taken[] {
    return this.trail?.taken ?? []
  }

  get words(): readonly string[] {
    return machineWords(this.at.frames)
  }

  rests(place: string): boolean {
    return place !== 'identify.greeted'
  }

  /** Has something said to it whose handler runs on, so that there is somebody to end, and something to wait for. */
  async engage(): Promise<void> {
    this.at.say(sayFrame(1, 'work'))
    await turnUntil(
      () => 'a handler',
      () => this.handler !== undefined,
    )
  }

  /** How the event is caused in the place of an edge, or why it cannot be. */
  cause({ from, state, event }: Edge): Cause | Reason {
    const [kind = '', word = ''] = event.split('.')
    if (!this.rests(from) && kind !== 'proof') return 'the server does not rest here'
    const over = state === 'close.done'
    switch (kind) {
      case 'recv':
        return hearing('client', state, word, () => this.means)
      case 'refuse':
        return this.refuse(from, state, word)
      case 'bye':
        return this.leave(state, word as KnownByeReason)
      case 'do':
        if (!over && word.startsWith('session'))
          return telling(
            word === 'sessionInfo' ? 'SessionInfo' : 'SessionsAnswered',
            () => this.means,
            () => this.at.say(message('ListSessions')),
          )
        return over
          ? 'nothing is said after the end'
          : conversing(
              word,
              () => this.means,
              () => this.handler?.say({ type: 'Say', text: 'of its own accord' }),
            )
      case 'lost':
        return { takes: over ? null : event, act: () => void this.at.socket.resetAndDestroy() }
      case 'xstate':
        return { takes: event, act: () => this.clock.advance(deadlines[state as keyof typeof deadlines]) }
      default:
        return { takes: event, act: () => this.find(event) }
    }
  }

  /** Ends the conversation so that the stream ends whatever the place is, and says what that adds to the words. */
  leaveFrom(place: string): readonly string[] {
    if (place === 'close.client.settling') {
      this.work.give()
      return ['Bye DONE']
    }
    if (place === 'close.client.loggingOut') {
      this.find('loggedOut.done')
      return ['Bye LOGGED_OUT']
    }
    // A stream that ends waits for handlers, too.
    this.work.open()
    this.at.socket.end()
    return []
  }

  closed(): Promise<unknown> {
    return this.at.end()
  }

  async close(): Promise<void> {
    this.trail?.stop()
    this.work.open()
    this.peer?.socket.destroy()
    await this.server?.close()
  }

  private get means(): Means {
    const { at: peer, clock, receivedBytes } = this
    return { peer, clock, receivedBytes }
  }

  private get at(): TcpPeer {
    if (this.peer === undefined) throw new Error('nobody is connected')
    return this.peer
  }

  private async connect(): Promise<void> {
    this.peer = await TcpPeer.to(this.server?.port ?? 0)
  }

  private refuse(place: string, state: string, code: string): Cause | Reason {
    const over = state === 'close.done'
    const takes = over ? null : `refuse.${code}`
    switch (code) {
      case 'VERSION':
        if (place !== 'connect.hello') return 'only Hello names versions'
        return {
          takes,
          act: () => this.at.say(message('Hello', Buffer.concat([num(1, 2), num(2, 3), len(5, 'talk')]))),
        }
      case 'OVERLOADED':
        return place === 'connect.hello'
          ? { takes, act: () => this.connect() }
          : 'only a connection too many is one'
      case 'UNAUTHORIZED':
        return 'a server says it by verified.last alone'
      case 'INTERNAL':
        return this.fail(place, takes)
      case 'TIMEOUT':
        if (['connect.hello', 'close.client.settling', 'close.server'].includes(place))
          return 'the deadline of the state is shorter than that of a frame'
        if (over) return 'nothing is read after the end'
        break
      case 'GAP':
        if (state !== 'converse' && state !== 'close.server') return 'no conversation message is legal here'
        break
      case 'TOO_LARGE':
        if (state === 'close.client') return 'no message is legal here, so none is too large'
        break
      default:
    }
    return refusing(takes, code, () => this.means)
  }

  private fail(place: string, takes: string | null): Cause | Reason {
    switch (place) {
      case 'identify.greet':
        return { takes, act: () => this.lookUp.fail() }
      case 'auth.verify':
        return { takes, act: () => this.proof.fail() }
      case 'close.client.loggingOut':
        return {
          takes,
          act: () => {
            this.work.give()
            this.revocation.fail()
          },
        }
      case 'converse':
      case 'close.client.settling':
      case 'close.server':
      case 'close.done':
        return { takes, act: () => this.work.fail() }
      default:
        return 'nothing of the server runs here that could fail'
    }
  }

  private leave(state: string, reason: KnownByeReason): Cause | Reason {
    const takes = `bye.${reason}`
    if (state === 'converse' || state.startsWith('close.'))
      return { takes, act: () => this.handler?.bye(reason) }
    return reason === 'SHUTTING_DOWN'
      ? { takes, act: () => void this.server?.close() }
      : 'nobody can end a conversation that has not begun, but by stopping the server'
  }

  /** Has an actor find an outcome. */
  private find(event: string): void {
    switch (event) {
      case 'looked.known':
        return this.lookUp.give(E.right(O.some({ name: 'Ada', lastSeenMs: 5 })))
      case 'looked.unknown':
        return this.lookUp.give(E.right(O.none))
      case 'verified.granted': {
        return this.proof.give(E.right({ outcome: 'resumed', name: 'Ada', session: row }))
      }
      case 'verified.denied':
      case 'verified.last':
        return this.proof.give(E.right({ outcome: 'unknown' }))
      case 'settled':
        return this.work.give()
      case 'loggedOut.done':
      case 'loggedOut.failed':
        this.work.give()
        return this.revocation.give(
          event === 'loggedOut.done' ? E.right(true) : E.left(storeFault('IO', 'memory')),
        )
      // The mode of the server has decided these already.
      case 'looked.waived':
      case 'proof.required':
      case 'proof.waived':
        return
      default:
        throw new Error(`Nobody finds ${event}.`)
    }
  }
}
