import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { faultsOf } from '../../scripts/packed.ts'
import { temporaryFolder } from '../support/temporary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const MANIFEST = { name: 'own', dependencies: { 'fp-ts': '2' }, peerDependencies: { '@some/peer': '1' } }

/** The faults of a package of these files. */
const faults = (files: Readonly<Record<string, string>>): readonly string[] => {
  const folder = temporaryFolder()
  for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(MANIFEST), ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return faultsOf({ root: folder, files: ['package.json', ...Object.keys(files)] })
}

test('links lead to what is packed, file or folder, or out into the world', () => {
  const text =
    '[a](docs/b.md#part) [b](docs) [c](https://example.org) [d](#here) [e](no.md) <img src="no.svg">'
  expect(faults({ 'README.md': text, 'docs/b.md': '[up](../README.md) [out](../src/x.ts)' })).toEqual([
    'README.md leads to no.md, which is not packed.',
    'README.md leads to no.svg, which is not packed.',
    'docs/b.md leads to ../src/x.ts, which is not packed.',
  ])
  const schema = '# yaml-language-server: $schema=../contract.schema.json\na: 1\n'
  expect(faults({ 'a/b.yaml': schema })).toEqual([
    'a/b.yaml leads to ../contract.schema.json, which is not packed.',
  ])
  const installed = (file: string): string =>
    `# yaml-language-server: $schema=node_modules/own/${file}\na: 1\n`
  const files = { 'a/b.yaml': installed('x.json'), 'a/c.yaml': installed('no.json'), 'x.json': '{}' }
  expect(faults(files)).toEqual(['a/c.yaml leads to node_modules/own/no.json, which is not packed.'])
})

test('what is imported is a dependency, or Node’s with its prefix', () => {
  expect(
    faults({
      'dist/a.js':
        "import 'node:fs'; import 'fp-ts/lib/Either.js'; import '@some/peer'; import './b.js' // from 'x'",
      'dist/b.js': "export const text = `import 'tsx'`; const late = () => import('kysely')",
      'dist/c.js': "import { Buffer } from 'buffer'",
      'dist/d.d.ts': "export type T = import('kysely').Kysely<unknown>",
    }),
  ).toEqual([
    'dist/b.js imports kysely, which is no dependency.',
    'dist/c.js imports buffer without node: before it.',
    'dist/d.d.ts imports kysely, which is no dependency.',
  ])
})

test('the licence of whatever is bundled is told', () => {
  const sources = [
    '../src/a.ts',
    '../node_modules/one/index.js',
    '../node_modules/one/node_modules/@a/two/x.js',
  ]
  const files = {
    'dist/a.js.map': JSON.stringify({ sources }),
    'dist/THIRD-PARTY-NOTICES.txt': 'one 1.0.0 (MIT)\n\nCopyright A\n',
  }
  expect(faults(files)).toEqual(['dist/THIRD-PARTY-NOTICES.txt does not tell the licence of @a/two.'])
  expect(faults({ 'dist/a.js.map': files['dist/a.js.map'] })).toHaveLength(2)
})

test('the package has no such faults, and everything that it exports', () => {
  // Packing builds first, which other tests would notice: what was built last is looked at.
  const args = ['pack', '--dry-run', '--json', '--silent', '--ignore-scripts']
  const [{ files: packed }] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }))
  const files: readonly string[] = packed.map(({ path }: { readonly path: string }) => path)
  expect(faultsOf({ root, files })).toEqual([])
  const { exports, bin, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const targets = Object.values<string | { readonly default: string }>(exports).map((target) =>
    (typeof target === 'string' ? target : target.default).replace('./', ''),
  )
  expect([bin.colloquy, ...targets].filter((file) => !files.includes(file))).toEqual([])
  expect(
    files.filter(
      (file) => !/^(deploy|dist|docs|examples|protocol|spec\/hostile)\/|^[A-Z]+(\.ru)?(\.md)?$/.test(file),
    ),
  ).toEqual(['package.json'])
  // Packing builds the types, too; installing builds nothing.
  expect(scripts.prepack).toBe('npm run --silent build')
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([])
})
