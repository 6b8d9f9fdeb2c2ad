// All of 127.0.0.0/8 is this machine. Limits hold for each address of it but 127.0.0.1, which is exempt unless a server is told
// otherwise.

/** The address from which accounts are registered, without a limit. */
export const EXEMPT = '127.0.0.1'

/** The address of whoever floods. */
export const ATTACKER = '127.0.0.2'

/** The address of the conversation that others are not to disturb. */
export const TALKER = '127.0.0.4'

/** The address of honest visitors that nobody has seen before: one for each. */
export const visitorAddress = (index: number): string => addressIn(3, index)

/** Many addresses of one attacker. */
export const attackerAddress = (index: number): string => addressIn(2, index)

/** One of 65,024 addresses of 127.`network`.0.0/16. */
const addressIn = (network: number, index: number): string =>
  `127.${network}.${Math.floor(index / 254) % 256}.${1 + (index % 254)}`
