import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Found, type Missing, passes } from './find.ts'

const require = createRequire(import.meta.url)

/** The buf of npm, which has none for some platforms. */
export const findBuf = (): Found | Missing => {
  const packaged = require.resolve('@bufbuild/buf/package.json')
  const found = { path: join(dirname(packaged), 'bin', 'buf'), env: {} }
  return passes(found, { args: ['--version'] }) ? found : { why: 'no buf from npm for this platform' }
}
