import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import { aText } from './arguments.ts'

declare const brand: unique symbol

/**
 * The peer that shares and penalties are counted for: an IPv4 address, the /64 of an IPv6 address, or the name of a Unix
 * socket's user. One machine has at least a /64, so that a single IPv6 address is no peer.
 */
export type Source = string & { readonly [brand]: 'Source' }

/**
 * The one form of an address that the store keeps: IPv4 dotted, IPv6 as in RFC 5952. An IPv4-mapped IPv6 address,
 * in whatever form, is the IPv4 address; a zone id is dropped, for it names an interface of ours and not the peer.
 * A text that is no IP address stays as it is.
 */
export const canonicalAddress = (address: string): string => {
  aText('address', address)
  const bare = withoutZone(address)
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return address
  return mappedIPv4(groupsOf(bare)) ?? compressed(bare)
}

/**
 * The source of an address: IPv4 as it is, IPv6 its /64, and a text that is no IP address, as Unix sockets have, as it
 * is: one source for each user where the text names the user, else one for all.
 */
export const sourceOf = (address: string): Source => {
  const canonical = canonicalAddress(address)
  const source = isIPv6(canonical) ? `${groupsOf(canonical).slice(0, 4).join(':')}::/64` : canonical
  // The one place that makes them.
  return source as Source
}

/** Reads a source that `sourceOf` has given for an address of a network; null: it is none. */
export const readSource = (text: string): Source | null => {
  const address = text.replace(/\/64$/, '')
  return isIP(address) !== 0 && sourceOf(address) === text ? sourceOf(address) : null
}

/** Whether an address never leaves this machine: 127.0.0.0/8 and ::1, in whatever form. */
export const isLoopback = (address: string): boolean => {
  const canonical = canonicalAddress(address)
  return canonical === '::1' || (isIPv4(canonical) && canonical.startsWith('127.'))
}

/**
 * Tells the addresses within networks: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. A text that is no IP address is within
 * none. Null: one of them is no network.
 */
export const networks = (written: readonly string[]): ((address: string) => boolean) | null => {
  const list = new BlockList()
  if (!written.every((network) => addNetwork(list, network))) return null
  return (address) => {
    const canonical = canonicalAddress(address)
    return isIP(canonical) !== 0 && list.check(canonical, isIPv4(canonical) ? 'ipv4' : 'ipv6')
  }
}

/** Networks that are not those of the internet: RFC 1918, 3927, 4193, 4291, and loopback. */
const PRIVATE_NETWORKS = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8'],
  ...['::1', 'fc00::/7', 'fe80::/10'],
]

/** Whether an address is one of a private network, or of this machine. */
export const isPrivateNetwork = (address: string): boolean => isInPrivate?.(address) === true

const MAX_PREFIX = { ipv4: 32, ipv6: 128 } as const

/** False: that is no network. */
const addNetwork = (list: BlockList, network: string): boolean => {
  const [address = '', prefix, more] = network.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) && !address.includes('%') ? 'ipv6' : null
  if (family === null || more !== undefined) return false
  if (prefix === undefined) list.addAddress(address, family)
  else if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > MAX_PREFIX[family]) return false
  else list.addSubnet(address, Number(prefix), family)
  return true
}

const withoutZone = (address: string): string => {
  const at = address.indexOf('%')
  return at < 0 ? address : address.slice(0, at)
}

/** The URL parser knows every way to write an IPv6 address, and one to serialise it. */
const compressed = (ipv6: string): string => new URL(`http://[${ipv6}]`).hostname.slice(1, -1)

/** The eight groups, hexadecimal without leading zeros. */
const groupsOf = (ipv6: string): readonly string[] => {
  const [before = '', after] = compressed(ipv6).split('::')
  const left = before === '' ? [] : before.split(':')
  if (after === undefined) return left
  const right = after === '' ? [] : after.split(':')
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

/** RFC 4291, section 2.5.5.2: 80 bits of zeros, 16 of ones, then the IPv4 address. */
const mappedIPv4 = (groups: readonly string[]): string | undefined => {
  if (groups.slice(0, 5).some((group) => group !== '0') || groups[5] !== 'ffff') return undefined
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.')
}

const isInPrivate = networks(PRIVATE_NETWORKS)

/** Host and port as they are printed: `localhost:7707`, `[::1]:7707`. */
export const formatHostPort = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
