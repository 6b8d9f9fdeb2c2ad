import { canonicalAddress } from '../../address.ts'
import type { Endpoint } from '../connection.ts'
import { crc32c } from './crc32c.ts'

/**
 * Why the header of a proxy is refused.
 * - `PROXY_MISSING`: the connection does not begin with one
 * - `PROXY_VERSION`: it is of another version, or has a command of none
 * - `PROXY_FAMILY`: it announces something else than TCP over IPv4 or IPv6
 * - `PROXY_TOO_LONG`: it is longer than 536 bytes behind its length
 * - `PROXY_TOO_SHORT`: the addresses have no room in it
 * - `PROXY_FIELDS`: the fields behind the addresses are none
 * - `PROXY_CHECKSUM`: its checksum is not that of its bytes
 * - `PROXY_CUT`: the connection ended within it
 * - `PROXY_LATE`: it was not whole in time
 */
export type ProxyFault =
  | 'PROXY_MISSING'
  | 'PROXY_VERSION'
  | 'PROXY_FAMILY'
  | 'PROXY_TOO_LONG'
  | 'PROXY_TOO_SHORT'
  | 'PROXY_FIELDS'
  | 'PROXY_CHECKSUM'
  | 'PROXY_CUT'
  | 'PROXY_LATE'

/** Both ends of a connection, as the one who accepted it knows them. */
export interface Ends {
  readonly remote: Endpoint
  readonly local: Endpoint
}

/** The beginning of a connection, as far as its bytes tell. `bytes` is how many of them the header takes. */
export type ProxyHeader =
  | { readonly outcome: 'incomplete' }
  | { readonly outcome: 'refused'; readonly code: ProxyFault }
  /** The proxy speaks for itself, as its health checks do. */
  | { readonly outcome: 'local'; readonly bytes: number }
  | { readonly outcome: 'proxied'; readonly bytes: number; readonly ends: Ends }

/** The first 12 bytes of a header of version 2 (The PROXY protocol, 2.2). */
const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')

/** Behind the signature: version and command, family and transport, and the length of what follows. */
const PREFIX_BYTES = 16

/** The longest rest behind the prefix: addresses and fields of any proxy have room in it. */
const MAX_LENGTH = 536

/** The longest header. */
export const MAX_HEADER_BYTES = PREFIX_BYTES + MAX_LENGTH

const INCOMPLETE: ProxyHeader = { outcome: 'incomplete' }
const refused = (code: ProxyFault): ProxyHeader => ({ outcome: 'refused', code })

/** The family byte of TCP over IPv4 and IPv6, and how long an address is there. */
const ADDRESS_BYTES: Readonly<Record<number, 4 | 16>> = { 17: 4, 33: 16 }

const PORT_BYTES = 2

/** The field that holds the checksum of the whole header, counted with itself as 0. */
const CHECKSUM_FIELD = 3
const CHECKSUM_BYTES = 4
const FIELD_PREFIX_BYTES = 3

/**
 * Reads the header of version 2 that a connection begins with. Each byte is judged as soon as it is there, so that a
 * header that will be refused is not waited for.
 */
export const readProxyHeader = (bytes: Buffer): ProxyHeader => {
  const known = Math.min(bytes.length, SIGNATURE.length)
  if (!bytes.subarray(0, known).equals(SIGNATURE.subarray(0, known))) return refused('PROXY_MISSING')
  const [command, family] = [bytes[12], bytes[13]]
  if (command !== undefined && command !== 0x20 && command !== 0x21) return refused('PROXY_VERSION')
  const isLocal = command === 0x20
  const addressBytes = ADDRESS_BYTES[family ?? -1]
  if (family !== undefined && !isLocal && addressBytes === undefined) return refused('PROXY_FAMILY')
  if (bytes.length < PREFIX_BYTES) return INCOMPLETE
  const length = bytes.readUInt16BE(14)
  if (length > MAX_LENGTH) return refused('PROXY_TOO_LONG')
  const addressesBytes = addressBytes === undefined || isLocal ? 0 : 2 * (addressBytes + PORT_BYTES)
  if (length < addressesBytes) return refused('PROXY_TOO_SHORT')
  const end = PREFIX_BYTES + length
  if (bytes.length < end) return INCOMPLETE
  // The rest of the header is ignored for connections of the proxy itself, and for those without addresses.
  if (isLocal || addressBytes === undefined) return { outcome: 'local', bytes: end }
  const header = bytes.subarray(0, end)
  const fault = fieldsFault(header, PREFIX_BYTES + addressesBytes)
  return fault === null
    ? { outcome: 'proxied', bytes: end, ends: endsOf(header, addressBytes) }
    : refused(fault)
}

/** The fields are skipped, but for the checksum. */
const fieldsFault = (header: Buffer, from: number): ProxyFault | null => {
  let at = from
  while (at < header.length) {
    const start = at + FIELD_PREFIX_BYTES
    if (start > header.length) return 'PROXY_FIELDS'
    const length = header.readUInt16BE(at + 1)
    const end = start + length
    if (end > header.length) return 'PROXY_FIELDS'
    if (header[at] === CHECKSUM_FIELD) {
      if (length !== CHECKSUM_BYTES) return 'PROXY_FIELDS'
      if (header.readUInt32BE(start) !== crc32c(header, start, end)) return 'PROXY_CHECKSUM'
    }
    at = end
  }
  return null
}

const endsOf = (header: Buffer, addressBytes: 4 | 16): Ends => {
  const addressAt = (at: number): string => {
    const bytes = header.subarray(at, at + addressBytes)
    return addressBytes === 4 ? bytes.join('.') : ipv6(bytes)
  }
  const ports = PREFIX_BYTES + 2 * addressBytes
  return {
    remote: { address: addressAt(PREFIX_BYTES), port: header.readUInt16BE(ports) },
    local: {
      address: addressAt(PREFIX_BYTES + addressBytes),
      port: header.readUInt16BE(ports + PORT_BYTES),
    },
  }
}

const ipv6 = (bytes: Buffer): string =>
  canonicalAddress((bytes.toString('hex').match(/.{4}/g) ?? []).join(':'))

/** Why it is refused, and what to do, as one sentence. */
export const proxySentence: Readonly<Record<ProxyFault, string>> = {
  PROXY_MISSING:
    'PROXY_MISSING: a proxy at this address has to begin with a PROXY header of version 2; turn it on there (send-proxy-v2).',
  PROXY_VERSION: 'PROXY_VERSION: the PROXY header is of another version; version 2 is taken (send-proxy-v2).',
  PROXY_FAMILY: 'PROXY_FAMILY: the PROXY header announces something else than TCP over IPv4 or IPv6.',
  PROXY_TOO_LONG:
    'PROXY_TOO_LONG: the PROXY header is longer than 536 bytes; have the proxy send fewer fields.',
  PROXY_TOO_SHORT: 'PROXY_TOO_SHORT: the addresses have no room in the PROXY header.',
  PROXY_FIELDS: 'PROXY_FIELDS: the fields of the PROXY header are not what their lengths say.',
  PROXY_CHECKSUM: 'PROXY_CHECKSUM: the checksum of the PROXY header is not that of its bytes.',
  PROXY_CUT: 'PROXY_CUT: the connection ended within the PROXY header.',
  PROXY_LATE: 'PROXY_LATE: the PROXY header was not whole in time.',
}
