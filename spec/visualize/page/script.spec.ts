import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { script as live } from '../../../src/inspect/page/generated/script.ts'
import { script as drawn } from '../../../src/visualize/page/generated/script.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

// Each file of a script is checked by itself, where names of others are used, and its own by others.
const rules = ['noUnusedVariables', 'noInvalidUseBeforeDeclaration'].map(
  (rule) => `--only=correctness/${rule}`,
)

/** The findings of Biome in a script as a whole. */
const complaints = (script: string): string => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'page.js'), script)
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = ['lint', ...rules, '--error-on-warnings', `--config-path=${root}`, 'page.js']
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 25_000,
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

describe.each([
  ['the page', 'visualize', drawn],
  ['the live page', 'inspect', live],
])('the script of %s', (_, folder, script) => {
  test('has no name that is unused, or used before it is there', () => {
    expect(complaints(script)).toBe('')
  })

  test('is its files in their order, each as it is', () => {
    const source = join(root, 'src', folder, 'page/script')
    const { files } = JSON.parse(readFileSync(join(source, 'tsconfig.json'), 'utf8'))
    let rest = script
    for (const file of files) {
      const text = readFileSync(join(source, file), 'utf8')
      expect(rest.slice(0, text.length)).toBe(text)
      rest = rest.slice(text.length).replace(/^\n/, '')
    }
    expect(rest).toBe('')
  })
})
