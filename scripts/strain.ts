// Measures what the built program bears, on loopback: `strain [measurement …] [--small] [--list]`. Prints one table. Exit codes: 0 every
// goal was met, 1 one was missed or could not be measured, 2 wrong usage.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cli, Lab } from '../spec/strain/lab.ts'
import type { Measurement } from '../spec/strain/measurement.ts'
import { measurements } from '../spec/strain/measurements/index.ts'
import { type Row, table } from '../spec/strain/row.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
})

const INTERRUPTED = 130

/** Measures one thing, but not for ever. What was found before it failed counts. */
const measure = async (
  name: string,
  { run, withinMs }: Measurement,
  folder: string,
): Promise<readonly Row[]> => {
  const lab = new Lab(folder, values.small)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${withinMs / 1_000} s`)), withinMs)
  })
  // It goes on failing when its processes are ended.
  const running = run(lab)
  running.catch(() => {})
  try {
    await Promise.race([running, late])
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    lab.add({ what: name, goal: '', measured: detail.split('\n').slice(0, 3).join(' '), verdict: 'FAILED' })
    console.error(`${name}: ${error instanceof Error ? error.stack : error}`)
  } finally {
    clearTimeout(timer)
    await lab.end()
  }
  return lab.rows
}

const main = async (): Promise<number> => {
  if (values.list) {
    for (const [name, { about }] of Object.entries(measurements)) console.log(`${name.padEnd(12)}${about}`)
    return 0
  }
  const strange = positionals.find((name) => measurements[name] === undefined)
  if (strange !== undefined) {
    console.error(`${strange} is not measured; there are ${Object.keys(measurements).join(', ')}.`)
    return 2
  }
  if (!existsSync(cli)) {
    console.error('There is no dist/cli.js; build it: npm run build:js')
    return 2
  }
  const [load = 0] = loadavg()
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-strain-'))
  const clear = (): void => rmSync(folder, { recursive: true, force: true })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      clear()
      process.exit(INTERRUPTED)
    })
  const rows: Row[] = []
  try {
    for (const [name, measurement] of Object.entries(measurements)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue
      const begunMs = performance.now()
      const found = await measure(name, measurement, join(folder, name))
      rows.push(...found)
      console.error(`${name}: ${((performance.now() - begunMs) / 1_000).toFixed(0)} s`)
    }
  } finally {
    clear()
  }
  const { length: count, 0: processor } = cpus()
  console.log(
    `Node ${process.version}, ${count} × ${processor?.model.trim()}, load before ${load.toFixed(1)}${values.small ? ', small: the figures mean nothing' : ''}\n`,
  )
  console.log(table(rows))
  const wrong = rows.filter(({ verdict }) => verdict === 'MISSED' || verdict === 'FAILED').length
  console.log(
    `\n${wrong === 0 ? 'Every goal was met.' : `${wrong} missed or failed; with other programs running that may be noise: repeat them alone, by name.`}`,
  )
  return wrong === 0 ? 0 : 1
}

process.exit(await main())
