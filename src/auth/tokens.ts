import { createHash } from 'node:crypto'
import { nanoid } from 'nanoid'
import { bounds } from '../../protocol/base/contract.ts'

/** 43 characters of A-Za-z0-9_-, which hold 258 random bits. */
export const mintToken = (): string => nanoid(bounds.Token.maxBytes)

/** All that is stored of a token: its SHA-256, 64 hexadecimal digits. */
export const tokenHash = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex')
