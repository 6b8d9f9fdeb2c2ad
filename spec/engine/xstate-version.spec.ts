import { expect, test } from '@jest/globals'
import { type AnyStateMachine, createMachine } from 'xstate'
import { stepper } from '../../src/engine/stepper.ts'
import { isSteppableVersion, unsteppableVersions } from '../../src/engine/xstate-version.ts'
import { verify } from '../../src/verify/index.ts'
import { chartOfMachine } from '../../src/visualize/index.ts'
import { contract } from '../support/contract.ts'
import { server } from '../support/machines.ts'
import { faultless } from '../verify/mutants.ts'

// As XState 4.38.3, 5.0.0 to 5.26.0, and 6.0.0-alpha.52 make them: the names that matter.
const method = (): void => {}
const looks = {
  '4.x': { __xstatenode: true, config: {}, states: {}, transition: method },
  '5.0–5.26': {
    __xstatenode: true,
    config: {},
    implementations: { actions: {} },
    root: { states: {} },
    transition: method,
    getPreInitialState: method,
  },
  '6.x': { config: {}, sources: {}, root: { states: {} }, transition: method, _getPreInitialState: method },
} as const

const ofOthers = Object.entries(looks).map(([versions, machine]) => ({
  versions,
  // A machine of another XState, of which the types know nothing.
  machine: machine as unknown as AnyStateMachine,
}))

test.each(ofOthers)('a machine of XState $versions is told by its looks', ({ versions, machine }) => {
  expect(unsteppableVersions(machine)).toBe(versions)
})

test('a machine of this XState is one that can be stepped', () => {
  expect(unsteppableVersions(createMachine({ initial: 'a', states: { a: {} } }))).toBeNull()
})

test.each([
  ['4.38.3', false],
  ['5.0.0', false],
  ['5.26.0', false],
  ['5.27.0', true],
  ['5.33.3', true],
  ['5.100.0', true],
  ['6.0.0-alpha.52', false],
])('whether %s is a version to use: %s', (version, usable) => {
  expect(isSteppableVersion(version)).toBe(usable)
})

test.each(ofOthers)('one of XState $versions is not verified, drawn or stepped', ({ versions, machine }) => {
  const remedy = `it was made by XState ${versions}; make it with 5.27 or a later 5.x.`
  const other = { ...server, machine }
  const { findings } = verify({ ...faultless, server: other }, { bound: 2, limit: 1_000 })
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    rule: 'UNFIT_MACHINE',
    text: `The machine of the server cannot be verified: ${remedy}`,
  })
  const refusal = new TypeError(`The machine cannot be used: ${remedy}`)
  expect(() => chartOfMachine(other, 'server', contract)).toThrow(refusal)
  expect(() => stepper(machine, contract.states)).toThrow(refusal)
})
