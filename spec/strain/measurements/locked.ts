import { join } from 'node:path'
import { register } from '../accounts.ts'
import { EXEMPT, visitorAddress } from '../addresses.ts'
import type { TalkReport } from '../children/talker.ts'
import type { Measurement } from '../measurement.ts'
import { begin, dial, type Proof } from '../peer.ts'
import { inMs, judged } from '../row.ts'
import { startTalk, talkRows } from '../siege.ts'

const GOAL_MS = 2_000

export const locked: Measurement = {
  about:
    'a store that somebody else has locked: how soon proofs are answered with UNAVAILABLE; another conversation',
  withinMs: 60_000,
  run: async (lab) => {
    const { port, data } = await lab.serve()
    const [talker, one, other] = await register(port, 'somebody', 3)
    if (talker === undefined || one === undefined || other === undefined) return
    const talk = await startTalk(lab, { port, proof: { type: 'Login', ...talker } })
    await talk.ask('start')
    const locker = await lab.helper('locker', join(data, 'store.sqlite'))
    const proofs: readonly Proof[] = [
      { type: 'Login', ...one },
      { type: 'Resume', token: other.token },
      { type: 'Register', name: 'somebody new', password: 'a long password' },
    ]
    for (const proof of proofs) {
      const peer = await dial({ port, from: proof.type === 'Register' ? EXEMPT : visitorAddress(0) })
      const begunMs = performance.now()
      const { word } = await begin(peer, proof)
      const tookMs = performance.now() - begunMs
      peer.socket.destroy()
      lab.add(
        judged(
          `${proof.type} while the store is locked`,
          `UNAVAILABLE in < ${GOAL_MS / 1_000} s`,
          `${word} in ${inMs(tookMs)}`,
          word === 'Denied UNAVAILABLE' && tookMs < GOAL_MS,
        ),
      )
    }
    lab.add(...talkRows('a locked store', await talk.ask<TalkReport>('stop')))
    await locker.ask('release')
    const peer = await dial({ port, from: visitorAddress(0) })
    const { word } = await begin(peer, { type: 'Resume', token: other.token })
    lab.add(judged('Resume once it is free', 'Granted', word, word === 'Granted'))
    peer.socket.destroy()
  },
}
