import * as E from 'fp-ts/lib/Either.js'
import type { Kysely, Transaction } from 'kysely'
import { canonicalAddress } from '../../address.ts'
import { nameKey } from '../names.ts'
import type { Session } from '../store.ts'
import type { Imported, ImportRefusal, Transfer } from '../transfer.ts'
import type { Access, SqlDialect } from './access.ts'
import { EXPORT_VERSION, Header, parseLine, parseRecord, type StoreRecord } from './records.ts'
import { AccountRow, AddressRow, checked, SessionRow } from './rows.ts'
import { insertSessions, tokensOf } from './session-rows.ts'
import type { Tables } from './tables.ts'

/** Rows that are read, or written, at once. */
const PAGE = 500

/** The copy of all tables, in one transaction. */
export const transferInSql = ({ snapshot, fill, dialect }: Access): Transfer => ({
  export: (take) =>
    snapshot(async (database) => {
      const put = (record: StoreRecord | (typeof Header)['_A']): Promise<void> => take(JSON.stringify(record))
      await put({ type: 'colloquy store', version: EXPORT_VERSION })
      let records = 0
      for await (const record of recordsOf(database, dialect)) {
        await put(record)
        records += 1
      }
      await put({ type: 'end', records })
      return records
    }),
  import: (lines) => async () => {
    try {
      return await fill(async (transaction): Promise<Imported> => {
        if (!(await isEmpty(transaction))) return { outcome: 'not empty' }
        const filling = new Filling(transaction)
        const refused = await filling.take(lines)
        if (refused !== null) throw new Undone(refused)
        return { outcome: 'imported', records: filling.records }
      })()
    } catch (error) {
      if (error instanceof Undone) return E.right(error.result)
      throw error
    }
  },
})

/** Has a transaction rolled back that found something to refuse. */
class Undone extends Error {
  readonly result: Imported

  constructor(result: Imported) {
    super()
    this.result = result
  }
}

async function* recordsOf(
  database: Kysely<Tables>,
  { texts }: SqlDialect,
): AsyncGenerator<StoreRecord, void> {
  for (let last = ''; ; ) {
    const rows = checked(
      AccountRow,
      await database
        .selectFrom('accounts')
        .select([...texts('id', 'name', 'password_hash'), 'created_at_ms'])
        .where('id', '>', last)
        .orderBy('id')
        .limit(PAGE)
        .execute(),
    )
    for (const { id, name, password_hash: passwordHash, created_at_ms: createdAtMs } of rows)
      yield { type: 'account', id, name, passwordHash, createdAtMs }
    last = rows.at(-1)?.id ?? ''
    if (rows.length < PAGE) break
  }
  for (let last = 0; ; ) {
    const rows = await database
      .selectFrom('sessions')
      .select([
        'number',
        ...texts('id', 'account_id', 'address'),
        'created_at_ms',
        'used_at_ms',
        'expires_at_ms',
      ])
      .where('number', '>', last)
      .orderBy('number')
      .limit(PAGE)
      .execute()
    for (const row of checked(SessionRow, rows)) {
      const { id, account_id: accountId, address } = row
      const times = {
        createdAtMs: row.created_at_ms,
        usedAtMs: row.used_at_ms,
        expiresAtMs: row.expires_at_ms,
      }
      yield {
        type: 'session',
        id,
        accountId,
        ...times,
        address,
        ...(await tokensOf(database, { texts }, id)),
      }
    }
    last = rows.at(-1)?.number ?? 0
    if (rows.length < PAGE) break
  }
  for (let last = ''; ; ) {
    const rows = checked(
      AddressRow,
      await database
        .selectFrom('addresses')
        .select([...texts('address', 'name'), 'last_seen_ms'])
        .where('address', '>', last)
        .orderBy('address')
        .limit(PAGE)
        .execute(),
    )
    for (const { address, name, last_seen_ms: lastSeenMs } of rows)
      yield { type: 'address', address, name, lastSeenMs }
    last = rows.at(-1)?.address ?? ''
    if (rows.length < PAGE) break
  }
}

