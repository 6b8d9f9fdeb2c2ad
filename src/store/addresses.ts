import { isIPv4, isIPv6 } from 'node:net'

/**
 * The one form of an address that the store keeps: IPv4 dotted, IPv6 as in RFC 5952. An IPv4-mapped IPv6 address,
 * in whatever form, is the IPv4 address; a zone id is dropped, for it names an interface of ours and not the peer.
 * A text that is no IP address stays as it is.
 */
export const canonicalAddress = (address: string): string => {
  const bare = withoutZone(address)
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return address
  return mappedIPv4(groupsOf(bare)) ?? compressed(bare)
}

/** The key that a penalty is counted under: an IPv4 address itself, but the whole /64 of an IPv6 address. */
export const networkOf = (address: string): string => {
  const canonical = canonicalAddress(address)
  return isIPv6(canonical) ? `${groupsOf(canonical).slice(0, 4).join(':')}::/64` : canonical
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
