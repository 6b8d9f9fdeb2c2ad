// Clients that resume their sessions again and again, each with the token of the time before.
import type { Account } from '../accounts.ts'
import { visitorAddress } from '../addresses.ts'
import { answer } from '../inside.ts'
import { begin, dial, isIn, leave } from '../peer.ts'
import { type Summary, summaryOf } from '../statistics.ts'

/** The client that resumes, and where. */
export interface ResumerSettings {
  readonly port: number
  readonly accounts: readonly Account[]
}

/** The outcome: how long a Resume took, and how many failed. */
export interface ResumeReport extends Summary {
  readonly failed: number
}

let isOver = false
let took: number[] = []
let failed = 0
let running: Promise<unknown> = Promise.resolve()

const resumeAll = async (port: number, account: Account, index: number): Promise<void> => {
  let { token } = account
  while (!isOver) {
    const peer = await dial({ port, from: visitorAddress(index) })
    const begunMs = performance.now()
    const outcome = await begin(peer, { type: 'Resume', token })
    if (isIn(outcome)) {
      took.push(performance.now() - begunMs)
      token = outcome.token
    } else failed += 1
    await leave(peer)
  }
}

answer({
  begin: ({ port, accounts }: ResumerSettings) => {
    isOver = false
    took = []
    failed = 0
    running = Promise.all(accounts.map((account, index) => resumeAll(port, account, index)))
    running.catch(() => {})
  },
  stop: async (): Promise<ResumeReport> => {
    isOver = true
    await running
    return { ...summaryOf(took), failed }
  },
})
