// The surroundings of each file of tests. Jest loads this as it is, so no TypeScript.
import { TestEnvironment } from 'jest-environment-node'

/** Processes that can run the program once more: what one file leaves is there for the next one. */
const idleRunners = []

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    this.global.idleRunners = idleRunners
  }
}
