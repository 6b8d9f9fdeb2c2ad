// Runs the built program again and again in this one process: each time a new instance of its entry, while the modules
// below it are loaded once. A child process of the tests, started as it is, so no TypeScript.
import { closeSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { SourceTextModule, SyntheticModule } from 'node:vm'

const [, , cli] = process.argv
const entry = pathToFileURL(cli).href
const { channel, stdout, stderr } = process
const emitters = [process, stdout, stderr]
const umask = process.umask()
const timers = new Set()

/** How Node ends a program that waits for what can never come. */
const UNSETTLED = 13

/**
 * The text of the entry, and what V8 made of it at the first run: to compile it again is a third of a short run. What it
 * imports while it runs it asks `import.meta` for, since Node 20 does not know code that was compiled before as a module's.
 */
const text = readFileSync(cli, 'utf8').replaceAll(/\bimport\((?=")/g, 'import.meta.load(')
let compiled

/** By their specifiers, the modules below the entry. */
const imported = new Map()

process.on('message', async ({ args, env, cwd, mark, input }) => {
  const code = await run(args, env, cwd, input)
  stderr.write(mark)
  stdout.write(`${mark}${code}${mark}`)
})

// The tests are gone; whatever runs here has nobody any more.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

/** One run, from its arguments to its exit code. It ends when nothing is left that would keep a process of its own alive. */
const run = async (args, env, cwd, input) => {
  // The channel to the tests is no part of the program.
  channel.unref()
  const ended = beforeExit().then(() => channel.ref())
  const listening = emitters.map(listenersOf)
  process.chdir(cwd)
  process.umask(umask)
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  process.argv = [process.execPath, cli, ...args]
  process.exitCode = undefined
  const closeStdin = newStdin(input)
  let isSettled = false
  void evaluateEntry().then(() => {
    isSettled = true
  })
  await ended
  closeStdin()
  for (const timer of timers) clearTimeout(timer)
  timers.clear()
  const code = process.exitCode ?? (isSettled ? 0 : UNSETTLED)
  for (const [at, emitter] of emitters.entries())
    for (const [name, listener] of listenersOf(emitter)) {
      if (listening[at].some(([, known]) => known === listener)) continue
      if (emitter === process && name === 'exit') listener.call(process, code)
      emitter.removeListener(name, listener)
    }
  process.chdir('/')
  return process.exitCode ?? code
}

/** Evaluates a new instance of the entry. */
const evaluateEntry = async () => {
  const module = new SourceTextModule(text, {
    identifier: entry,
    cachedData: compiled,
    initializeImportMeta: (meta) => Object.assign(meta, { url: entry, load: importFromEntry }),
  })
  await module.link(async (specifier) => {
    const known = imported.get(specifier) ?? moduleOf(await importFromEntry(specifier))
    imported.set(specifier, known)
    return known
  })
  compiled ??= module.createCachedData()
  await module.evaluate()
}

const importFromEntry = (specifier) =>
  import(specifier.startsWith('.') ? new URL(specifier, entry) : specifier)

const moduleOf = (namespace) =>
  new SyntheticModule(Object.keys(namespace), function () {
    for (const [name, value] of Object.entries(namespace)) this.setExport(name, value)
  })

/** Resolves when a process would end. */
const beforeExit = () =>
  new Promise((resolve) => {
    let known = 1
    const empty = () => {
      const listeners = process.listenerCount('beforeExit')
      // Others that hear of it may bring more to do.
      if (listeners === known) {
        process.off('beforeExit', empty)
        resolve()
      }
      known = listeners
      setImmediate(() => {})
    }
    process.on('beforeExit', empty)
  })

const listenersOf = (emitter) =>
  emitter.eventNames().flatMap((name) => emitter.rawListeners(name).map((listener) => [name, listener]))

/** Standard input, which is a pipe of this run's own. What closes it is given. */
const newStdin = (fd) => {
  let stdin
  const get = () => {
    stdin ??= new Socket({ fd, readable: true, writable: false, manualStart: true })
    return stdin
  }
  Object.defineProperty(process, 'stdin', { configurable: true, get })
  return () => {
    if (stdin === undefined) closeSync(fd)
    else stdin.destroy()
  }
}

// Timers that do not keep a program alive go with their process.
const { setTimeout: begin, clearTimeout: stop } = globalThis
globalThis.setTimeout = Object.assign((call, ...given) => {
  const timer = begin(
    (...values) => {
      timers.delete(timer)
      call(...values)
    },
    ...given,
  )
  timers.add(timer)
  return timer
}, begin)
globalThis.clearTimeout = (timer) => {
  timers.delete(timer)
  stop(timer)
}
