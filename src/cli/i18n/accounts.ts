/** Sentences of the commands on accounts, in one language. They are made printable where they are shown. */
export interface AccountTexts {
  /** Headings of the lists, by the names of their columns. */
  readonly users: Readonly<Record<'name' | 'registeredAt' | 'sessions', string>>
  readonly sessions: Readonly<
    Record<'id' | 'user' | 'createdAt' | 'usedAt' | 'expiresAt' | 'address', string>
  >
  /** Those of the own account. */
  readonly ownSessions: Readonly<Record<'id' | 'beganAt' | 'usedAt' | 'address' | 'current', string>>
  readonly addresses: Readonly<Record<'address' | 'name' | 'lastSeenAt', string>>
  readonly added: (name: string) => string
  readonly removed: (name: string, revoked: number) => string
  readonly passwordSet: (name: string, revoked: number) => string
  readonly revoked: (sessions: number) => string
  readonly forgotten: (addresses: number) => string
  readonly migrated: string
  readonly exported: (records: number, file: string) => string
  readonly imported: (records: number) => string
}
