import { createHash } from 'node:crypto'
import { type Account, type Session, tokenLife } from '../../../src/store/index.ts'

export const sha = (token: string): string => createHash('sha256').update(token).digest('hex')

export const account = (id: string, name: string): Account => ({
  id,
  name,
  passwordHash: `$${id}`,
  createdAtMs: 1,
})

/** A session that was just created, with a current token and no other. */
export const session = (id: string, accountId: string, atMs = 0): Session => ({
  id,
  accountId,
  createdAtMs: atMs,
  usedAtMs: atMs,
  expiresAtMs: atMs + tokenLife.slidingMs,
  address: '192.0.2.7',
  current: sha(`${id} first`),
  next: null,
  dead: [],
})
