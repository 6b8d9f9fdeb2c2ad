import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))

interface Locked {
  readonly hasInstallScript?: boolean
  readonly libc?: readonly string[]
}

// Newer versions of npm warn of each that is not listed.
test.each(['', 'bench/'])(
  'every package with an install script is allowed it or denied it (%s)',
  (folder) => {
    const packages: Readonly<Record<string, Locked>> = read(`${folder}package-lock.json`).packages
    const withScript = Object.keys(packages)
      .filter((path) => packages[path]?.hasInstallScript)
      .map((path) => path.replace(/^.*node_modules\//, ''))
    const { allowScripts } = read(`${folder}package.json`)
    expect(withScript.filter((name) => allowScripts[name] === undefined)).toEqual([])
  },
)

// npm 10 leaves `libc` out of what it writes, and would change the file at each install; npm 11 leaves it as it is.
test.each(['', 'bench/'])('the lock file is as every npm writes it (%s)', (folder) => {
  const packages: Readonly<Record<string, Locked>> = read(`${folder}package-lock.json`).packages
  expect(Object.keys(packages).filter((path) => packages[path]?.libc !== undefined)).toEqual([])
})
