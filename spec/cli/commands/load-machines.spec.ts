import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { loadMachines } from '../../../src/cli/commands/machines/load-machines.ts'
import { CliError } from '../../../src/cli/errors.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const contract = fileURLToPath(new URL('../../../examples/credit/credit.yaml', import.meta.url))

/** A module of somebody who has some version of XState installed, or none. */
const moduleWith = (version: string | null, source: string): string => {
  const home = temporaryFolder()
  const path = join(home, 'machine.mjs')
  writeFileSync(path, source)
  if (version !== null) {
    const installed = join(home, 'node_modules', 'xstate')
    mkdirSync(installed, { recursive: true })
    writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'xstate', version, main: 'it.js' }))
    writeFileSync(join(installed, 'it.js'), 'module.exports = { createMachine: (config) => config }')
  }
  return path
}

const early = `export const machine = {
  __xstatenode: true, implementations: {}, root: { states: {} }, transition() {}, getPreInitialState() {}
}
export const outcomes = {}
export const prompts = []`

const refusalOf = async (client: string): Promise<CliError | null> =>
  loadMachines({ contract, client, server: client }).then(
    () => null,
    (error) => {
      if (!(error instanceof CliError)) throw error
      return error
    },
  )

/** A machine of the XState that is installed here. */
const machineOf = (config: string): string => {
  const home = temporaryFolder()
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(home, 'node_modules'))
  const path = join(home, 'machine.mjs')
  writeFileSync(
    path,
    `import { setup } from 'xstate'
export const machine = setup({}).createMachine(${config})
export const outcomes = {}
export const prompts = []`,
  )
  return path
}

test.each([
  ['an initial state', '{ initial: "b", states: { a: {} } }', /Initial state node "b" not found/],
  [
    'an initial state below another',
    '{ initial: "a", states: { a: { initial: "c", states: { b: {} } } } }',
    /Initial state node "c" not found/,
  ],
  ['a target', '{ initial: "a", states: { a: { on: { go: "b" } } } }', /Child state 'b' does not exist/],
])(
  'a machine that names %s which is not there is refused as a module of the user’s',
  async (_, config, why) => {
    const path = machineOf(config)
    const refusal = await refusalOf(path)
    expect(refusal?.exit).toBe(2)
    expect(refusal?.message).toMatch(why)
    expect(refusal?.message.startsWith(`The module ${path} cannot be loaded (`)).toBe(true)
    // Of the lines that are at fault one is the user's, or none.
    expect(refusal?.message).not.toMatch(/node_modules/)
  },
)

describe('a machine of another XState is refused as wrong usage', () => {
  test.each(['4.38.3', '5.0.0', '5.26.0'])('with the version that its module finds: %s', async (version) => {
    const path = moduleWith(version, early)
    expect(await refusalOf(path)).toMatchObject({
      exit: 2,
      message: `The machine of ${path} is made by XState ${version}; make it with 5.27 or a later 5.x.`,
    })
  })

  test('also where the module asks it for what only later ones have', async () => {
    const path = moduleWith(
      '4.38.3',
      `import { fromCallback } from 'xstate'\n${early}\nfromCallback(() => {})`,
    )
    expect(await refusalOf(path)).toMatchObject({
      exit: 2,
      message: expect.stringContaining('made by XState 4.38.3; make it with 5.27 or a later 5.x.'),
    })
  })

  test.each([null, '5.33.3', 'none\u001b[2J'])(
    'with the versions that it can be of, where its module finds %j',
    async (version) => {
      const path = moduleWith(version, early)
      expect(await refusalOf(path)).toMatchObject({
        exit: 2,
        message: `The machine of ${path} is made by XState 5.0–5.26; make it with 5.27 or a later 5.x.`,
      })
    },
  )
})
