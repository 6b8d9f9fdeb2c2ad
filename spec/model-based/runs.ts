import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beginning, everyCommand } from './commands.ts'
import { finale } from './finale.ts'
import { Model } from './model.ts'
import { type Sabotage, Stage } from './stage.ts'
import { Talks } from './talks.ts'
import type { Known } from './visits.ts'

/** How often, and from where. */
export interface Runs {
  readonly runs: number
  readonly seed: number
  /** Replays one run: the path of fast-check and, after a bar, that of the commands. */
  readonly path: string | undefined
  /** Whether a run that fails is not made shorter. */
  readonly quick?: boolean
}

/** The settings of the environment: COLLOQUY_RUNS, COLLOQUY_SEED, COLLOQUY_PATH. */
export const runsAskedFor = (runs: number): Runs => ({
  runs: Number(process.env.COLLOQUY_RUNS ?? runs),
  seed: Number(process.env.COLLOQUY_SEED ?? 7_707),
  path: process.env.COLLOQUY_PATH,
})

/** A run that failed, made as short as it could be. */
export interface Failed {
  readonly error: string
  readonly commands: string
  readonly seed: number
  readonly path: string
  /** A capture for each of its connections. */
  readonly captures: readonly string[]
}

/**
 * Lets everything happen that may, again and again. Gives the first run that fails. A rejection that nobody handles
 * fails the test by itself.
 */
export const run = async (
  { runs, seed, path, quick = false }: Runs,
  sabotage: Sabotage = {},
): Promise<Failed | null> => {
  let captures: readonly string[] = []
  const [runPath, replayPath] = path?.split('|') ?? []
  const commands = fc.commands<Known, Stage, true>(everyCommand, {
    maxCommands: 30,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  })
  const property = fc.asyncProperty(commands, async (some) => {
    const stage = new Stage(sabotage)
    const known: Known = { model: new Model(), talks: new Talks() }
    try {
      await beginning.run(known, stage)
      await fc.asyncModelRun(() => ({ model: known, real: stage }), some)
      await finale(known.talks, stage)
    } catch (error) {
      captures = stage.recording.texts()
      throw error
    } finally {
      stage.recording.stop()
    }
  })
  const details = await fc.check(property, {
    numRuns: runPath === undefined ? runs : 1,
    seed,
    endOnFailure: quick,
    ...(runPath === undefined ? {} : { path: runPath }),
  })
  if (!details.failed) return null
  const shortest = String(details.counterexample?.[0] ?? '')
  const replay = /replayPath="([^"]*)"/.exec(shortest)?.[1] ?? ''
  return {
    error: String(details.errorInstance),
    commands: shortest,
    seed: details.seed,
    path: `${details.counterexamplePath}|${replay}`,
    captures,
  }
}

/** Keeps the captures of a run in a folder: COLLOQUY_CAPTURES, or else a new one. Gives what to tell of the run. */
export const keep = (
  { error, commands, seed, path, captures }: Failed,
  given: string | undefined = process.env.COLLOQUY_CAPTURES,
): string => {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'colloquy-captures-'))
  mkdirSync(folder, { recursive: true })
  for (const [index, text] of captures.entries())
    writeFileSync(join(folder, `run-${seed}-connection-${index + 1}.jsonl`), text)
  return [
    error,
    commands,
    `Again: COLLOQUY_SEED=${seed} COLLOQUY_PATH='${path}' npm test -- spec/model-based`,
    `Recorded: ${folder}`,
  ].join('\n')
}
