/** One message under one library, ready to be run again and again. */
export interface Work {
  encode(): unknown
  decode(): unknown
  /** What `encode` makes, as bytes of their own. */
  readonly bytes: Uint8Array
}
