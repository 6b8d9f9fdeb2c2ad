import protobuf from 'protobufjs'
import { median } from '../median.ts'
import { bufbuild } from './bufbuild.ts'
import type { Work } from './codec.ts'
import { colloquy } from './colloquy.ts'
import { protobufjs } from './protobufjs.ts'
import { samples } from './samples.ts'

/** How often as fast as each of the others, for one message. */
export interface Ratios {
  readonly name: string
  readonly encode: { readonly protobufjs: number; readonly bufbuild: number }
  readonly decode: { readonly protobufjs: number; readonly bufbuild: number }
}

const ROUNDS = 15
const ROUND_MICROS = 8_000
const WARMING_RUNS = 20_000

/** What came last, so that no run can be left out as useless. */
let last: unknown = null

/** Nanoseconds for one run, by the processor time of this thread of a round of about 8 ms. */
const costOf = (run: () => unknown, runs: number): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < runs; i++) last = run()
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1_000) / runs
}

/** The medians of rounds that take turns. */
const costs = (runs: readonly (() => unknown)[]): number[] => {
  const counts = runs.map((run) => {
    costOf(run, WARMING_RUNS)
    return Math.ceil((ROUND_MICROS * 1_000) / Math.max(costOf(run, WARMING_RUNS), 1))
  })
  const found: number[][] = runs.map(() => [])
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, run] of runs.entries()) found[i]?.push(costOf(run, counts[i] as number))
  return found.map(median)
}

const against = (works: readonly Work[], what: 'encode' | 'decode'): Ratios['encode'] => {
  const [ours = 0, protobufjs = 0, bufbuild = 0] = costs(works.map((work) => () => work[what]()))
  return { protobufjs: protobufjs / ours, bufbuild: bufbuild / ours }
}

const compare = async (protos: string[]): Promise<Ratios[]> => {
  const root = await protobuf.load(protos)
  const libraries = [colloquy, protobufjs(root), bufbuild(root)]
  const all = Object.entries(samples).map(([name, message]) => {
    const works = libraries.map((library) => library(message))
    const [ours, ...others] = works.map(({ bytes }) => Buffer.from(bytes).toString('hex'))
    if (others.some((bytes) => bytes !== ours)) throw new Error(`${name}: the bytes are not the same.`)
    return { name, works }
  })
  return all.map(({ name, works }) => ({
    name,
    encode: against(works, 'encode'),
    decode: against(works, 'decode'),
  }))
}

const found = await compare(process.argv.slice(2))
if (last === undefined) throw new Error('Nothing was done.')
if (process.send === undefined) console.log(found)
else process.send(found)
