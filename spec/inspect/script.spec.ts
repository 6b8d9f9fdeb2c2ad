import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, jest, test } from '@jest/globals'
import { script } from '../../src/inspect/page/script/index.ts'
import { temporaryFolder } from '../support/temporary.ts'

jest.setTimeout(30_000)

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
writeFileSync(join(folder, 'page.js'), script)

/** Runs a tool of this project on the script; what it complains of. */
const complaints = (tool: string, args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', tool), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 25_000,
    },
  )
  return status === 0 ? '' : `${stdout}${stderr}`
}

test('the live page’s script keeps to the types of a browser', () => {
  const compilerOptions = {
    ...{ noEmit: true, allowJs: true, checkJs: true, strict: true },
    ...{ noUnusedLocals: true, noUnusedParameters: true, noUncheckedIndexedAccess: true },
    ...{ target: 'es2022', moduleDetection: 'force', lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.js'] }))
  expect(complaints('typescript/bin/tsc', [])).toBe('')
})

test('the live page’s script is linted and formatted as all the rest', () => {
  // A template cannot stand in the template that holds the script.
  const options = ['--skip=style/useTemplate', '--error-on-warnings', `--config-path=${root}`]
  expect(complaints('@biomejs/biome/bin/biome', ['check', ...options, 'page.js'])).toBe('')
})
