import { isIPv4 } from 'node:net'

/** Whether an address never leaves this machine: 127.0.0.0/8, ::1, and the IPv4 ones in IPv6 form. */
export const isLoopback = (address: string): boolean => {
  const bare = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'))
}
