import type { Generated } from 'kysely'

/** The tables as Kysely sees them. */
export interface Tables {
  readonly addresses: AddressesTable
  readonly accounts: AccountsTable
  readonly sessions: SessionsTable
  readonly tokens: TokensTable
  readonly revocations: RevocationsTable
  readonly held: HeldTable
}

interface AddressesTable {
  readonly address: string
  readonly name: string
  readonly last_seen_ms: number
}

interface AccountsTable {
  readonly id: string
  readonly name: string
  /** The comparison form, which is unique. */
  readonly compared_name: string
  readonly password_hash: string
  readonly created_at_ms: number
}

interface SessionsTable {
  /** In the order of creation. */
  readonly number: Generated<number>
  readonly id: string
  readonly account_id: string
  readonly created_at_ms: number
  readonly used_at_ms: number
  readonly expires_at_ms: number
  /** Where the last login or resume came from; empty where that was not noted. */
  readonly address: string
}

/** Every token that a session knows, by its hash: one current, at most one next, some dead. */
export interface TokensTable {
  readonly hash: string
  readonly session_id: string
  readonly standing: 'current' | 'next' | 'dead'
  /** 0 is the one that died last. */
  readonly place: number
  readonly died_at_ms: number | null
}

interface RevocationsTable {
  readonly number: Generated<number>
  readonly session_id: string
  readonly at_ms: number
}

interface HeldTable {
  readonly session: string
  readonly owner: string
  readonly epoch: number
  readonly account: string | null
  readonly login: string | null
  readonly expires_at_ms: number
  /** Null while its owner has it in memory. */
  readonly state: Buffer | null
}
