/** What happens to the log itself. */
export type LogEvent =
  /** Lines that could not be written, and could not be kept until they could. */
  | { readonly event: 'lost'; readonly lines: number }
  /** Lines cannot be written at the moment; so many of the newest are kept. `code` is the system's. */
  | { readonly event: 'stuck'; readonly file: string; readonly code: string; readonly lines: number }
  /** The file is as large as it may be, and cannot be laid aside. */
  | { readonly event: 'overlong'; readonly file: string; readonly code: string }

/** What another process did to the store of a server, for its log. */
export interface AdminEvent {
  readonly event: 'administered'
  /** The words of the command, as `users remove`. */
  readonly command: string
  /** What it was about; absent: all. */
  readonly target?: string
  /** Whether it did what it was told to. */
  readonly done: boolean
  readonly pid: number
  /** Absent where users have no numbers. */
  readonly uid?: number
  /** Absent where the system does not know the user. */
  readonly user?: string
  /** Whom sudo ran it for, as the environment says. */
  readonly sudoUser?: string
}
