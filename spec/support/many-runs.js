// Runs the built program again and again in this one process: each time a new instance of its entry, while the modules
// below it are loaded once. A child process of the tests, started as it is, so no TypeScript.
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const [, , cli] = process.argv
const entry = pathToFileURL(cli).href
const { stdout, stderr } = process
const emitters = [process, stdout, stderr]
const umask = process.umask()
const timers = new Set()
let runs = 0

process.on('message', async ({ args, env, cwd, mark }) => {
  const code = await run(args, env, cwd)
  stderr.write(mark)
  stdout.write(`${mark}${code}${mark}`)
})

/** One run, from its arguments to its exit code. */
const run = async (args, env, cwd) => {
  const listening = emitters.map(listenersOf)
  process.chdir(cwd)
  process.umask(umask)
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  process.argv = [process.execPath, cli, ...args]
  process.exitCode = undefined
  const closeStdin = newStdin()
  runs += 1
  await import(`${entry}?${runs}`)
  closeStdin()
  while (isKeptAlive()) await pause(1)
  for (const timer of timers) clearTimeout(timer)
  timers.clear()
  for (const [at, emitter] of emitters.entries())
    for (const [name, listener] of listenersOf(emitter)) {
      if (listening[at].some(([, known]) => known === listener)) continue
      if (emitter === process && name === 'exit') listener.call(process, process.exitCode ?? 0)
      emitter.removeListener(name, listener)
    }
  return process.exitCode ?? 0
}

const listenersOf = (emitter) =>
  emitter.eventNames().flatMap((name) => emitter.rawListeners(name).map((listener) => [name, listener]))

/** Whether anything but the pipes to the test would keep a process from ending. */
const isKeptAlive = () => process.getActiveResourcesInfo().some((kind) => kind !== 'PipeWrap')

/** Standard input from its beginning, which is its end, too. What closes it is given. */
const newStdin = () => {
  let stdin
  const get = () => {
    stdin ??= new Socket({ fd: 0, readable: true, writable: false, manualStart: true })
    return stdin
  }
  Object.defineProperty(process, 'stdin', { configurable: true, get })
  return () => stdin?.destroy()
}

// What waits for a time that does not count goes with its process.
const { setTimeout: begin } = globalThis
globalThis.setTimeout = Object.assign((...given) => {
  const timer = begin(...given)
  timers.add(timer)
  return timer
}, begin)
