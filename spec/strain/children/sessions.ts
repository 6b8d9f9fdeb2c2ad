// Holds one session after the other: from Hello to Bye.
import { ATTACKER } from '../addresses.ts'
import { answer } from '../inside.ts'
import { begin, dial, isIn, leave } from '../peer.ts'

/** Where sessions are held; with a token, each resumes the one before. */
export interface SessionsSettings {
  readonly port: number
  readonly token: string | null
}

let settings: SessionsSettings | null = null

answer({
  begin: (given: SessionsSettings) => {
    settings = given
  },
  hold: async (count: number) => {
    if (settings === null) return
    const { port } = settings
    for (let at = 0; at < count; at++) {
      const { token } = settings
      const peer = await dial({ port, from: ATTACKER })
      const outcome = await begin(peer, token === null ? null : { type: 'Resume', token })
      if (!isIn(outcome)) throw new Error(`A session did not begin: ${outcome.word}`)
      if (token !== null) settings = { port, token: outcome.token }
      await leave(peer)
    }
  },
})
