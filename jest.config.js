export default {
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  testEnvironment: '<rootDir>/spec/support/run/environment.js',
  // Room for a machine that does something else, too; what is measured in tests has clocks of its own.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/spec/support/run/begin.js',
  globalTeardown: '<rootDir>/spec/support/run/end.js',
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/spec/support/tools/reporter.js'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv:
    process.env.COLLOQUY_COVERAGE === undefined ? [] : ['<rootDir>/spec/coverage/collect.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.mutants/'],
  coverageProvider: 'v8',
}
