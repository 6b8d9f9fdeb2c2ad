import { fileURLToPath } from 'node:url'
import { register } from '../accounts.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { judged } from '../row.ts'
import { slope } from '../statistics.ts'

const READINGS = 50
/** Time limit of the measurement, which makes do with what is done by then. */
const AT_MOST_MS = 200_000
const HEAP = fileURLToPath(new URL('../children/heap.js', import.meta.url))

/** Memory of a process after its garbage was collected, in bytes. */
interface Memory {
  readonly heapUsed: number
  readonly rss: number
}

const measure = async (lab: Lab, mode: 'echo' | 'auth', count: number, goalBytes: number): Promise<void> => {
  const served = await lab.serve({
    flags: ['--mode', mode],
    node: ['--expose-gc', '--import', HEAP],
    isAsked: true,
  })
  const { port } = served
  const token = mode === 'auth' ? ((await register(port, 'resumer', 1))[0]?.token ?? null) : null
  const sessions = await lab.helper('sessions', { port, token })
  const server = lab.asking(served)
  const readings: (readonly [number, Memory])[] = []
  const untilMs = performance.now() + AT_MOST_MS
  for (let held = 0; held < count && performance.now() < untilMs; held += count / READINGS) {
    await sessions.ask('hold', count / READINGS)
    readings.push([held + count / READINGS, await server.ask<Memory>('memory')])
  }
  await lab.stop(served.child)
  const half = readings.slice(readings.length / 2)
  const heap = slope(half.map(([at, { heapUsed }]) => [at, heapUsed]))
  const resident = slope(half.map(([at, { rss }]) => [at, rss]))
  const [held = 0, last = null] = half.at(-1) ?? []
  lab.add(
    judged(
      `heap for each of ${held} sessions, ${mode === 'auth' ? 'resumed' : 'without a proof'}, second half`,
      `< ${goalBytes} bytes`,
      `${heap.toFixed(1)} bytes (resident ${resident.toFixed(1)}); the heap is ${((last?.heapUsed ?? Number.NaN) / 2 ** 20).toFixed(1)} MiB at the end`,
      heap < goalBytes,
    ),
  )
}

/** The heap is read after `gc()`, by a module that is loaded into the server beside its program and answers over a channel. */
export const sessions: Measurement = {
  about: '100,000 sessions one after the other, and 10,000 that are resumed: what each leaves in the heap',
  withinMs: 420_000,
  run: async (lab) => {
    await measure(lab, 'echo', lab.amount(100_000, 1_000), 20)
    // Fewer are less exact: the heap by itself goes up and down by some 100 KiB.
    await measure(lab, 'auth', lab.amount(10_000, 200), 200)
  },
}
