import { aFlag, is } from '../arguments.ts'

/** The key that a server is known by: that of its certificate, over TLS, or one of its own (Ed25519). */
export type KeyKind = 'tls' | 'ed25519'

/** Where a client remembers the keys of one server, as SSH does. */
export interface KnownServer {
  /** The fingerprint (SHA256:…) of the key that the server had before; null: it had none, or was never met. */
  readonly known: (kind: KeyKind) => Promise<string | null>
  /**
   * A server that is not known shows its key, and nobody vouches for it: whether it is this one. True: it is from now on,
   * and the key is remembered. `unwanted` aborts when nobody wants to know any more.
   */
  readonly trust: (kind: KeyKind, fingerprint: string, unwanted: AbortSignal) => Promise<boolean>
}

const aFingerprint = is('a text, or null', (value) => value === null || typeof value === 'string')

/** The same, with its answers checked: it rejects with a TypeError for one of another type, and nothing is trusted then. */
export const checkedKnownServer = (knownServer: KnownServer): KnownServer => ({
  known: async (kind) => {
    const known = await knownServer.known(kind)
    aFingerprint('The answer of knownServer.known', known)
    return known
  },
  trust: async (kind, fingerprint, unwanted) => {
    const isTrusted = await knownServer.trust(kind, fingerprint, unwanted)
    // Any text is truthy, also one that says no.
    aFlag('The answer of knownServer.trust', isTrusted)
    return isTrusted
  },
})

/**
 * Remembers for as long as the client lives. A server's own key is trusted when it is first seen, for nothing better is to be had
 * without TLS; a certificate that nobody vouches for is not.
 */
export const knownInMemory = (): KnownServer => {
  const keys = new Map<KeyKind, string>()
  return {
    known: async (kind) => keys.get(kind) ?? null,
    trust: async (kind, fingerprint) => {
      if (kind === 'tls') return false
      keys.set(kind, fingerprint)
      return true
    },
  }
}
