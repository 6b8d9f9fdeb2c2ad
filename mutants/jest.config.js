import { createRequire } from 'node:module'
import config from '../jest.config.js'
import { specs } from './asked.js'

const { resolve } = createRequire(import.meta.url)

export default {
  ...config,
  // Stryker's copy of the project.
  rootDir: process.cwd(),
  testMatch: specs.map((each) =>
    each.endsWith('.ts') ? `<rootDir>/${each}` : `<rootDir>/${each}/**/*.spec.ts`,
  ),
  testEnvironment: resolve('@stryker-mutator/jest-runner/jest-env/node'),
  reporters: [],
}
