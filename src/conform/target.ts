import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { Offer } from './bytes.ts'

/** How a server is spoken to over TLS. */
export interface TlsTarget {
  /** Certificates that the server's has to be issued by (PEM); null: whoever it is, since nothing secret is sent. */
  readonly ca: string | null
  /** Whether the certificate is checked, by `ca` or by those that are built in. */
  readonly isChecked: boolean
}

/** A server that is tried. */
export interface Target {
  readonly host: string
  readonly port: number
  /** A socket in the file system, instead of host and port; null: none. */
  readonly path: string | null
  readonly tls: TlsTarget | null
  readonly offer: Offer
  /** Proves an account where the server asks for one; null: cases that need one are left out. */
  readonly proof: { readonly name: string; readonly password: string } | null
  /** Milliseconds that an answer is waited for. */
  readonly withinMs: number
  /** Whether cases are tried that wait for deadlines. */
  readonly slow: boolean
}

/** Connects; rejects where nobody listens, or the certificate is not accepted. */
export const dial = (target: Target, other: ConnectionOptions = {}): Promise<Socket> => {
  const { host, port, path, tls, withinMs } = target
  return new Promise((resolve, reject) => {
    const socket =
      tls === null
        ? connect(
            path === null
              ? { host, port, allowHalfOpen: true, noDelay: true }
              : { path, allowHalfOpen: true },
          )
        : connectTls({
            host,
            port,
            minVersion: 'TLSv1.3',
            ALPNProtocols: ['colloquy/1'],
            rejectUnauthorized: tls.isChecked,
            ...(tls.ca === null ? {} : { ca: tls.ca }),
            ...other,
          })
    socket.setTimeout(withinMs, () => socket.destroy(new Error('ETIMEDOUT')))
    const opened = (): void => {
      socket.off('error', reject)
      socket.setTimeout(0)
      resolve(socket)
    }
    socket.once('error', reject)
    socket.once(tls === null ? 'connect' : 'secureConnect', opened)
  })
}
