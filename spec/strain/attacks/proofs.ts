import { randomBytes } from 'node:crypto'
import { begin, dial, isIn, type Peer, type Proof, proofFrame, proveAgain } from '../peer.ts'
import type { Attack, Attacker } from './attack.ts'

/** Connects, says Login, and is gone before the password is checked. */
export const logins: Attack = async (attacker) => {
  await becomeKnown(attacker)
  await attacker.lanes(async (peer) => {
    const { word } = await begin(peer, null)
    attacker.count(word)
    if (word === 'Challenge') await lastWord(peer, proofFrame(guess('Login')))
  })
}

/** Guesses three times on each connection, and hears what comes of it. */
export const guesses: Attack = async (attacker) => {
  await becomeKnown(attacker)
  await attacker.lanes((peer) => threeProofs(attacker, peer, () => guess('Login')))
}

/** Registers names that nobody has. */
export const registrations: Attack = async (attacker) => {
  await becomeKnown(attacker)
  await attacker.lanes((peer) => threeProofs(attacker, peer, () => guess('Register')))
}

/** Comes with tokens that no server has issued. */
export const resumes: Attack = async (attacker) => {
  await becomeKnown(attacker)
  await attacker.lanes((peer) =>
    threeProofs(attacker, peer, () => ({
      type: 'Resume',
      token: randomBytes(33).toString('base64url').slice(0, 43),
    })),
  )
}

/** Logs in with an account of its own where it has one, so that its address is trusted from then on. */
const becomeKnown = async (attacker: Attacker): Promise<void> => {
  const { accounts = [], port, from } = attacker.settings
  const [account] = accounts
  if (account === undefined) return
  const peer = await dial({ port, from: from[0] ?? '' })
  const outcome = await begin(peer, { type: 'Login', ...account })
  if (!isIn(outcome)) throw new Error(`The attacker was not let in: ${outcome.word}`)
  peer.socket.destroy()
}

const guess = (type: 'Login' | 'Register'): Proof => ({
  type,
  name: `guess ${randomBytes(6).toString('hex')}`,
  password: randomBytes(9).toString('base64'),
})

const threeProofs = async (attacker: Attacker, peer: Peer, proof: () => Proof): Promise<void> => {
  let outcome = await begin(peer, proof())
  attacker.count(outcome.word)
  for (let tries = 1; tries < 3 && outcome.word.startsWith('Denied'); tries++) {
    outcome = await proveAgain(peer, proof())
    attacker.count(outcome.word)
  }
}

/** Writes and hangs up. */
const lastWord = (peer: Peer, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    peer.onClosed = resolve
    if (peer.isClosed) return resolve()
    peer.socket.end(bytes, () => peer.socket.destroy())
  })
