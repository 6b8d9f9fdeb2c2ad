// Tries mutants of files and folders of src, and says which no test noticed: docs/mutants.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, root } from './bundle.js'
import { report } from './report.js'
import { sampleOf } from './sample.js'
import { quick, specsFor, within } from './specs.js'
import { Trial } from './trial.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Files and folders of tests, between commas, instead of those of the folders. */
    specs: { type: 'string' },
    /** Tries again only what no test noticed the last time, and what is new. */
    survivors: { type: 'boolean', default: false },
    /** Processor time for a mutant in milliseconds, beside that for the tests of its own file. */
    budget: { type: 'string', default: '500' },
    /** The most mutants of a file, drawn at random with this seed. */
    sample: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    /** Tries nothing: prints the results of all runs before. */
    report: { type: 'boolean', default: false },
  },
})

const RESULTS = join(root, 'coverage/mutants.json')

/** Of all runs, by file. */
const resultsBefore = () => {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'))
  } catch {
    return {}
  }
}

/** The same in another run, as long as the file is the same. */
const keyOf = ({ location: { start, end }, original, replacement }) =>
  [start.line, start.column, end.line, end.column, original, replacement].join(' ')

const tryAll = async (files) => {
  for (const folder of ['.mutants', 'coverage']) mkdirSync(join(root, folder), { recursive: true })
  const outfile = join(root, `.mutants/bundle-${process.pid}.js`)
  const specs = values.specs === undefined ? specsFor(files) : quick(values.specs.split(','))
  const mutants = await bundle(files, specs, outfile)
  const trial = await Trial.begin(outfile, Number(values.budget))
  for (const file of files) {
    const own = mutants.filter(({ fileName }) => fileName === file)
    const before = values.survivors ? (resultsBefore()[file] ?? []) : []
    const noticed = new Map(before.filter(({ by }) => by !== undefined).map((each) => [keyOf(each), each]))
    const results = []
    for (const mutant of sampleOf(own, Number(values.sample), Number(values.seed)))
      results.push(noticed.get(keyOf(mutant)) ?? { ...mutant, ...(await trial.outcomeOf(mutant)) })
    writeFileSync(RESULTS, JSON.stringify({ ...resultsBefore(), [file]: results }, undefined, 1))
    console.error(`${file}: ${results.length} of ${own.length}`)
  }
  trial.end()
  rmSync(outfile)
}

const files = within(positionals.length === 0 ? ['src/codec', 'src/engine'] : positionals, '.ts')
if (!values.report) await tryAll(files)
const results = resultsBefore()
console.log(report(files.flatMap((file) => results[file] ?? [])))
