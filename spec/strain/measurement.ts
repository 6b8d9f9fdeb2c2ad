import type { Lab } from './lab.ts'

/** One thing that is measured. */
export interface Measurement {
  /** One line. */
  readonly about: string
  /** The longest that it may take; then its processes are ended. */
  readonly withinMs: number
  /** Adds its rows to the lab as it finds them. */
  readonly run: (lab: Lab) => Promise<void>
}
