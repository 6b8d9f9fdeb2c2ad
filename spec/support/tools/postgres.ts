import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Found, find, type Missing, passes, variableOf } from './find.ts'

const check = { args: ['--version'], says: /\(PostgreSQL\) 1[3-9]|\(PostgreSQL\) [2-9]\d/ }

/** The folder where Debian keeps the programs of each version, of which PATH has none. */
const VERSIONS = '/usr/lib/postgresql'

/** The server: initdb, which makes a cluster, and postgres beside it. */
export const findPostgres = (): Found | Missing => {
  const inPath = find('postgres', check)
  if ('path' in inPath && existsSync(join(dirname(inPath.path), 'initdb'))) return inPath
  if (process.env[variableOf('postgres')] !== undefined)
    return 'why' in inPath ? inPath : { why: 'no initdb beside the postgres that is given' }
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : []
  const installed = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => ({ path: join(VERSIONS, version, 'bin', 'postgres'), env: {} }))
    .find((one) => existsSync(one.path) && passes(one, check))
  return installed ?? { why: 'no PostgreSQL from 13 on in PATH' }
}
