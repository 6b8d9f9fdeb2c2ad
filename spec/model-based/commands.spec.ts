import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { readCapture } from '../../src/capture/index.ts'
import { isSoak } from '../support/soak.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { keep, run, runsAskedFor } from './runs.ts'
import { sabotages, twicePossible } from './sabotages.ts'

test('whatever happens, nothing confirmed is lost, nothing comes twice, and everybody is told how it ended', async () => {
  const failed = await run(runsAskedFor(isSoak ? 1_000 : 100))
  if (failed !== null) throw new Error(keep(failed))
  expect(failed).toBeNull()
}, 900_000)

const seed = 7_707

test.each(Object.entries(sabotages))(
  'it is noticed when %s',
  async (_, sabotage) => {
    const failed = await run({ runs: 150, seed, path: undefined, quick: true }, sabotage)
    expect(failed).not.toBeNull()
  },
  60_000,
)

test('a run that failed is made short, told with its seed, recorded, and happens again', async () => {
  const folder = temporaryFolder()
  const failed = await run({ runs: 150, seed, path: undefined }, twicePossible)
  if (failed === null) throw new Error('nothing failed')
  const told = keep(failed, folder)
  expect(told).toContain(`COLLOQUY_SEED=${seed} COLLOQUY_PATH='${failed.path}'`)
  expect(told).toContain(`Recorded: ${folder}`)
  const captures = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  expect(captures.length).toBeGreaterThan(0)
  for (const text of captures) expect(E.isRight(readCapture(text))).toBe(true)
  await expect(run({ runs: 1, seed, path: failed.path, quick: true }, twicePossible)).resolves.toMatchObject({
    error: failed.error,
    captures: failed.captures,
  })
}, 60_000)
