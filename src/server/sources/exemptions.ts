import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import { canonicalAddress } from '../../address.ts'

const MAX_PREFIX = { ipv4: 32, ipv6: 128 } as const

/**
 * Tells the addresses within networks: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. A text that is no IP address, as
 * Unix sockets have, is within none of them. Throws a RangeError that names the option for a network that is none.
 */
export const networks = (option: string, written: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList()
  for (const network of written) add(list, network, option)
  return (address) => {
    const canonical = canonicalAddress(address)
    if (isIP(canonical) === 0) return false
    return list.check(canonical, isIPv4(canonical) ? 'ipv4' : 'ipv6')
  }
}

const add = (list: BlockList, network: string, option: string): void => {
  const [address = '', prefix, more] = network.split('/')
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) && !address.includes('%') ? 'ipv6' : null
  const bits = prefix === undefined ? null : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  if (family === null || more !== undefined || (bits !== null && !(bits <= MAX_PREFIX[family])))
    throw new RangeError(`${option} has IP addresses and networks, such as 192.0.2.0/24 and 2001:db8::/32.`)
  if (bits === null) list.addAddress(address, family)
  else list.addSubnet(address, bits, family)
}
