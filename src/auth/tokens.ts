import { createHash } from 'node:crypto'
import { nanoid } from 'nanoid'
import { bounds } from '../../protocol/base/contract.ts'

/** 43 characters of A-Za-z0-9_-, which hold 258 random bits. */
export const mintToken = (): string => nanoid(bounds.Token.maxBytes)

/** Where a token is good: over TLS, or over channels that only this machine, or nobody, can read. */
export type TokenDomain = 'tls' | 'plain'

/**
 * All that is stored of a token: a SHA-256, 64 hexadecimal digits. That of a token issued over TLS is another one than
 * that of the same token offered without TLS, where it is unknown.
 */
export const tokenHash = (token: string, domain: TokenDomain = 'plain'): string =>
  createHash('sha256')
    .update(domain === 'plain' ? token : `${domain}\0${token}`, 'utf8')
    .digest('hex')
