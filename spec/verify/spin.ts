import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Rule } from '../../src/verify/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { tool } from '../support/tools/index.ts'

/** The verdict of SPIN on a model. */
export interface Opinion {
  /** The rules that are broken, each once, sorted. */
  readonly rules: readonly Rule[]
  /** How many states the model has. */
  readonly states: number
}

/** Asks SPIN, two models at a time, and each model once. It needs the tools `spin` and `gcc`. */
export class Spin {
  private readonly opinions = new Map<string, Promise<Opinion>>()
  private readonly circles = new Map<string, Promise<boolean>>()
  private readonly lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()]

  ask(model: string): Promise<Opinion> {
    const known = this.opinions.get(model)
    if (known !== undefined) return known
    const lane = this.opinions.size % this.lanes.length
    const opinion = (this.lanes[lane] ?? Promise.resolve()).then(() => opinionOf(model))
    this.opinions.set(model, opinion)
    // The caller hears of a failure; the next model is looked at all the same.
    this.lanes[lane] = opinion.catch(() => {})
    return opinion
  }

  /** Whether the model has a non-progress cycle. It is looked for at once: whoever asks waits for nothing else. */
  circle(model: string): Promise<boolean> {
    const known = this.circles.get(model) ?? hasNonProgressCycle(model)
    this.circles.set(model, known)
    return known
  }

  /** Waits until every model that was asked about has been looked at. */
  async rest(): Promise<void> {
    await Promise.all(this.lanes)
  }
}

const opinionOf = async (model: string): Promise<Opinion> => {
  const folder = temporaryFolder()
  try {
    await writeFile(join(folder, 'pair.pml'), model)
    await run(tool('spin').path, ['-a', 'pair.pml'], folder)
    await run(tool('gcc').path, ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], folder)
    // All errors, no list of what was not reached, a depth and a table for 100,000 states.
    return read(await run(join(folder, 'pan'), ['-c0', '-n', '-m100000', '-w17'], folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Whether there is a run of the model in which, from some time on, nobody gets on any more. Other violations are no matter
 * here. It needs `spin` and `gcc`.
 */
const hasNonProgressCycle = async (model: string): Promise<boolean> => {
  const folder = temporaryFolder()
  try {
    await writeFile(join(folder, 'pair.pml'), model)
    await run(tool('spin').path, ['-DPROGRESS', '-a', 'pair.pml'], folder)
    await run(tool('gcc').path, ['-O0', '-w', '-DNP', '-DNOREDUCE', '-o', 'pan', 'pan.c'], folder)
    const said = await run(join(folder, 'pan'), ['-A', '-l', '-n', '-m100000', '-w17'], folder)
    if (/^pan:1: non-progress cycle/m.test(said)) return true
    if (!/errors: 0$/m.test(said) || said.includes('Search not completed')) throw new Error(said)
    return false
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Compiling a model of 270 places takes 7 s of one core, which others may want, too. */
const TOOL_WITHIN_MS = 240_000

const run = async (program: string, args: readonly string[], cwd: string): Promise<string> =>
  (await promisify(execFile)(program, args, { cwd, timeout: TOOL_WITHIN_MS })).stdout

const read = (said: string): Opinion => {
  const [, states] = /(\d+) states, stored/.exec(said) ?? []
  if (states === undefined || said.includes('Search not completed')) throw new Error(said)
  const complaints = [...said.matchAll(/^pan:\d+: (.*)$/gm)].map(([, complaint]) => complaint ?? '')
  return { rules: [...new Set(complaints.map(ruleOf))].sort(), states: Number(states) }
}

const ruleOf = (complaint: string): Rule => {
  if (complaint.startsWith('invalid end state')) return 'DEADLOCK'
  if (complaint.startsWith('assertion violated broken')) return 'LEFT_OVER'
  if (complaint.startsWith('assertion violated cut')) return 'ENDS_DIFFER'
  if (/^assertion violated \(q_len\(to(?:Client|Server)\)==0\)/.test(complaint)) return 'UNEXPECTED_MESSAGE'
  throw new Error(`SPIN stopped at something else: ${complaint}`)
}
