// The surroundings of each file of tests. Jest loads this as it is, so no TypeScript.
import { createRequire } from 'node:module'
import { runInContext, runInNewContext } from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'
import './compile-once.js'
import { endContexts } from './contexts.js'

/** Processes that can run the program once more: what one file leaves is there for the next one. */
const idleRunners = []

/** What was found of the tools that tests need: each is looked for once. */
const foundTools = new Map()

/** Loads a package outside of the contexts, once for all files. Only what is large, and has no part in what is tested. */
const requireOutside = createRequire(import.meta.url)

/** Replaced by Jest or by simulated clocks, or none that a constant can be named after. */
const VARIABLE = ['console', 'Date', 'eval', 'globalThis', 'Infinity', 'NaN', 'undefined']

const OF_NODE = ['AbortController', 'AbortSignal', 'Buffer', 'process', 'TextDecoder', 'TextEncoder', 'URL']

const CONSTANT = [
  ...runInNewContext('Object.getOwnPropertyNames(globalThis)').filter((name) => !VARIABLE.includes(name)),
  ...OF_NODE,
]

/**
 * Declares the globals again as constants of the context. A property of its global object is asked for by a call out of
 * the compiled code, some 100 ns each time, which doubled the time of whatever counts bytes.
 */
const CONSTANTS = `const ${CONSTANT.map((name) => `${name} = globalThis.${name}`).join(', ')}`

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    this.global.idleRunners = idleRunners
    this.global.foundTools = foundTools
    this.global.requireOutside = requireOutside
    runInContext(CONSTANTS, this.context)
  }

  async teardown() {
    await super.teardown()
    endContexts()
  }
}
