import type { Measurement } from '../measurement.ts'
import { floods } from './floods.ts'
import { idle } from './idle.ts'
import { logins } from './logins.ts'

/** All measurements, in the order in which they run. */
export const measurements: Readonly<Record<string, Measurement>> = {
  logins,
  idle,
  floods,
}
