import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { temporaryFolder } from '../../support/temporary.ts'
import { find } from './find.ts'
import { needs, tool } from './index.ts'
// @ts-expect-error Jest loads reporters as they are, and this one has no types.
import { linesOf } from './reporter.js'

const before = { ...process.env }
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, before)
})

/** A folder with a program of this name. */
const folderWith = (name: string, script: string): string => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o700)
  return folder
}

const check = { args: ['--version'], says: /^Python 3/ }
const shim = (): string => folderWith('python3', 'echo "pyenv: python3: command not found" >&2; exit 127')
const python = (): string => folderWith('python3', 'echo "Python 3.11.2"')

test('a tool is the first of its name in PATH that does what it is there for', () => {
  const [first, second] = [shim(), python()]
  process.env.PATH = [first, 'relative', '', second, python()].join(delimiter)
  expect(find('python3', check)).toEqual({ path: join(second, 'python3'), env: {} })
})

test('what is missing, and what does not work, is told', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'tmux'))
  writeFileSync(join(folder, 'python3'), '')
  process.env.PATH = folder
  expect(find('python3', check)).toEqual({ why: 'no python3 in PATH' })
  expect(find('tmux', { args: ['-V'] })).toEqual({ why: 'no tmux in PATH' })
  process.env.PATH = shim()
  expect(find('python3', check)).toEqual({ why: 'the python3 in PATH does not do what tests need' })
})

test('a variable says where a tool is, and PATH does not count then', () => {
  process.env.PATH = python()
  const given = join(python(), 'python3')
  process.env.COLLOQUY_TOOL_PYTHON3 = given
  expect(find('python3', check)).toEqual({ path: given, env: {} })
  process.env.COLLOQUY_TOOL_PYTHON3 = '/nowhere/python3'
  expect(find('python3', check)).toEqual({ why: 'no python3 where COLLOQUY_TOOL_PYTHON3 says' })
})

test('in CI a missing tool is a failure', () => {
  process.env.COLLOQUY_TOOL_SPIN = '/nowhere/spin'
  process.env.CI = 'true'
  expect(() => needs('spin')).toThrow('Missing for these tests: no spin where COLLOQUY_TOOL_SPIN says.')
  expect(() => tool('spin')).toThrow('Missing for this test: no spin where COLLOQUY_TOOL_SPIN says.')
})

test('the last lines of a run say what was left out and why, each reason once', () => {
  const passed = { status: 'passed', title: 'is good' }
  const skipped = { status: 'pending', title: 'is left out' }
  const mark = (why: string) => ({ status: 'pending', title: `left out: ${why}` })
  const nameOf = (path: string): string => path
  expect(linesOf([{ testFilePath: 'a', testResults: [passed] }], nameOf)).toEqual([])
  expect(
    linesOf(
      [
        { testFilePath: 'c', testResults: [mark('no tmux'), skipped, passed] },
        { testFilePath: 'b', testResults: [mark('no tmux'), mark('no nc'), skipped, skipped] },
        { testFilePath: 'd', testResults: [skipped, passed] },
      ],
      nameOf,
    ),
  ).toEqual([
    'Left out: 4 tests. CONTRIBUTING.md says what they use.',
    '  no nc: b',
    '  no reason is given: d',
    '  no tmux: b, c',
  ])
})
