/** Options of a store in a file. */
export interface SqliteStoreOptions {
  /** 65,536 unless given. */
  readonly maxAddresses?: number
  /**
   * Milliseconds for which an operation tries again while another program holds the file locked; 5,000 unless given,
   * Infinity: until it is free. One try alone takes up to 50.
   */
  readonly patienceMs?: number
  /**
   * Whether it works in a thread of its own, so that a slow disk holds up no conversation; true unless given. A program
   * that is bundled with this package into one file has no such thread: there it works in the caller's in any case.
   */
  readonly ownThread?: boolean
}

/** The right to be the only one. It ends with the process, too, however that ends. */
export interface FileLock {
  readonly release: () => void
}
