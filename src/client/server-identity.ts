import type { Welcome } from '../../protocol/base/messages.ts'
import { ColloquyError } from '../engine/errors.ts'
import { identityFingerprint, isProven } from '../identity.ts'
import { unknownServerSentence } from '../transport/index.ts'
import type { KnownServer } from './known-server.ts'

/** The key that a server shows and proves in its Welcome, on one connection without TLS. */
export class ServerIdentity {
  readonly nonce: Uint8Array
  private readonly port: number
  /** Of the key that was proven. */
  private fingerprint: string | null = null
  /** Whether one was shown that was not proven: by a relay, or a forwarding that comes to another port. */
  private isUnproven = false

  /** `port` is the one that was connected to; `nonce` is fresh. */
  constructor(port: number, nonce: Uint8Array) {
    this.port = port
    this.nonce = nonce
  }

  /** Takes what the server shows. */
  hear({ identity, proof, contract }: Welcome): void {
    if (identity === undefined && proof === undefined) return
    const { nonce, port } = this
    const proven =
      identity !== undefined && proof !== undefined && isProven(identity, proof, { nonce, contract, port })
    if (proven) this.fingerprint = identityFingerprint(identity)
    else this.isUnproven = true
  }

  /**
   * Why nothing secret may be said to this server; null: it may. One that is not known is from now on. `isCareless`: a key that
   * is shown and not proven is as good as none, as long as none is known.
   */
  async distrust(
    knownServer: KnownServer,
    unwanted: AbortSignal,
    isCareless: boolean,
  ): Promise<Error | null> {
    const { fingerprint } = this
    const known = await knownServer.known('ed25519')
    const isSame = known === fingerprint && (isCareless || !this.isUnproven)
    const isTrusted =
      known === null && fingerprint !== null && (await knownServer.trust('ed25519', fingerprint, unwanted))
    return isSame || isTrusted
      ? null
      : new ColloquyError(
          { code: 'UNKNOWN_SERVER', fingerprint, known },
          unknownServerSentence({ fingerprint, known }),
        )
  }
}
