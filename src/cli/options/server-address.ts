import { isIP, isIPv6 } from 'node:net'
import { formatHostPort } from '../../address.ts'

/** Where a server is, as somebody types it. */
export interface ServerAddress {
  /** The name to go by there, from `colloquy://name@host`. */
  readonly name: string | null
  /** With `unix:` before it, the path of a socket. */
  readonly host: string
  /** As it was typed: its range depends on what it is for. */
  readonly port: string | null
  /** Whether TLS is spoken there, by `colloquy+tls://`. */
  readonly tls: boolean
}

const MAX_HOST_CHARACTERS = 253

const url = /^colloquy(\+tls)?:\/\/(?:([^@/?#:]*)@)?([^@/?#]*)\/?$/i

/**
 * Takes an address apart: `host`, `host port`, `host:port`, `[v6]`, `[v6]:port`, a bare IPv6 address, with a zone or
 * without, `colloquy://name@host:port` and `colloquy+tls://name@host:port` (RFC 3986; of a zone `%25` is `%`, RFC 6874). null: it is none. Whether there
 * is such a host is for the network to say.
 */
export const parseServerAddress = (typed: string): ServerAddress | null => {
  if (socketPath(typed) !== null) return { name: null, host: typed, port: null, tls: false }
  const [, scheme, userinfo, authority] = url.exec(typed) ?? []
  if (authority === undefined) return hostAndPort(typed, null, false)
  const name = userinfo === undefined ? null : decoded(userinfo)
  const isTls = scheme !== undefined
  return name === undefined ? null : hostAndPort(authority.replace('%25', '%'), name, isTls)
}

/** The path of a socket in the file system, `unix:path`; null: it is a host. */
export const socketPath = (host: string): string | null => /^unix:([^\0]+)$/.exec(host)?.[1] ?? null

/** Host and port, or the path of a socket, as they are printed, and as `parseServerAddress` reads them again. */
export const formatEndpoint = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  socketPath(host) === null ? formatHostPort(host, port) : host

const bracketed = /^\[([^[\]]*)\](?::([^\s:/@]+)|\s+(\d+))?$/
const plain = /^([^:\s]+)(?::([^\s:/@]+)|\s+(\d+))?$/
const bareV6 = /^(\S+?)(?:\s+(\d+))?$/

const hostAndPort = (text: string, name: string | null, tls: boolean): ServerAddress | null => {
  const isBracketed = text.startsWith('[')
  const form = isBracketed ? bracketed : text.split(':').length > 2 ? bareV6 : plain
  const [, host = '', colonPort, spacePort] = form.exec(text) ?? []
  const isHost = form === plain ? isNameOrIPv4(host) : isIPv6(host) && (isBracketed || isPlainZone(host))
  const port = form === bareV6 ? colonPort : (colonPort ?? spacePort)
  return isHost ? { name, host: inLowerCase(host), port: port ?? null, tls } : null
}

/** All but the zone: it names an interface of this machine. */
const inLowerCase = (host: string): string => host.replace(/^[^%]*/, (address) => address.toLowerCase())

/** Without brackets a colon in the zone could as well begin a port. */
const isPlainZone = (host: string): boolean => !/%.*:/.test(host)

const label = /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u

/** Labels with dots between. The last one is no number, or it would be an IPv4 address in disguise (WHATWG URL, 3.5). */
const isNameOrIPv4 = (host: string): boolean => {
  const labels = host.replace(/\.$/, '').split('.')
  return (
    isIP(host) === 4 ||
    (host.length <= MAX_HOST_CHARACTERS &&
      labels.every((each) => label.test(each)) &&
      !/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? ''))
  )
}

/** Undefined: the escapes are no UTF-8. */
const decoded = (userinfo: string): string | undefined => {
  try {
    return decodeURIComponent(userinfo)
  } catch {
    return undefined
  }
}
