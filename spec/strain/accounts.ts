import { EXEMPT } from './addresses.ts'
import { begin, dial, isIn, leave } from './peer.ts'

/** An account, and the token of a session of it. */
export interface Account {
  readonly name: string
  readonly password: string
  readonly token: string
}

/** Registers accounts `<prefix> 1`, `<prefix> 2` … from the address that has no limit on new names. */
export const register = async (
  port: number,
  prefix: string,
  count: number,
  tls = false,
): Promise<readonly Account[]> => {
  const accounts: Account[] = []
  for (let number = 1; number <= count; number++) {
    const [name, password] = [`${prefix} ${number}`, `a password of ${prefix} ${number}`]
    const peer = await dial({ port, from: EXEMPT, tls })
    const outcome = await begin(peer, { type: 'Register', name, password })
    if (!isIn(outcome)) throw new Error(`${name} was not registered: ${outcome.word}`)
    await leave(peer)
    accounts.push({ name, password, token: outcome.token })
  }
  return accounts
}
