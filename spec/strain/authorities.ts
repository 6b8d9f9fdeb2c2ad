import { OpensslAuthority } from '../support/authority.ts'
import { find } from '../support/tools/find.ts'
import type { Lab } from './lab.ts'

/** Where OpenSSL is. Throws where it is missing. */
export const openssl = (): string => {
  const found = find('openssl', { args: ['version'] })
  if ('why' in found) throw new Error(`It takes openssl: ${found.why}.`)
  return found.path
}

/** An authority for certificates, made by OpenSSL. */
export const newAuthority = (lab: Lab): OpensslAuthority => new OpensslAuthority(lab.newFolder(), openssl())
