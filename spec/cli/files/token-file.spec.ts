import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { tokenFile } from '../../../src/cli/files/token-file.ts'
import { errors } from '../../../src/cli/i18n/en/errors.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const folder = temporaryFolder()
const { XDG_STATE_HOME: before } = process.env
afterAll(() => {
  if (before === undefined) delete process.env.XDG_STATE_HOME
  else process.env.XDG_STATE_HOME = before
})
beforeEach(() => {
  delete process.env.XDG_STATE_HOME
})

/** Where the tokens are, and what was complained of. */
const found = (home: () => string): readonly [string | null, readonly string[]] => {
  const complaints: string[] = []
  return [tokenFile((phrase) => complaints.push(phrase(errors)), home), complaints]
}

const homeless = 'No token is kept: this user has no home folder; give a file with --tokens, or --no-tokens.'

test('a user of whom the system knows no home has no file', () => {
  const unknown = (): never => {
    throw new Error('uv_os_homedir returned ENOENT')
  }
  expect(found(unknown)).toEqual([null, [homeless]])
})

test.each(['', 'home', './home'])('a home that is %j is none', (home) => {
  expect(found(() => home)).toEqual([null, [homeless]])
})

test('the file lies in the home, whose folders need not be there', () => {
  expect(found(() => folder)).toEqual([join(folder, '.local/state/colloquy/tokens.json'), []])
})

test('the folder of the state counts more, if it is absolute', () => {
  process.env.XDG_STATE_HOME = join(folder, 'state')
  expect(found(() => '')).toEqual([join(folder, 'state/colloquy/tokens.json'), []])
  process.env.XDG_STATE_HOME = 'state'
  expect(found(() => folder)).toEqual([join(folder, '.local/state/colloquy/tokens.json'), []])
})

test('a folder that cannot be written to is told', () => {
  process.env.XDG_STATE_HOME = '/dev/null'
  expect(found(() => folder)).toEqual([
    null,
    [
      'No token is kept: /dev/null/colloquy cannot be written to (ENOTDIR); give a file with --tokens, or --no-tokens.',
    ],
  ])
})
