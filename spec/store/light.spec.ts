import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

/** All that is loaded with a module: follows imports that are neither of types only nor dynamic. */
const loadedBy = (start: URL): ReadonlySet<string> => {
  const loaded = new Set<string>()
  const visit = (url: URL): void => {
    if (loaded.has(url.href)) return
    loaded.add(url.href)
    for (const [, from = ''] of readFileSync(url, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^']*?from '([^']+)'/gms,
    )) {
      if (from.startsWith('.')) visit(new URL(from, url))
      else loaded.add(from)
    }
  }
  visit(start)
  return loaded
}

test.each(['store', 'auth'])('importing %s loads neither database nor hash', (part) => {
  const loaded = [...loadedBy(new URL(`../../src/${part}/index.ts`, import.meta.url))]
  expect(loaded.length).toBeGreaterThan(8)
  expect(
    loaded.filter((name) =>
      /libsql|kysely|argon2|io-ts|^pg$|\/(sql|sqlite)\/|\/postgres\/(open|pool)/.test(name),
    ),
  ).toEqual([])
})

test('opening a store is what loads the database', () => {
  const loaded = loadedBy(new URL('../../src/store/sqlite/open.ts', import.meta.url))
  expect([...loaded]).toEqual(expect.arrayContaining(['libsql', 'kysely']))
})
