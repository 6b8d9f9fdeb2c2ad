/** The sessions that end with a conversation: its own, all of the account, or none (null). */
export type LogoutScope = 'here' | 'everywhere' | null
