import type { Measurement } from '../measurement.ts'
import { channel } from './channel.ts'
import { floods } from './floods.ts'
import { garbage } from './garbage.ts'
import { idle } from './idle.ts'
import { locked } from './locked.ts'
import { logins } from './logins.ts'
import { others } from './others.ts'
import { reload } from './reload.ts'
import { secrets } from './secrets.ts'
import { sessions } from './sessions.ts'
import { slowDisk } from './slow-disk.ts'
import { timing } from './timing.ts'

/** All measurements, in the order in which they run. */
export const measurements: Readonly<Record<string, Measurement>> = {
  logins,
  idle,
  garbage,
  floods,
  others,
  timing,
  sessions,
  'slow-disk': slowDisk,
  reload,
  locked,
  secrets,
  channel,
}
