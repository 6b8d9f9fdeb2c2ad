import { approach } from './approach.ts'
import type { HostileCase } from './case.ts'
import { TLS_CASES, tryTls } from './over-tls.ts'
import { ConformPeer } from './peer.ts'
import type { Rule } from './rules.ts'
import { dial, type Target } from './target.ts'
import { type Result, tryCase } from './try.ts'

/** A case that was tried, or left out. */
export type Tried = Result & {
  readonly name: string
  readonly rule: Rule
  readonly expect: readonly string[]
}

/** Connections at the same time. */
const AT_ONCE = 8

/** Says Hello; null: the server takes it, so that there is more to try. */
const greet = async (target: Target): Promise<Tried | null> => {
  const peer = new ConformPeer(await dial(target))
  const reached = await approach(peer, target, 'identify.name').finally(() => peer.destroy())
  if (reached !== null) return null
  const { sent, words, hasEnded: ended } = peer
  return {
    name: 'Hello',
    rule: 'version.protocol',
    expect: ['Welcome'],
    outcome: 'broken',
    sent,
    came: words.slice(-1),
    ended,
  }
}

/**
 * Tries the cases of a server, and the channel; tells of each as it is done. Rejects where no connection can be made, and with
 * ProofDenied, once those are done that were under way.
 */
export const conform = async (
  cases: readonly HostileCase[],
  target: Target,
  told: (tried: Tried) => void,
): Promise<void> => {
  const greeted = await greet(target)
  if (greeted !== null) return told(greeted)
  const some = cases.filter(({ side }) => side === 'server')
  let next = 0
  const work = async (): Promise<void> => {
    for (let one = some[next++]; one !== undefined; one = some[next++]) {
      const { name, rule, expect } = one
      told({ name, rule, expect, ...(await tryCase(one, target)) })
    }
  }
  const stopping = (error: unknown): never => {
    next = some.length
    throw error
  }
  const workers = Array.from({ length: AT_ONCE }, () => work().catch(stopping))
  for (const worked of await Promise.allSettled(workers))
    if (worked.status === 'rejected') throw worked.reason
  if (target.tls === null) return
  for (const one of TLS_CASES) {
    const came = await tryTls(one, target)
    const { name, rule, expect } = one
    const wanted = expect === null ? [] : [expect]
    const result: Result =
      came === expect
        ? { outcome: 'passed' }
        : {
            outcome: 'broken',
            sent: Buffer.alloc(0),
            came: came === null ? [] : [came],
            ended: came === null,
          }
    told({ name, rule, expect: wanted, ...result })
  }
}
