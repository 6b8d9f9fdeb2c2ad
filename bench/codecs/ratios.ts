/** A number for each library that Colloquy is held against. */
export interface LibraryTimes {
  readonly protobufjs: number
  readonly bufbuild: number
  readonly msgpackr: number
  readonly json: number
}

/** How many times as fast as each of the others Colloquy is, for one message, and how many bytes it makes. */
export interface Ratios {
  readonly name: string
  readonly encode: LibraryTimes
  readonly decode: LibraryTimes
  readonly bytes: number
  readonly bytesOfOthers: LibraryTimes
}
