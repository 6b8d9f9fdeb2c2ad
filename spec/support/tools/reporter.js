// The last lines of `npm test`: which tests were left out, and why. Jest loads reporters as they are, so no TypeScript.
import { relative } from 'node:path'

/** Begins the names of the tests by which `needs` says what is left out. */
const LEFT_OUT = 'left out: '

// biome-ignore lint/style/noDefaultExport: the reporters of Jest are default exports.
export default class LeftOutReporter {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir
    /** Asking for tests by their names leaves the others out. */
    this.isSilent = Boolean(globalConfig.testNamePattern)
  }

  onRunComplete(_contexts, { testResults }) {
    if (this.isSilent) return
    const lines = linesOf(testResults, (path) => relative(this.rootDir, path))
    // Jest prints its summary after the last reporter.
    if (lines.length > 0) process.once('exit', () => process.stderr.write(`\n${lines.join('\n')}\n`))
  }
}

export const linesOf = (files, nameOf) => {
  const reasons = new Map()
  let count = 0
  for (const { testFilePath, testResults } of files) {
    const skipped = testResults.filter(({ status }) => status === 'pending')
    const marks = skipped.filter(({ title }) => title.startsWith(LEFT_OUT))
    count += skipped.length - marks.length
    const whys = skipped.length === marks.length ? [] : marks.map(({ title }) => title.slice(LEFT_OUT.length))
    if (skipped.length > 0 && marks.length === 0) whys.push('no reason is given')
    for (const why of whys) reasons.set(why, [...(reasons.get(why) ?? []), nameOf(testFilePath)])
  }
  if (count === 0) return []
  return [
    `Left out: ${count} ${count === 1 ? 'test' : 'tests'}. CONTRIBUTING.md says what they use.`,
    ...[...reasons].toSorted().map(([why, names]) => `  ${why}: ${names.toSorted().join(', ')}`),
  ]
}
