/** Events of the log itself. */
export type LogEvent =
  /** Lines that could not be written, and could not be kept until they could. */
  | { readonly event: 'lost'; readonly lines: number }
  /** Lines cannot be written at the moment; so many of the newest are kept. `code` is the system's. */
  | { readonly event: 'stuck'; readonly file: string; readonly code: string; readonly lines: number }
  /** The file is as large as it may be, and cannot be laid aside. */
  | { readonly event: 'overlong'; readonly file: string; readonly code: string }

/** A command of another process on the store of a server, for its log. */
export interface AdminEvent {
  readonly event: 'administered'
  /** The words of the command, as `users remove`. */
  readonly command: string
  /** The subject of the command; absent: all. */
  readonly target?: string
  /** Whether it did what it was told to. */
  readonly done: boolean
  readonly pid: number
  /** Absent where users have no numbers. */
  readonly uid?: number
  /** Absent where the system does not know the user. */
  readonly user?: string
  /** The user that sudo ran it for, as the environment says. */
  readonly sudoUser?: string
}
