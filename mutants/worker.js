// A process that has all tests loaded and tries one mutant after the other. `run.js` starts it and ends it.
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { declare, tests } from './tests.js'

/** The namespace that Stryker's instrumenter reads. */
globalThis.__stryker__ ??= {}
const switches = globalThis.__stryker__

/** Real time that a test gets beyond ten times what it took without a mutant. */
const MIN_TEST_MS = 2_000

// The same inputs each time; the first failure is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true })
for (const name of ['log', 'warn', 'error', 'info', 'debug']) console[name] = () => {}
process.stdout.write = () => true

/** Fails the test that runs. */
let fail = () => {}
process.on('uncaughtException', (error) => fail(error))
process.on('unhandledRejection', (error) => fail(error))
// Nothing is left that could go on: a test that still waits waits for ever.
process.on('beforeExit', () => fail(new Error('nothing more happens')))

const byName = new Map()
const durations = {}

/** The error of the test, or undefined if it passes. */
const errorOf = async (name) => {
  const failed = new Promise((resolve) => {
    fail = resolve
  })
  const limit = new AbortController()
  const late = sleep(MIN_TEST_MS + 10 * (durations[name] ?? 3_000), new Error('too late'), {
    ref: false,
    signal: limit.signal,
  }).catch(() => {})
  const passed = byName
    .get(name)
    .run()
    .then(
      () => undefined,
      (error) => error ?? new Error('nothing thrown'),
    )
  process.channel.unref()
  const error = await Promise.race([passed, failed, late])
  process.channel.ref()
  limit.abort()
  // Work that the test leaves behind fails no other.
  fail = () => {}
  await new Promise((resolve) => setImmediate(resolve))
  return error
}

const dryRun = async () => {
  const failing = []
  for (const { name } of tests) {
    switches.currentTestId = name
    const start = process.cpuUsage()
    const error = await errorOf(name)
    const { user, system } = process.cpuUsage(start)
    durations[name] = (user + system) / 1_000
    if (error !== undefined) failing.push([name, String(error?.stack ?? error)])
  }
  switches.currentTestId = undefined
  return { durations, failing, coverage: switches.mutantCoverage }
}

/** Runs the tests until one notices the mutant. */
const attempt = async ({ mutant, names, hitLimit }) => {
  for (const name of names) {
    process.send({ started: name })
    switches.hitCount = 0
    switches.hitLimit = hitLimit
    switches.activeMutant = mutant
    const error = await errorOf(name)
    switches.activeMutant = undefined
    if (switches.hitCount > hitLimit) return { status: 'timeout', by: name }
    if (error === undefined) continue
    // A test that fails without the mutant, too, says nothing of it: something was left behind.
    const again = await errorOf(name)
    return {
      status: again === undefined ? 'killed' : 'suspect',
      by: name,
      error: String(error?.message ?? error).slice(0, 300),
    }
  }
  return { status: 'survived' }
}

process.on('message', async ({ bundle, active, known, dry, ...job }) => {
  if (bundle !== undefined) {
    // Mutants that act while modules load have to be on before.
    switches.activeMutant = active
    try {
      const { files } = await import(pathToFileURL(bundle).href)
      for (const [file, load] of Object.entries(files)) await declare(file, load)
    } catch (error) {
      process.send({ unloadable: String(error?.stack ?? error) })
      return
    }
    for (const each of tests) byName.set(each.name, each)
    Object.assign(durations, known)
    process.send({ loaded: tests.length })
  } else if (dry) process.send({ dry: await dryRun() })
  else process.send({ result: await attempt(job) })
})
