import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type { Phrase } from '../i18n/errors.ts'

/**
 * The file that tokens are kept in unless another is given, in the folder of the user's state. null: there is no place
 * for it, which `complain` hears.
 */
export const tokenFile = (complain: (phrase: Phrase) => void, home = homedir): string | null => {
  const state = stateFolder(home)
  if (state === null) {
    complain((say) => say.tokensHomeless)
    return null
  }
  const folder = join(state, 'colloquy')
  const code = whyUnwritable(folder)
  if (code === null) return join(folder, 'tokens.json')
  complain((say) => say.tokensPlaceless(folder, code))
  return null
}

/** The file that the keys of servers are kept in unless another is given; null: there is no place for it. */
export const knownServersFile = (home = homedir): string | null => {
  const state = stateFolder(home)
  const folder = state === null ? null : join(state, 'colloquy')
  return folder === null || whyUnwritable(folder) !== null ? null : join(folder, 'known_servers')
}

/** As the XDG base directory specification says: a path that is relative or empty counts as none. */
const stateFolder = (homeOf: () => string): string | null => {
  const { XDG_STATE_HOME: given = '' } = process.env
  if (isAbsolute(given)) return given
  const home = homeFolder(homeOf)
  return isAbsolute(home) ? join(home, '.local', 'state') : null
}

/** The home of this user; empty if there is none: a user need not be in the list of users. */
const homeFolder = (homeOf: () => string): string => {
  try {
    return homeOf()
  } catch {
    return ''
  }
}

/** Why a folder, or the one in which it would be made, cannot be written to; null: it can be. */
const whyUnwritable = (folder: string): string | null => {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return code === 'ENOENT' && dirname(folder) !== folder ? whyUnwritable(dirname(folder)) : code
  }
}
