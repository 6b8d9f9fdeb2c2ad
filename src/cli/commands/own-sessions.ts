import { bounds } from '../../../protocol/base/contract.ts'
import type { Client } from '../../index.ts'
import { printJson } from '../client/client-output.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Language } from '../i18n/language.ts'
import { isoMoment } from '../i18n/time.ts'
import { printList } from './accounts/table.ts'

/** A job on the sessions of the own account. */
export interface SessionWork {
  /** Whether they are listed, after what is revoked. */
  readonly list: boolean
  /** The ids of those that are revoked, in this order. */
  readonly revoke: readonly string[]
}

/** Whether there is something to do. */
export const hasSessionWork = ({ list, revoke }: SessionWork): boolean => list || revoke.length > 0

/** Revokes and lists the sessions of the own account. Throws a CliError for an id that no session of it has. */
export const manageSessions = async (
  client: Pick<Client, 'sessions' | 'revokeSession'>,
  { list, revoke }: SessionWork,
  json: boolean,
  lang: Language,
): Promise<void> => {
  const { accounts } = catalogues[lang]
  for (const id of revoke) {
    if (!mayBeId(id) || !(await client.revokeSession(id)))
      throw new CliError(Exit.failed, (say) => say.noOwnSession(id))
    if (json) printJson({ event: 'revoked', id })
  }
  if (revoke.length > 0 && !json) process.stderr.write(`${accounts.revoked(revoke.length)}\n`)
  if (!list) return
  const rows = (await client.sessions()).map(({ id, beganAtMs, usedAtMs, address, current }) => ({
    id,
    beganAt: isoMoment(beganAtMs),
    usedAt: isoMoment(usedAtMs),
    address,
    current,
  }))
  if (json) for (const row of rows) printJson({ event: 'session', ...row })
  else {
    const marked = rows.map((row) => ({ ...row, current: row.current ? '*' : '' }))
    printList(accounts.ownSessions, marked, false)
  }
}

const { minBytes, maxBytes } = bounds['RevokeSession.id']

const mayBeId = (id: string): boolean => {
  const bytes = Buffer.byteLength(id)
  return bytes >= minBytes && bytes <= maxBytes
}
