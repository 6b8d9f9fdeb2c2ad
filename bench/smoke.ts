import { cpus } from 'node:os'
import { bundle } from './bundle.ts'
import { codecs } from './codecs.ts'
import { echoOneByOne, echoPipelined } from './echo.ts'
import { sessionsAtRest } from './rest.ts'
import { type Row, table } from './row.ts'

const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  pipelined: echoPipelined,
  single: echoOneByOne,
  rest: sessionsAtRest,
  codec: codecs,
}

/** Measures all parts, or those that are named, and prints one table. */
const main = async (named: readonly string[]): Promise<void> => {
  const strange = named.find((name) => parts[name] === undefined)
  if (strange !== undefined)
    throw new Error(`${strange} is no part; there are ${Object.keys(parts).join(', ')}.`)
  await bundle()
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(parts))
    if (named.length === 0 || named.includes(name)) rows.push(...(await measure()))
  const processors = cpus()
  console.log(`Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown'}\n`)
  console.log(table(rows))
}

await main(process.argv.slice(2))
