export default {
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  testEnvironment: 'node',
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
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  coverageProvider: 'v8',
}
