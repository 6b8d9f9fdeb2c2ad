import { frameOf } from './bytes.ts'
import type { HostileCase } from './case.ts'
import type { ConformPeer } from './peer.ts'
import type { Target } from './target.ts'

/** The proof that a server asks for. */
export type Mode = NonNullable<HostileCase['mode']>

/** How far a server was brought; null: it said something else than leads there. */
export type Approach = { readonly at: string; readonly mode: Mode | null } | null

/** The server has denied the proof, so that nothing behind it can be tried. */
export class ProofDenied extends Error {
  /** The reason of the Denied, by its name in the base. */
  readonly reason: string

  constructor(reason: string) {
    super(`The proof was denied: ${reason}.`)
    this.name = 'ProofDenied'
    this.reason = reason
  }
}

const field = (tag: number, text: string): Buffer => {
  const bytes = Buffer.from(text)
  // Names and passwords are of at most 256 bytes.
  const length = bytes.length < 0x80 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7]
  return Buffer.concat([Buffer.from([tag * 8 + 2, ...length]), bytes])
}

const message = (target: Target, type: number, ...fields: readonly Buffer[]): Buffer =>
  frameOf({ type, body: Buffer.concat(fields).toString('hex') }, target.offer)

/**
 * Says what leads a server to a state of the contract, as it is asked; comes to a later one where the server asks for less. Without a
 * proof it stops where one is asked for. Rejects with ProofDenied.
 */
export const approach = async (peer: ConformPeer, target: Target, state: string): Promise<Approach> => {
  const { offer, proof, withinMs } = target
  let read = 0
  const next = async (): Promise<string | null> => {
    if (!(await peer.until(() => peer.frames.length > read, withinMs))) return null
    read += 1
    return peer.words[read - 1] ?? null
  }
  if (state === 'connect.hello') return { at: state, mode: null }
  peer.send(frameOf({ type: 1, body: ['versions', 'protocol'] }, offer))
  let isNamed = false
  for (;;) {
    const word = await next()
    switch (word) {
      case 'Welcome':
        break
      case 'AskName':
        if (state === 'identify.name') return { at: state, mode: null }
        isNamed = true
        peer.send(message(target, 4, field(1, proof?.name ?? 'conform')))
        break
      case 'Greeting':
        isNamed = true
        break
      case 'Ready':
        return { at: 'converse', mode: isNamed ? 'identify' : 'echo' }
      case 'Challenge':
        if (state === 'auth.prove' || proof === null) return { at: 'auth.prove', mode: 'auth' }
        peer.sendSecret(message(target, 8, field(1, proof.name), field(2, proof.password)))
        break
      case 'Granted':
        return { at: 'converse', mode: 'auth' }
      default:
        if (word?.startsWith(DENIED) === true) throw new ProofDenied(word.slice(DENIED.length))
        return null
    }
  }
}

const DENIED = 'Denied '
