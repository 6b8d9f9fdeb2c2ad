import type { ConnectionOptions } from 'node:tls'
import { ConformPeer } from './peer.ts'
import type { Rule } from './rules.ts'
import { dial, type Target } from './target.ts'

/** The trials of TLS itself: a handshake that has to fail, or a word that has to come. */
interface TlsCase {
  readonly name: string
  readonly rule: Rule
  readonly options: ConnectionOptions
  /** null: the handshake is refused. */
  readonly expect: string | null
}

/** The cases of the channel. */
export const TLS_CASES: readonly TlsCase[] = [
  {
    name: 'TLS 1.2',
    rule: 'first.tls',
    options: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' },
    expect: null,
  },
  { name: 'another protocol (ALPN)', rule: 'first.alpn', options: { ALPNProtocols: ['h2'] }, expect: null },
  { name: 'no protocol (ALPN)', rule: 'first.alpn', options: { ALPNProtocols: [] }, expect: 'Fault VERSION' },
]

/** The word that came; null: the handshake was refused. */
export const tryTls = async ({ options }: TlsCase, target: Target): Promise<string | null> => {
  try {
    const peer = new ConformPeer(await dial(target, options))
    await peer.until(() => peer.words.length > 0, target.withinMs)
    peer.destroy()
    return peer.words[0] ?? (peer.hasEnded ? null : 'nothing')
  } catch {
    return null
  }
}
