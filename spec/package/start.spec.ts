import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'

/** The packages that a built file imports when it is loaded, by itself or by other files of the package. */
const packagesAtStart = (entry: string): ReadonlySet<string> => {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const look = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"()]*?["']([^'"]+)["'];?$/gm,
    )) {
      if (from.startsWith('.')) look(join(dirname(file), from))
      else if (!from.startsWith('node:')) packages.add(from)
    }
  }
  look(entry)
  return packages
}

test('a command is there before the packages that only some need', () => {
  const atStart = [...packagesAtStart('dist/cli.js')]
  expect(atStart).toContain('commander')
  const heavy = [
    ...['yaml', 'libsql', 'kysely', 'pg', '@node-rs/argon2', '@peculiar/x509', '@clack/prompts', 'elkjs'],
    ...['fast-check', 'reflect-metadata'],
  ]
  const found = atStart.filter((name) => heavy.some((one) => name === one || name.startsWith(`${one}/`)))
  expect(found).toEqual([])
})
