import { mkdtempSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from '@jest/globals'

/** A new folder, named after the file of the test. It goes when all tests have run, whatever becomes of this one. */
export const temporaryFolder = (): string => {
  const { COLLOQUY_RUN_FOLDER: folder } = process.env
  if (folder === undefined) throw new Error('Jest has not run spec/support/run/begin.js.')
  return mkdtempSync(join(folder, `${basename(expect.getState().testPath ?? '', '.spec.ts')}-`))
}
