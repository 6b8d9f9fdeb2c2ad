import * as E from 'fp-ts/lib/Either.js'
import { looksLikePostgres, postgresPlace } from '../../store/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { StandardInput } from '../terminal/standard-input.ts'
import { type Declared, texted, valued } from './option.ts'
import { givenPassword } from './password.ts'
import { nodeName } from './value-types.ts'

/** Holds the password of the database where no file is given. */
const PASSWORD_VARIABLE = 'COLLOQUY_STORE_PASSWORD'

const PASSWORD_FLAG = '--store-password-file'

/** Reads the URL of a database. What is wrong with one is told without it: it may hold a password. */
const databaseUrl = (flags: string, about: string): Declared<string | undefined> => {
  const declared = texted(flags, about)
  return {
    ...declared,
    read: (flag, given) => {
      if (typeof given !== 'string') return undefined
      const place = looksLikePostgres(given) ? postgresPlace(given) : E.left({ code: 'NO_URL' as const })
      if (E.isLeft(place)) {
        const what = place.left.code === 'UNKNOWN_PARAMETER' ? place.left.what : ''
        throw new CliError(Exit.wrongUsage, (say) => say.databaseUrl(flag, place.left.code, what))
      }
      if (place.right.password !== null)
        throw new CliError(Exit.wrongUsage, (say) =>
          say.databasePassword(flag, PASSWORD_VARIABLE, PASSWORD_FLAG),
        )
      return given
    },
  }
}

/** The flags of every command that may use the store of a database. */
export const databaseOptions = {
  store: databaseUrl(
    '--store <url>',
    'a PostgreSQL database as the store, which servers may share: postgres://user@host:5432/database',
  ),
  storePasswordFile: texted(
    '--store-password-file <path>',
    `the password of --store: a file for you only that holds it (or set ${PASSWORD_VARIABLE})`,
  ),
}

/** The flag of a server that shares its store with others. */
export const nodeOption = valued(
  '--node <name>',
  'the name of this server among those that share --store; a random one unless given',
  nodeName,
)

/** The password of the database; null: none is given here. Throws a CliError where it cannot be read. */
export const databasePassword = (file: string | undefined): Promise<string | null> =>
  givenPassword(file, () => new StandardInput(), { variable: PASSWORD_VARIABLE, flag: PASSWORD_FLAG })
