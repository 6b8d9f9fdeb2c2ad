import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { Argument, Command, Option } from 'commander'
import { type Drawn, type Format, formats, subjects } from '../visualize/choices.ts'
import { Exit, type ExitCode, Trouble } from './exit.ts'
import { loadStories } from './stories.ts'
import { loadSubject, type SubjectFlags, subjectFlags } from './subject.ts'

interface Flags extends SubjectFlags {
  readonly format: Format
  readonly out?: string
  readonly check?: boolean
  readonly story?: readonly string[]
}

const examples = `
Examples:
  colloquy visualize --out pair.svg                      both machines beside each other
  colloquy visualize client --format mermaid             the client's machine, for a document
  colloquy visualize --format html --out machines.html   a page with both machines and the contract
  colloquy visualize session --out session.svg --check   whether the file is up to date
  colloquy visualize --contract credit.yaml --client producer.js --server consumer.js --out credit.svg

Exit code 1 when --check finds another text.`

/** `colloquy visualize`. */
export const visualizeCommand = (done: (code: ExitCode) => void): Command =>
  subjectFlags(
    new Command('visualize')
      .description('Draw the machines and their contract.')
      .addArgument(new Argument('[what]', 'what to draw').choices(subjects).default('pair')),
  )
    .addOption(new Option('--format <format>', 'what to draw it as').choices(formats).default('svg'))
    .option('--out <file>', 'write here instead of printing it')
    .option('--check', 'write nothing, and say whether the file is as it would be written')
    .option('--story <file>', 'a captured conversation to step through in a page; repeatable', collect)
    .addHelpText('after', examples)
    .action(async (what: Drawn, flags: Flags) => done(await start(what, flags)))

const collect = (file: string, before: readonly string[] = []): readonly string[] => [...before, file]

const start = async (what: Drawn, flags: Flags): Promise<ExitCode> => {
  const { format, out, check = false, story = [] } = flags
  if (check && out === undefined) throw wrong('There is nothing to check; name the file with --out.')
  if (format === 'html' && what !== 'pair')
    throw wrong(`A page shows both machines and the contract; leave out ${what}.`)
  if (format !== 'html' && story.length > 0)
    throw wrong('Only a page can be stepped through; give --format html with --story.')
  const { contract, client, server, names } = await loadSubject(flags)
  const stories = await loadStories(story, contract)
  // Loaded here, since other commands start without it.
  const { draw } = await import('../visualize/index.ts')
  const text = await draw(what, format, { contract, source: names.contract, client, server, stories })
  if (out === undefined) process.stdout.write(text)
  else if (check) checkFile(out, text)
  else writeWhole(out, text)
  return Exit.done
}

const checkFile = (file: string, text: string): void => {
  if (fileAt(file) !== text)
    throw new Trouble(Exit.failed, `${file} is not up to date; run the same command without --check.`)
}

/** The text of a file; null: there is none. */
const fileAt = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Trouble(
      Exit.failed,
      `${file} cannot be read (${codeOf(error)}); give a file that you may read.`,
    )
  }
}

/** Writes a file so that it is there whole or not at all. */
const writeWhole = (file: string, text: string): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new Trouble(
      Exit.failed,
      `${file} cannot be written (${codeOf(error)}); give a file in a folder that you may write to.`,
    )
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

const wrong = (sentence: string): Trouble => new Trouble(Exit.wrongUsage, sentence)
