import type { ByeReason } from '../../protocol/base/messages.ts'
import { type Proof, password, personName } from '../../src/client/index.ts'
import { type Client, connect } from '../../src/index.ts'
import { SimulatedClock } from '../../src/testing/index.ts'
import { deadlines } from '../support/machines.ts'
import { fakeServer, type TcpPeer } from '../support/tcp-peer.ts'
import type { Taken } from '../support/watch.ts'
import { len, message, num, sayFrame, someToken } from '../support/wire.ts'
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

/** Where the deadline of the state leaves a frame that time. */
const patient = ['identify.name', 'auth.prove', 'auth.verify', 'converse']

const proofs: Readonly<Record<string, Proof>> = {
  'proved.register': { type: 'Register', name: personName('Ada'), password: password('eight or more') },
  'proved.login': { type: 'Login', name: personName('Ada'), password: password('eight or more') },
  // Its form is that of a token, and that is all that is known of it here.
  'proved.resume': { type: 'Resume', token: someToken, received: 0 } as Proof,
}

/** A real client on a real socket, whose program answers when it is told to, and a raw server of it. */
export class ClientAtHand implements AtHand {
  private trail: Trail | undefined
  private readonly clock = new SimulatedClock()
  private readonly peers: TcpPeer[] = []
  private readonly name = new Gate<string | null>()
  private readonly proof = new Gate<Proof | null>()
  private readonly work = new Gate<void>()
  private readonly unwanted = new AbortController()
  private server: Awaited<ReturnType<typeof fakeServer>> | undefined
  private client: Client | undefined
  private begun: Promise<Client> | undefined
  private handler: { bye(reason?: ByeReason): void } | undefined
  private receivedBytes = 0

  async open(events: readonly string[]): Promise<void> {
    this.trail = follow()
    this.server = await fakeServer((peer) => this.peers.push(peer))
    if (events.includes('opened.failed')) this.server.close()
    this.begun = connect({
      port: this.server.port,
      name: this.name.wait,
      credentials: this.proof.wait,
      requireProof: !events.includes('recv.Ready'),
      reconnect: events.includes('hungUp.later'),
      clock: this.clock,
      signal: this.unwanted.signal,
      converse: {
        Say: (_, peer) => {
          this.handler = peer
          return this.work.wait()
        },
      },
      log: {
        data: true,
        write: (event) => {
          if (event.event === 'received') this.receivedBytes += event.bytes
        },
      },
    })
    this.begun.catch(() => {})
  }

  get taken(): readonly Taken[] {
    return this.trail?.taken ?? []
  }

  get words(): readonly string[] {
    return machineWords(this.peers.flatMap(({ frames }) => frames))
  }

  rests(place: string): boolean {
    return place !== 'offline.connecting'
  }

  async engage(): Promise<void> {
    this.client = await this.begun
    this.at.say(sayFrame(1, 'work'))
    await turnUntil(
      () => 'a handler',
      () => this.handler !== undefined,
    )
  }

  cause({ state, event }: Edge, then?: string): Cause | Reason {
    const [kind = '', word = ''] = event.split('.')
    const over = state === 'close.done'
    if (state === 'offline' && ['recv', 'refuse', 'lost'].includes(kind)) return 'there is no connection'
    switch (kind) {
      case 'recv':
        if (state === 'converse' && word.startsWith('Session'))
          return { takes: null, act: () => this.hearOfSessions(word as 'SessionInfo') }
        return hearing('server', state, word, () => this.means)
      case 'refuse':
        return this.refuse(state, word)
      case 'bye':
        return { takes: event, act: () => this.leave(word as ByeReason) }
      case 'do':
        if (word === 'logout') return { takes: event, act: () => void this.client?.logout() }
        if (!over && word === 'listSessions')
          return telling(
            'ListSessions',
            () => this.means,
            () => void this.client?.sessions().catch(() => {}),
          )
        if (!over && word === 'revokeSession')
          return telling(
            'RevokeSession',
            () => this.means,
            () => void this.client?.revokeSession('row').catch(() => {}),
          )
        return over
          ? 'nothing is said after the end'
          : conversing(
              word,
              () => this.means,
              () => this.client?.say({ type: 'Say', text: 'of its own accord' }),
            )
      case 'lost':
        return { takes: over ? null : event, act: () => void this.at.socket.resetAndDestroy() }
      case 'xstate':
        return { takes: event, act: () => this.clock.advance(deadlines[state as keyof typeof deadlines]) }
      default:
        return { takes: event, act: () => this.find(event, then) }
    }
  }

