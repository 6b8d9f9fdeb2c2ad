import type { Measurement } from '../measurement.ts'
import { besiege } from '../siege.ts'

const SOCKETS = 8

/** The same floods by strangers, and by somebody whose address is trusted since an account was proven there. */
export const logins: Measurement = {
  about: '8 sockets of one address flood logins, guesses, registrations, tokens; others log in and talk',
  withinMs: 180_000,
  run: async (lab) => {
    const visits = lab.amount(60, 6)
    for (const attack of ['logins', 'guesses', 'registrations', 'resumes'] as const) {
      const siege = { attack: { attack, sockets: SOCKETS }, visits }
      await besiege(lab, { name: `${attack} of a stranger`, ...siege })
      await besiege(lab, { name: `${attack} of an account`, accounts: 1, ...siege })
    }
  },
}
