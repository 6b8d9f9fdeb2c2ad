import { createHash, createPrivateKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { identityFingerprint, identityOf, isProven } from '../src/identity.ts'

// RFC 8032, 7.1, test 1.
const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const key = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${SECRET}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
})
const claim = { nonce: Buffer.alloc(32, 7), contract: Buffer.alloc(32, 9), port: 7707 }

test('the proof is a signature over what WIRE.md says', () => {
  const identity = identityOf(key)
  expect(Buffer.from(identity.publicKey).toString('hex')).toBe(PUBLIC)
  const signed = Buffer.concat([
    Buffer.from('colloquy server identity 1\0'),
    Buffer.alloc(32, 7),
    Buffer.alloc(32, 9),
    Buffer.from('1e1b', 'hex'),
  ])
  const { x: jwk = '' } = { x: Buffer.from(PUBLIC, 'hex').toString('base64url') }
  expect(
    verify(
      null,
      signed,
      { key: { kty: 'OKP', crv: 'Ed25519', x: jwk }, format: 'jwk' },
      identity.prove(claim),
    ),
  ).toBe(true)
})

test('a proof is good for its own key, nonce, contract and port alone', () => {
  const { publicKey, prove } = identityOf(key)
  const proof = prove(claim)
  expect(isProven(publicKey, proof, claim)).toBe(true)
  const other = identityOf(generateKeyPairSync('ed25519').privateKey)
  expect(isProven(other.publicKey, proof, claim)).toBe(false)
  expect(isProven(publicKey, proof, { ...claim, nonce: Buffer.alloc(32, 8) })).toBe(false)
  expect(isProven(publicKey, proof, { ...claim, contract: Buffer.alloc(32, 8) })).toBe(false)
  expect(isProven(publicKey, proof, { ...claim, port: 7708 })).toBe(false)
  for (let bit = 0; bit < 64 * 8; bit += 13) {
    const flipped = Buffer.from(proof)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(isProven(publicKey, flipped, claim)).toBe(false)
  }
  for (const hostile of [Buffer.alloc(0), Buffer.alloc(32, 255), Buffer.alloc(31)])
    expect(isProven(hostile, proof, claim)).toBe(false)
})

test('a fingerprint is the SHA-256 of the key in DER, as OpenSSL makes it', () => {
  const spki = Buffer.from(`302a300506032b6570032100${PUBLIC}`, 'hex')
  expect(identityFingerprint(Buffer.from(PUBLIC, 'hex'))).toBe(
    `SHA256:${createHash('sha256').update(spki).digest('base64').slice(0, 43)}`,
  )
})

test('no other key is an identity', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  expect(() => identityOf(privateKey)).toThrow(TypeError)
  expect(() => identityOf(generateKeyPairSync('ed25519').publicKey)).toThrow(TypeError)
})
