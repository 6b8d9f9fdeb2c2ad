// Stands in for @jest/globals: keeps the tests of all files, so that a worker runs each as often as it likes.
import { format } from 'node:util'
import { expect } from 'expect'
import { ModuleMocker } from 'jest-mock'

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll']

/** All tests: `{ name, run }`, where `run` has the hooks around the test, those of its file and `describe` too. */
export const tests = []

let group

/** Loads a file of tests; what it declares is kept under its name. */
export const declare = async (file, load) => {
  group = { name: file, hooks: [] }
  await load()
}

const inGroup = (name, body) => {
  const outer = group
  group = { name: `${outer.name} > ${name}`, hooks: [], outer }
  body()
  group = outer
}

/** Those of the outermost group first; ends run in the opposite order. */
const hooksOf = (kind, { hooks, outer }) => {
  const own = hooks.filter((hook) => hook.kind === kind)
  const outers = outer === undefined ? [] : hooksOf(kind, outer)
  return kind.startsWith('before') ? [...outers, ...own] : [...own, ...outers]
}

const declareTest = (name, body) => {
  const home = group
  const run = async () => {
    const call = async (kind) => {
      for (const hook of hooksOf(kind, home)) await hook.body()
    }
    await call('beforeAll')
    try {
      await call('beforeEach')
      await body()
    } finally {
      await call('afterEach')
      await call('afterAll')
    }
  }
  // Two tests of one name are two tests.
  tests.push({ name: `${home.name} > ${name}#${tests.length}`, run })
}

/** `test.each` and `describe.each`: once for each row. */
const each = (declareOne) => (rows) => (name, body) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row]
    declareOne(
      format(name, ...values.map((value) => (typeof value === 'string' ? value : typeof value))),
      () => body(...values),
    )
  }
}

const nothing = () => {}
export const test = Object.assign(declareTest, {
  each: each(declareTest),
  skip: Object.assign(nothing, { each: () => nothing }),
})
export const describe = Object.assign(inGroup, { each: each(inGroup) })
export const it = test

const hook = (kind) => (body) => group.hooks.push({ kind, body })
export const [beforeAll, beforeEach, afterEach, afterAll] = HOOKS.map(hook)

const mocker = new ModuleMocker(globalThis)
export const jest = {
  fn: (...all) => mocker.fn(...all),
  spyOn: (...all) => mocker.spyOn(...all),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  setTimeout: nothing,
}
export { expect }
