import { mutated } from './asked.js'

export default {
  mutate: mutated,
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'mutants/jest.config.js', enableFindRelatedTests: false },
  // A mutant is tried by the tests that reach it alone.
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 10_000,
  tempDirName: '.mutants',
  ignorePatterns: ['bench', 'mutants/node_modules', 'dist', 'docs', 'coverage', 'colloquy-data'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'coverage/mutants.json' },
  clearTextReporter: { allowColor: false, reportTests: false },
}
