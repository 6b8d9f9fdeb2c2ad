import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Found, find, type Missing, passes, variableOf } from './find.ts'

const check = { args: ['--version', '--no-sandbox'], says: /^Chromium \d/m }

/** Longest time in which the browser from npm must be unpacked. It takes some two seconds. */
const WITHIN_MS = 120_000

/** The Chromium of this machine, else the one from npm, which is made for x64 Linux. */
export const findChromium = (): Found | Missing => {
  const installed = find('chromium', check)
  if ('path' in installed || process.env[variableOf('chromium')] !== undefined) return installed
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { why: `${installed.why}, and the one from npm is made for x64 Linux` }
  try {
    const unpacked = unpack()
    return passes(unpacked, check) ? unpacked : { why: `${installed.why}, and the one from npm does not run` }
  } catch (error) {
    return { why: `${installed.why}, and the one from npm cannot be unpacked (${error})` }
  }
}

/** Unpacks the browser once, beside the packages: the folder of temporary files stays as it was. */
const unpack = (): Found => {
  const require = createRequire(import.meta.url)
  const entry = require.resolve('@sparticuz/chromium')
  const { version } = JSON.parse(readFileSync(resolve(dirname(entry), '../../package.json'), 'utf8'))
  const cache = fileURLToPath(new URL('../../../node_modules/.cache/colloquy', import.meta.url))
  const folder = join(cache, `chromium-${version}`)
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    const partial = mkdtempSync(`${folder}-`)
    try {
      inflate(entry, partial)
      renameSync(partial, folder)
    } catch (error) {
      // Another process may have been faster.
      if (!existsSync(folder)) throw error
    } finally {
      rmSync(partial, { recursive: true, force: true })
    }
  }
  const env = {
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  }
  return { path: join(folder, 'chromium'), env }
}

/** The package unpacks into the folder of temporary files, and its libraries only where it believes to be in a cloud. */
const inflate = (entry: string, folder: string): void => {
  const script = 'require(process.argv[1]).executablePath()'
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' }
  const { status, stderr } = spawnSync(process.execPath, ['--eval', script, entry], {
    env,
    encoding: 'utf8',
    timeout: WITHIN_MS,
  })
  if (status !== 0) throw new Error(stderr.match(/^\w*Error: .*$/m)?.[0] ?? `status ${status}`)
  writeFileSync(join(folder, 'fonts.conf'), fonts)
}

/** Its own fonts and no others, so that every machine without a browser shows the same. */
const fonts = `<?xml version="1.0"?>
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fonts</cachedir>
</fontconfig>
`