const isEmpty = async (transaction: Transaction<Tables>): Promise<boolean> => {
  const accounts = await transaction.selectFrom('accounts').select('created_at_ms').limit(1).execute()
  const addresses = await transaction.selectFrom('addresses').select('last_seen_ms').limit(1).execute()
  return accounts.length + addresses.length === 0
}

/** Writes the records of an export, a page at a time. What is refused leaves the transaction to be rolled back. */
class Filling {
  records = 0
  private readonly transaction: Transaction<Tables>
  /** Ids, names, tokens and addresses, each with a letter before it. */
  private readonly seen = new Set<string>()
  private accounts: StoreRecordOf<'account'>[] = []
  private sessions: Session[] = []
  private addresses: StoreRecordOf<'address'>[] = []

  constructor(transaction: Transaction<Tables>) {
    this.transaction = transaction
  }

  async take(lines: AsyncIterable<string>): Promise<Imported | null> {
    let line = 0
    let isOver = false
    const refused = (why: ImportRefusal): Imported => ({ outcome: 'refused', line, why })
    for await (const text of lines) {
      line += 1
      if (line === 1) {
        const header = parseLine(text, Header)
        if (header === undefined) return refused('NO_EXPORT')
        if (header.version > EXPORT_VERSION) return refused('NEWER')
        continue
      }
      const record = parseRecord(text)
      if (record === undefined || isOver) return refused('BAD_RECORD')
      if (record.type === 'end') {
        if (record.records !== this.records) return refused('INCOMPLETE')
        isOver = true
        continue
      }
      const why = this.add(record)
      if (why !== null) return refused(why)
      this.records += 1
      if (this.accounts.length + this.sessions.length + this.addresses.length >= PAGE) await this.flush()
    }
    if (line === 0) return refused('NO_EXPORT')
    if (!isOver) return refused('INCOMPLETE')
    await this.flush()
    return null
  }

  private add(record: Exclude<StoreRecord, { readonly type: 'end' }>): ImportRefusal | null {
    switch (record.type) {
      case 'account':
        if (!this.isNew(`a${record.id}`, `n${nameKey(record.name)}`)) return 'TWICE'
        this.accounts.push(record)
        return null
      case 'session': {
        if (!this.seen.has(`a${record.accountId}`)) return 'NO_ACCOUNT'
        const { type: _, ...session } = record
        const hashes = [session.current, session.next, ...session.dead.map(({ hash }) => hash)]
        const tokens = hashes.filter((hash) => hash !== null).map((hash) => `t${hash}`)
        if (!this.isNew(`s${session.id}`, ...tokens)) return 'TWICE'
        this.sessions.push(session)
        return null
      }
      case 'address':
        if (!this.isNew(`i${canonicalAddress(record.address)}`)) return 'TWICE'
        this.addresses.push(record)
        return null
      default:
        return record satisfies never
    }
  }

  /** Whether none of these was seen, and from now on all of them were. */
  private isNew(...keys: readonly string[]): boolean {
    const before = this.seen.size
    for (const key of keys) this.seen.add(key)
    return this.seen.size === before + keys.length
  }

  private async flush(): Promise<void> {
    const { transaction, accounts, sessions, addresses } = this
    if (accounts.length > 0)
      await transaction
        .insertInto('accounts')
        .values(
          accounts.map(({ id, name, passwordHash, createdAtMs }) => ({
            id,
            name,
            compared_name: nameKey(name),
            password_hash: passwordHash,
            created_at_ms: createdAtMs,
          })),
        )
        .execute()
    if (sessions.length > 0) await insertSessions(transaction, sessions)
    if (addresses.length > 0)
      await transaction
        .insertInto('addresses')
        .values(
          addresses.map(({ address, name, lastSeenMs }) => ({
            address: canonicalAddress(address),
            name,
            last_seen_ms: lastSeenMs,
          })),
        )
        .execute()
    this.accounts = []
    this.sessions = []
    this.addresses = []
  }
}

type StoreRecordOf<Type extends StoreRecord['type']> = Extract<StoreRecord, { readonly type: Type }>
