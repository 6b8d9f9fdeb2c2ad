// Somebody in a conversation who says a message each 20 ms, and how long each answer takes from when the message was due. Beside
// it, in the same process, the same with a bare echo: what is late there is late because of the machine.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { message, num, sayFrame } from '../../support/wire.ts'
import { answer, later } from '../inside.ts'
import { begin, dial, isIn, type Peer, type Proof } from '../peer.ts'
import { type Summary, summaryOf } from '../statistics.ts'

/** Where somebody talks. */
export interface TalkerSettings {
  readonly from: string
  readonly port: number
  readonly tls?: boolean
  /** null: it is a bare echo, or asks for no proof. */
  readonly proof: Proof | null
  readonly isBare?: boolean
  /** A bare echo that is talked to at the same times. */
  readonly barePort: number
}

/** The outcome of one line of talk. */
export interface Talked extends Summary {
  /** Messages that were not answered. */
  readonly lost: number
}

/** The outcome of a talk. */
export interface TalkReport {
  readonly server: Talked
  readonly bare: Talked
  /** How late the timers of the talker itself were. */
  readonly own: Summary
}

const EVERY_MS = 20
/** For the answers to the last messages. */
const LAST_WITHIN_MS = 3_000
const ACK_EVERY = 32

/** A connection on which messages are said and answered. */
class Talk {
  private readonly peer: Peer
  private readonly due = new Map<number, number>()
  private sample: number[] = []
  private id = 0
  private heard = 0

  constructor(peer: Peer, isBare: boolean) {
    this.peer = peer
    peer.onFrame = ({ name, id, re }) => {
      if (name !== 'Say') return
      const dueMs = this.due.get(isBare ? id : re)
      this.due.delete(isBare ? id : re)
      if (dueMs !== undefined) this.sample.push(performance.now() - dueMs)
      this.heard += 1
      if (!isBare && this.heard % ACK_EVERY === 0) peer.send(message('Ack', num(1, id)))
    }
  }

  say(dueMs: number): void {
    this.id += 1
    this.due.set(this.id, dueMs)
    this.peer.send(sayFrame(this.id, 'how long does this take?'))
  }

  /** Forgets what was measured. */
  restart(): void {
    this.sample = []
    this.due.clear()
  }

  async report(): Promise<Talked> {
    for (let waited = 0; this.due.size > 0 && waited < LAST_WITHIN_MS && !this.peer.isClosed; waited += 20)
      await later(20)
    return { ...summaryOf(this.sample), lost: this.due.size }
  }

  end(): void {
    this.peer.socket.destroy()
  }
}

/** A talk with a server and with a bare echo, at the same times. */
class Talker {
  private readonly talks: readonly [Talk, Talk]
  private readonly delay = monitorEventLoopDelay({ resolution: 1 })
  private late: number[] = []
  private dueMs = 0
  private timer: NodeJS.Timeout | undefined

  private constructor(talks: readonly [Talk, Talk]) {
    this.talks = talks
  }

  static async begin({ from, port, tls, proof, isBare = false, barePort }: TalkerSettings): Promise<Talker> {
    const peer = await dial({ port, from, tls: tls === true })
    const outcome = isBare ? null : await begin(peer, proof)
    if (outcome !== null && !isIn(outcome)) throw new Error(`The talk did not begin: ${outcome.word}`)
    const bare = await dial({ port: barePort, from })
    return new Talker([new Talk(peer, isBare), new Talk(bare, true)])
  }

  /** Measures anew from now on. */
  start(): void {
    for (const talk of this.talks) talk.restart()
    this.late = []
    this.delay.reset()
    this.delay.enable()
    this.dueMs = performance.now()
    this.tick()
  }

  async stop(): Promise<TalkReport> {
    clearTimeout(this.timer)
    const [talk, bareTalk] = this.talks
    const [server, bare] = await Promise.all([talk.report(), bareTalk.report()])
    const lateness = summaryOf(this.late)
    this.delay.disable()
    for (const each of this.talks) each.end()
    return { server, bare, own: { ...lateness, max: Math.max(lateness.max, this.delay.max / 1e6) } }
  }

  private tick(): void {
    const nowMs = performance.now()
    if (this.dueMs <= nowMs) this.late.push(nowMs - this.dueMs)
    for (; this.dueMs <= nowMs; this.dueMs += EVERY_MS) for (const talk of this.talks) talk.say(this.dueMs)
    this.timer = setTimeout(() => this.tick(), Math.max(1, this.dueMs - performance.now()))
  }
}

let talker: Talker | null = null

answer({
  begin: async (settings: TalkerSettings) => {
    talker = await Talker.begin(settings)
  },
  start: () => talker?.start(),
  stop: () => talker?.stop(),
})
