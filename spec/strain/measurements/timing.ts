import { register } from '../accounts.ts'
import { visitorAddress } from '../addresses.ts'
import type { Measurement } from '../measurement.ts'
import { begin, dial, type Outcome, proveAgain } from '../peer.ts'
import { inCounts, inMs, judged } from '../row.ts'
import { auc, summaryOf } from '../statistics.ts'

const ACCOUNTS = 20
const [FROM, TO] = [0.45, 0.55]

/** How a guess was denied, and after what time. */
interface Denied extends Outcome {
  readonly ms: number
}

const guess = async (port: number, from: string, name: string): Promise<Denied> => {
  const peer = await dial({ port, from })
  try {
    await begin(peer, null)
    const begunMs = performance.now()
    const outcome = await proveAgain(peer, { type: 'Login', name, password: 'not the password' })
    return { ...outcome, ms: performance.now() - begunMs }
  } finally {
    peer.socket.destroy()
  }
}

/**
 * Each pair comes from an address of its own, so that no name and no address fails more than twice, and nothing of what
 * slows guessing down has begun: all have to be BAD_CREDENTIALS.
 */
export const timing: Measurement = {
  about: 'whether the time to a denial, or its bytes, tell names that are known from those that are not',
  withinMs: 120_000,
  run: async (lab) => {
    const { port } = await lab.serve()
    await register(port, 'known', ACCOUNTS)
    const known: Denied[] = []
    const unknown: Denied[] = []
    for (let pair = 0; pair < lab.amount(400, 10); pair++) {
      const number = 1 + (pair % ACCOUNTS)
      const guessOne = async (prefix: string, into: Denied[]): Promise<void> =>
        void into.push(await guess(port, visitorAddress(pair), `${prefix} ${number}`))
      const both = [() => guessOne('known', known), () => guessOne('knowm', unknown)]
      if (Math.random() < 0.5) both.reverse()
      for (const one of both) await one()
    }
    const [times, timesUnknown] = [known.map(({ ms }) => ms), unknown.map(({ ms }) => ms)]
    const area = auc(times, timesUnknown)
    const words: Record<string, number> = {}
    for (const { word } of [...known, ...unknown]) words[word] = (words[word] ?? 0) + 1
    const bodies = new Set([...known, ...unknown].map(({ bytes }) => bytes))
    lab.add(
      judged(
        'time to a denial, known above unknown names (AUC)',
        `${FROM} to ${TO}`,
        `${area.toFixed(3)} over ${times.length} pairs; median ${inMs(summaryOf(times).p50)} and ${inMs(summaryOf(timesUnknown).p50)}`,
        area >= FROM && area <= TO,
      ),
      judged('bytes of the denials', 'the same', `${bodies.size} different`, bodies.size === 1),
      judged(
        'throttled meanwhile',
        'nobody',
        inCounts(words),
        Object.keys(words).join() === 'Denied BAD_CREDENTIALS',
      ),
    )
  },
}
