import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { casesOf, type HostileCase } from '../../src/conform/case.ts'
import { type Heard, numberOf, wordOf } from '../support/wire.ts'

const folder = import.meta.dirname

/** The files of the cases, by their names. */
export const files: readonly (readonly [string, readonly HostileCase[]])[] = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .sort()
  .map((file) => [file.replace('.jsonl', ''), casesOf(readFileSync(join(folder, file), 'utf8'))])

/** All cases. */
export const cases: readonly HostileCase[] = files.flatMap(([, some]) => some)

const results = ['DONE', 'UNKNOWN_SESSION', 'UNAVAILABLE']

/** A frame as one word of a case. */
export const spokenWord = (heard: Heard): string =>
  heard.name === 'SessionsAnswered' ? `${heard.name} ${results[numberOf(heard, 1) - 1]}` : wordOf(heard)
