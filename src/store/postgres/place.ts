import * as E from 'fp-ts/lib/Either.js'
import { formatHostPort } from '../../address.ts'

/** Where a database is. `label` names it in logs and sentences, and holds no secret. */
export interface PostgresPlace {
  readonly label: string
  /** A host name, an address, or the folder of a socket. */
  readonly host: string
  readonly port: number
  /** Empty: the user of the system. */
  readonly user: string
  readonly database: string
  readonly password: string | null
  readonly sslMode: SslMode
  /** The file of the certificates that are trusted beside those of the system; null: none. */
  readonly sslRootCert: string | null
}

/** disable: no TLS; require: any certificate will do; verify-full: one that is trusted, for that host. */
type SslMode = 'disable' | 'require' | 'verify-full'

/** Why a text is no place of a database; `what` is the parameter that is unknown. */
export type PlaceFault =
  | { readonly code: 'NO_URL' | 'NO_DATABASE' | 'BAD_SSL_MODE' }
  | { readonly code: 'UNKNOWN_PARAMETER'; readonly what: string }

/** Whether a text is meant as the URL of a database. */
export const looksLikePostgres = (text: string): boolean => /^postgres(ql)?:/i.test(text)

/**
 * Reads `postgres://user@host:port/database`, or `postgres://user@/database?host=/folder` for a socket. Without sslmode
 * it is verify-full, but disable on this machine.
 */
export const postgresPlace = (text: string): E.Either<PlaceFault, PostgresPlace> => {
  const url = parsed(text)
  if (url === null) return E.left({ code: 'NO_URL' })
  for (const name of url.searchParams.keys())
    if (!PARAMETERS.includes(name)) return E.left({ code: 'UNKNOWN_PARAMETER', what: name.slice(0, 64) })
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decoded)
  if (user === undefined || password === undefined) return E.left({ code: 'NO_URL' })
  if (database === undefined || database === '' || database.includes('/'))
    return E.left({ code: 'NO_DATABASE' })
  const host = url.searchParams.get('host') ?? (url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost')
  const port = Number(url.port || url.searchParams.get('port') || 5432)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return E.left({ code: 'NO_URL' })
  const sslMode = url.searchParams.get('sslmode') ?? (isHere(host) ? 'disable' : 'verify-full')
  if (!isSslMode(sslMode)) return E.left({ code: 'BAD_SSL_MODE' })
  const sslRootCert = url.searchParams.get('sslrootcert')
  const at = user === '' ? '' : `${encodeURIComponent(user)}@`
  const label = host.startsWith('/')
    ? `postgres://${at}/${encodeURIComponent(database)}?host=${host}${port === 5432 ? '' : `&port=${port}`}`
    : `postgres://${at}${formatHostPort(host, port)}/${encodeURIComponent(database)}`
  return E.right({
    label,
    host,
    port,
    user,
    database,
    password: password === '' ? null : password,
    sslMode,
    sslRootCert,
  })
}

const PARAMETERS: readonly string[] = ['host', 'port', 'sslmode', 'sslrootcert']

const isSslMode = (text: string): text is SslMode => ['disable', 'require', 'verify-full'].includes(text)

const isHere = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host)

/** Node's reader wants a host where there is a user; one of a socket has none. */
const parsed = (text: string): URL | null => {
  const [, scheme, rest] = /^(postgres(?:ql)?):\/\/(.*)$/is.exec(text) ?? []
  if (scheme === undefined || rest === undefined) return null
  const withHost = rest.replace(/^([^/?#]*@)?(?=[/?#])/, '$1localhost')
  try {
    return new URL(`${scheme}://${withHost}`)
  } catch {
    return null
  }
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
