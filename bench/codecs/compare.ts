import protobuf from 'protobufjs'
import { median } from '../median.ts'
import { bufbuild } from './bufbuild.ts'
import type { Work } from './codec.ts'
import { json } from './json.ts'
import { msgpackr } from './msgpackr.ts'
import { protobufjs } from './protobufjs.ts'
import type { LibraryTimes, Ratios } from './ratios.ts'
import { samples } from './samples.ts'

const ROUNDS = 15
const ROUND_MICROS = 8_000
const WARMING_RUNS = 20_000

/** The last result, kept so that no run can be optimised away. */
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

const against = (works: readonly Work[], what: 'encode' | 'decode'): LibraryTimes => {
  const [ours = 0, ...others] = costs(works.map((work) => () => work[what]()))
  return byLibrary(others.map((cost) => cost / ours))
}

const byLibrary = ([
  protobufjs = 0,
  bufbuild = 0,
  msgpackr = 0,
  json = 0,
]: readonly number[]): LibraryTimes => ({
  protobufjs,
  bufbuild,
  msgpackr,
  json,
})

const compare = async (protos: string[]): Promise<Ratios[]> => {
  const root = await protobuf.load(protos)
  const ofProtobuf = [protobufjs(root), bufbuild(root)]
  const all = samples.map((sample) => {
    const same = [sample.ours, ...ofProtobuf.map((library) => library(sample))]
    const [ours, ...others] = same.map(({ bytes }) => Buffer.from(bytes).toString('hex'))
    if (others.some((bytes) => bytes !== ours)) throw new Error(`${sample.name}: the bytes are not the same.`)
    const works = [...same, msgpackr(sample), json(sample)]
    for (const work of works) if (work.decode() === null) throw new Error(`${sample.name} is not read again.`)
    return { name: sample.name, works }
  })
  return all.map(({ name, works }) => {
    const [bytes = 0, ...others] = works.map((work) => work.bytes.length)
    return {
      name,
      encode: against(works, 'encode'),
      decode: against(works, 'decode'),
      bytes,
      bytesOfOthers: byLibrary(others),
    }
  })
}

const found = await compare(process.argv.slice(2))
if (last === undefined) throw new Error('Nothing was done.')
if (process.send === undefined) console.log(found)
else process.send(found)