  leaveFrom(place: string): readonly string[] {
    this.work.open()
    if (place === 'close.server') return ['Bye DONE']
    if (!place.startsWith('offline')) this.at.socket.end()
    return []
  }

  closed(): Promise<unknown> {
    return Promise.all(this.peers.map((peer) => peer.end()))
  }

  async close(): Promise<void> {
    this.trail?.stop()
    this.work.open()
    this.handler?.bye()
    this.unwanted.abort()
    this.server?.close()
    await this.client?.over
  }

  private get means(): Means {
    const { at: peer, clock, receivedBytes } = this
    return { peer, clock, receivedBytes }
  }

  private get at(): TcpPeer {
    const peer = this.peers.at(-1)
    if (peer === undefined) throw new Error('nobody is connected')
    return peer
  }

  /** The server says it of what was asked. */
  private async hearOfSessions(name: 'SessionInfo' | 'SessionsAnswered'): Promise<void> {
    this.client?.sessions().catch(() => {})
    await this.at.hear('ListSessions')
    this.at.say(message(name))
  }

  private refuse(state: string, code: string): Cause | Reason {
    const takes = state === 'close.done' ? null : `refuse.${code}`
    switch (code) {
      case 'VERSION': {
        if (state !== 'connect.welcome') return 'only Welcome names a version'
        const other = Buffer.concat([
          num(1, 2),
          len(2, Buffer.alloc(8)),
          num(5, 1_000),
          num(6, 30_000),
          len(7, 'talk'),
        ])
        return { takes, act: () => this.at.say(message('Welcome', other)) }
      }
      case 'OVERLOADED':
        return 'a client has room for its one conversation'
      case 'UNAUTHORIZED':
        return state === 'identify.greet' || state === 'identify.greeted'
          ? { takes, act: () => this.at.say(message('Ready')) }
          : 'only Ready can come without a proof'
      case 'INTERNAL':
        return this.fail(state, takes)
      case 'TIMEOUT':
        if (state === 'close.done') return 'nothing is read after the end'
        if (!patient.includes(state)) return 'the deadline of the state is shorter than that of a frame'
        break
      case 'GAP':
        if (state !== 'converse' && state !== 'close.client') return 'no conversation message is legal here'
        break
      case 'TOO_LARGE':
        if (state === 'close.server') return 'no message is legal here, so none is too large'
        break
      default:
    }
    return refusing(takes, code, () => this.means)
  }

  private fail(state: string, takes: string | null): Cause | Reason {
    if (state === 'identify.name') return { takes, act: () => this.name.fail() }
    if (state === 'auth.prove') return { takes, act: () => this.proof.fail() }
    if (state === 'converse' || state.startsWith('close.')) return { takes, act: () => this.work.fail() }
    return 'nothing of the program runs here that could fail'
  }

  private leave(reason: ByeReason): void {
    if (this.handler !== undefined) this.handler.bye(reason)
    else this.unwanted.abort()
  }

  /** Has an actor find an outcome. */
  private find(event: string, then: string | undefined): void {
    switch (event) {
      case 'named.given':
        return this.name.give('Ada')
      case 'named.withheld':
        return this.name.give(null)
      case 'proved.register':
      case 'proved.login':
      case 'proved.resume':
        return this.proof.give(proofs[event] ?? null)
      case 'proved.withheld':
        return this.proof.give(null)
      case 'settled':
        return this.work.open()
      case 'hungUp.final':
      case 'hungUp.later':
        return void this.at.socket.end()
      case 'waited':
        if (then === 'opened.later') this.server?.close()
        return this.clock.advance(LONGEST_FIRST_WAIT_MS)
      // The network has decided these already.
      case 'opened.done':
      case 'opened.failed':
      case 'opened.later':
        return
      default:
        throw new Error(`Nobody finds ${event}.`)
    }
  }
}

/** Before the first connection after one that was lost. */
const LONGEST_FIRST_WAIT_MS = 100
