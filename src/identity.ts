import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { is, isObject } from './arguments.ts'

/** How a server proves its key, and to whom: see `protocol/WIRE.md`, “The key of the server”. */
export interface IdentityClaim {
  /** The client's, from Hello. */
  readonly nonce: Uint8Array
  /** The hash of the server's contract, from Welcome. */
  readonly contract: Uint8Array
  /** The port that the connection came to, as the client named it. */
  readonly port: number
}

/** A server's key, as it shows it. */
export interface Identity {
  /** The public key of Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array
  /** The signature over a claim, 64 bytes. */
  prove(claim: IdentityClaim): Uint8Array
}

/** Begins what is signed, so that it means nothing elsewhere. */
const CONTEXT = Buffer.from('colloquy server identity 1\0', 'latin1')

/** The bytes before the 32 of a public key (RFC 8410, 4 and 10.1). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Checks a key that was given. */
export const aPrivateKey = is(
  'a private key of Ed25519',
  (value) => isObject(value) && value.type === 'private' && value.asymmetricKeyType === 'ed25519',
)

/** The identity of a private key. Throws a TypeError for one that is no private key of Ed25519. */
export const identityOf = (key: KeyObject): Identity => {
  aPrivateKey('identity', key)
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
  return { publicKey, prove: (claim) => sign(null, signedBytes(claim), key) }
}

/** Whether a proof is that of a key over a claim. Both may be hostile. */
export const isProven = (publicKey: Uint8Array, proof: Uint8Array, claim: IdentityClaim): boolean => {
  try {
    const key = createPublicKey({ key: spkiOf(publicKey), format: 'der', type: 'spki' })
    return verify(null, signedBytes(claim), key, proof)
  } catch {
    return false
  }
}

/** The fingerprint of a server's public key. */
export const identityFingerprint = (publicKey: Uint8Array): string => keyFingerprint(spkiOf(publicKey))

/** The SHA-256 of a public key (SubjectPublicKeyInfo in DER), as OpenSSH writes it: in base64, without padding. */
export const keyFingerprint = (spki: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(spki).digest('base64').replace(/=+$/, '')}`

const spkiOf = (publicKey: Uint8Array): Buffer => Buffer.concat([SPKI_PREFIX, publicKey])

const signedBytes = ({ nonce, contract, port }: IdentityClaim): Buffer => {
  const portBytes = Buffer.alloc(2)
  portBytes.writeUInt16BE(port & 0xffff)
  return Buffer.concat([CONTEXT, nonce, contract, portBytes])
}
