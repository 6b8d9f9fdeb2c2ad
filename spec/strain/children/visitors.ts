// Honest people who come one after the other, each from an address that nobody has seen, prove who they are, and leave. Where they
// are told to wait they do so, and try again.
import { visitorAddress } from '../addresses.ts'
import { answer, later } from '../inside.ts'
import { begin, dial, isIn, leave, type Outcome, type Proof, proveAgain } from '../peer.ts'

/** The visitors, and how often they come. */
export interface VisitorSettings {
  readonly port: number
  readonly tls?: boolean
  readonly accounts: readonly { readonly name: string; readonly password: string }[]
  readonly everyMs: number
}

/** The outcome of the visits. */
export interface VisitReport {
  /** Milliseconds from when each was due to its conversation; Infinity: it never began. */
  readonly took: readonly number[]
  /** How often visitors heard what else, or were cut off, on the way. */
  readonly refusals: Readonly<Record<string, number>>
}

const GIVE_UP_MS = 5_000
/** A pause where nobody says how long. */
const PAUSE_MS = 50

/** The visits to one server. */
class Visits {
  readonly refusals: Record<string, number> = {}
  private readonly settings: VisitorSettings

  constructor(settings: VisitorSettings) {
    this.settings = settings
  }

  async all(count: number): Promise<VisitReport> {
    const { everyMs } = this.settings
    const visits: Promise<number>[] = []
    const begunMs = performance.now()
    for (let index = 0; index < count; index++) {
      const dueMs = begunMs + index * everyMs
      await later(dueMs - performance.now())
      visits.push(this.one(index, dueMs))
    }
    return { took: await Promise.all(visits), refusals: this.refusals }
  }

  private async one(index: number, dueMs: number): Promise<number> {
    const { port, tls = false, accounts } = this.settings
    const account = accounts[index % accounts.length]
    if (account === undefined) throw new Error('There are no accounts.')
    const proof: Proof = { type: 'Login', ...account }
    while (performance.now() - dueMs < GIVE_UP_MS) {
      const peer = await dial({ port, from: visitorAddress(index), tls }).catch((error) => error)
      if (peer instanceof Error) {
        await this.refused({ word: String(Reflect.get(peer, 'code')), retryAfterMs: 0, token: '', bytes: '' })
        continue
      }
      const giveUp = setTimeout(() => peer.socket.destroy(), GIVE_UP_MS)
      let outcome = await begin(peer, proof)
      for (; outcome.word === 'Denied UNAVAILABLE'; outcome = await proveAgain(peer, proof))
        await this.refused(outcome)
      clearTimeout(giveUp)
      if (isIn(outcome)) {
        const tookMs = performance.now() - dueMs
        await leave(peer)
        return tookMs
      }
      peer.socket.destroy()
      await this.refused(outcome)
    }
    return Number.POSITIVE_INFINITY
  }

  private async refused({ word, retryAfterMs }: Outcome): Promise<void> {
    this.refusals[word] = (this.refusals[word] ?? 0) + 1
    await later(Math.max(retryAfterMs, PAUSE_MS))
  }
}

let visits: Visits | null = null

answer({
  begin: (settings: VisitorSettings) => {
    visits = new Visits(settings)
  },
  visit: (count: number) => visits?.all(count),
})
