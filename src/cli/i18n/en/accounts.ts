import type { AccountTexts } from '../accounts.ts'

/** Sentences of the commands on accounts, in English. */
export const accounts: AccountTexts = {
  users: { name: 'NAME', registeredAt: 'REGISTERED', sessions: 'SESSIONS' },
  sessions: {
    id: 'ID',
    user: 'USER',
    createdAt: 'LOGGED IN',
    usedAt: 'LAST USED',
    expiresAt: 'EXPIRES',
    address: 'ADDRESS',
  },
  ownSessions: {
    id: 'ID',
    beganAt: 'LOGGED IN',
    usedAt: 'LAST USED',
    address: 'ADDRESS',
    current: 'THIS ONE',
  },
  addresses: { address: 'ADDRESS', name: 'NAME', lastSeenAt: 'LAST SEEN' },
  added: (name) => `${name} is registered.`,
  removed: (name, revoked) => `${name} is removed; sessions revoked: ${revoked}.`,
  passwordSet: (name, revoked) => `The password of ${name} is set; sessions revoked: ${revoked}.`,
  revoked: (sessions) => `Sessions revoked: ${sessions}.`,
  forgotten: (addresses) => `Addresses removed: ${addresses}.`,
  migrated: 'The tables are of this version.',
  exported: (records, file) => `Records written into ${file}: ${records}.`,
  imported: (records) => `Records read into the store: ${records}.`,
}
