import { isDeepStrictEqual } from 'node:util'
import { Option } from 'commander'
import type { Declared } from '../../options/option.ts'

/** Settings that were read again: those that were taken, and those that a server only takes when it starts. */
export interface Reloaded {
  readonly taken: readonly string[]
  readonly restart: readonly string[]
}

/**
 * Compares settings with those that a server runs with, by the names of their flags, and calls what takes those that can be taken while
 * it runs; what is taken is written into `running`.
 */
export const takeSettings = <Settings extends object>(
  declared: Readonly<Record<string, Declared<unknown>>>,
  running: Settings,
  read: Settings,
  takers: { readonly [Key in keyof Settings]?: (value: Settings[Key]) => void },
): Reloaded => {
  const taken: string[] = []
  const restart: string[] = []
  for (const [name, { flags }] of Object.entries(declared)) {
    // A declaration has the key of its setting.
    const key = name as keyof Settings
    if (isDeepStrictEqual(running[key], read[key])) continue
    const take = takers[key]
    const flag = (new Option(flags).long ?? flags).replace(/^--/, '')
    if (take === undefined) restart.push(flag)
    else {
      take(read[key])
      running[key] = read[key]
      taken.push(flag)
    }
  }
  return { taken, restart }
}
