import { describe, test } from '@jest/globals'
import { isSoak } from '../soak.ts'
import { findBuf } from './buf.ts'
import { findChromium } from './chromium.ts'
import { type Found, find, type Missing, variableOf } from './find.ts'
import { findPostgres } from './postgres.ts'
import { findPython } from './python.ts'

/** Finds what tests use beside Node, and has it show that it does what they need. */
const finders = {
  bash: () => find('bash', { args: ['--norc', '-c', 'complete -W "" tests'] }),
  buf: findBuf,
  chromium: findChromium,
  gcc: () => find('gcc', { args: ['-fsyntax-only', '-include', 'stdio.h', '-x', 'c', '/dev/null'] }),
  npx: () => find('npx', { args: ['--version'] }),
  nc: () => find('nc', { args: ['-h'], says: /^\s+-N\b/m }),
  haproxy: () => find('haproxy', { args: ['-v'], says: /HA-?Proxy version [2-9]/ }),
  openssl: () => find('openssl', { args: ['version'], says: /^OpenSSL [3-9]/m }),
  postgres: findPostgres,
  python3: findPython,
  spin: () => find('spin', { args: ['-V'], says: /^Spin Version/ }),
  tmux: () => find('tmux', { args: ['-V'] }),
  /** /proc, /dev/full, GNU's commands, and every address of 127.0.0.0/8. */
  linux: () => (process.platform === 'linux' ? { path: '/', env: {} } : { why: 'no Linux' }),
  /** Where a test takes longer than all of its folder: `npm run soak` has it, and so has each change in CI. */
  time: () =>
    isSoak || isContinuousIntegration()
      ? { path: '/', env: {} }
      : { why: 'it takes long, and is for npm run soak and CI' },
} satisfies Readonly<Record<string, () => Found | Missing>>

/** The programs that a test may need beside Node. */
export type Tool = keyof typeof finders

/** By tool and by where it is looked for; the environment of the tests keeps it from one file to the next. */
const looked = (globalThis as unknown as { readonly foundTools: Map<string, Found | Missing> }).foundTools
const toldOf = new Set<string>()

const look = (tool: Tool): Found | Missing => {
  const where = JSON.stringify([tool, process.env[variableOf(tool)], process.env.PATH])
  const answer = looked.get(where) ?? finders[tool]()
  looked.set(where, answer)
  return answer
}

/** How to start a tool. Throws where it is missing: tests that use it say so with `needs`. */
export const tool = (name: Tool): Found => {
  const answer = look(name)
  if ('why' in answer) throw new Error(`Missing for this test: ${answer.why}.`)
  return answer
}

/**
 * The `test` and `describe` of tests that use these tools. Where one is missing they are left out, and a test of that
 * name says so; in CI (CI=true) the file fails instead.
 */
export const needs = (
  ...tools: readonly Tool[]
): { readonly test: typeof test.skip; readonly describe: typeof describe.skip } => {
  const missing = tools.flatMap((name) => {
    const answer = look(name)
    return 'why' in answer ? [answer.why] : []
  })
  if (missing.length === 0) return { test, describe }
  if (isContinuousIntegration()) throw new Error(`Missing for these tests: ${missing.join('; ')}.`)
  for (const why of missing.filter((each) => !toldOf.has(each))) {
    toldOf.add(why)
    test.skip(`${LEFT_OUT}${why}`, () => {})
  }
  return { test: test.skip, describe: describe.skip }
}

/** Begins the name of the test that says what is left out; the reporter looks for it. */
const LEFT_OUT = 'left out: '

const isContinuousIntegration = (): boolean => !['', '0', 'false'].includes(process.env.CI ?? '')
