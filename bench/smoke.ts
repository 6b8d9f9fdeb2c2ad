import { bundle } from './bundle.ts'
import { codecs } from './codecs.ts'
import { echoOneByOne, echoPipelined } from './echo.ts'
import { machine } from './machine.ts'
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
  const before = machine()
  await bundle()
  const rows: Row[] = []
  const missed: string[] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue
    const found = await measure()
    rows.push(...found)
    if (found.some(({ reached }) => reached === false)) missed.push(name)
  }
  console.log(`${before}\n\n${table(rows)}`)
  if (missed.length > 0)
    console.log(`
MISSED can be noise: other programs on the machine move a ratio by a tenth, and more under load.
Repeat with nothing else running: npx tsx bench/smoke.ts ${missed.join(' ')}
What is missed three times in a row is missed.`)
}

await main(process.argv.slice(2))
