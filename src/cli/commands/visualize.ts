import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { type Drawn, formats, subjects } from '../../visualize/formats.ts'
import { CliError } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { textAt, writeText } from '../files/text-file.ts'
import type { Phrase } from '../i18n/errors.ts'
import { lang } from '../options/language.ts'
import { alias, define, repeatable, texted, toggle, type Values, valued } from '../options/option.ts'
import { choice, quotable, readValue, text } from '../options/value-types.ts'
import { printNotice } from '../terminal/standard-error.ts'
import { givenOnce, loadMachines, machineOptions } from './machines/load-machines.ts'
import { loadTraces } from './machines/load-traces.ts'

const subject = { ...choice(subjects, { session: 'server' }), choices: subjects as readonly string[] }

// In either order: a word that is no subject is the file of a contract.
const words = {
  first: valued('[contract]', 'a contract of your own: a YAML file (default: the one that runs here)', {
    ...text,
    choices: subjects,
  }),
  second: valued('[what]', 'what to draw (default: pair)', { ...text, choices: subjects }),
}

const trace = repeatable(
  '--trace <file>',
  'what to step through in a page: a capture, or what verify --json printed; repeatable',
)

const options = {
  ...machineOptions,
  format: valued('--format <format>', 'what to draw it as', choice(formats), 'svg'),
  out: texted('--out <file>', 'write here instead of printing it'),
  check: toggle('--check', 'write nothing, and say whether the file is as it would be written'),
  trace,
  story: alias('--story <file>', trace),
  lang,
}

const examples = `
Examples:
  colloquy visualize --out pair.svg                      both machines beside each other
  colloquy visualize client --format mermaid             the client's machine, for a document
  colloquy visualize --format html --out machines.html   a page with both machines and the contract
  colloquy visualize server --out server.svg --check     whether the file is up to date
  colloquy verify --json > found.json; colloquy visualize --format html --trace found.json --out found.html
  colloquy visualize kv.yaml --format html --out kv.html  the same of a contract of your own
  colloquy visualize credit.yaml client --client producer.js --server consumer.js --out producer.svg

Exit code 1 when --check finds another text.`

/** `colloquy visualize`. */
export const visualizeCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('visualize').description('Draw the machines and their contract.'),
    words,
    options,
    async (given, flags) => done(await start(given, flags)),
  ).addHelpText('after', examples)

const start = async (
  given: Values<typeof words>,
  { out, check, trace, story, format, lang: language, ...flags }: Values<typeof options>,
): Promise<ExitCode> => {
  const { what, contract: file } = told(given)
  const traces = [...trace, ...story]
  if (check && out === undefined) throw wrong((say) => say.nothingToCheck)
  if (format === 'html' && what !== 'pair') throw wrong((say) => say.pageOfAll(what))
  if (format !== 'html' && traces.length > 0) throw wrong((say) => say.traceOutsidePage)
  const { contract, client, server, names } = await loadMachines({
    ...flags,
    contract: givenOnce(file, flags.contract),
  })
  const stories = await loadTraces(traces, contract, printNotice)
  // Loaded here, since other commands start without it.
  const { draw, MAX_DRAWN, MAX_MERMAID_CHARACTERS, tooLargeToDraw } = await import('../../visualize/index.ts')
  const drawing = { contract, source: names.contract, client, server, stories, language }
  const extent = tooLargeToDraw(what, format, drawing)
  if (extent !== null)
    throw new CliError(Exit.failed, (say) => say.tooLargeToDraw(extent.states, extent.arrows, MAX_DRAWN))
  const text = await draw(what, format, drawing)
  if (format === 'mermaid' && text.length > MAX_MERMAID_CHARACTERS)
    printNotice((say) => say.mermaidTooLong(text.length, MAX_MERMAID_CHARACTERS))
  if (out === undefined) process.stdout.write(text)
  else if (check) checkFile(out, text)
  else writeText(out, text)
  return Exit.done
}

interface Told {
  readonly what: Drawn
  readonly contract: string | undefined
}

/** The subject and the contract, in either order. Throws a CliError for a word too many, and for one that is neither. */
const told = ({ first, second }: Values<typeof words>): Told => {
  const given = [first, second].flatMap((word) => word ?? [])
  const [contract, another] = given.filter(isFile)
  const [what, other] = given.filter((word) => !isFile(word))
  const odd = another ?? other
  if (odd !== undefined) throw wrong((say) => say.badValue('what', quotable(odd), say.must.oneOf(subjects)))
  return { what: what === undefined ? 'pair' : readValue('what', what, subject), contract }
}

const isFile = (word: string): boolean =>
  !subject.choices.includes(word) && (/\.ya?ml$|[/\\]/.test(word) || existsSync(word))

const checkFile = (file: string, text: string): void => {
  const found = textAt(file)
  if (found === text) return
  const isElsewiseEqual = found?.replaceAll('\r\n', '\n') === text
  throw new CliError(Exit.failed, (say) =>
    isElsewiseEqual ? say.lineEndsDiffer(file) : say.notUpToDate(file),
  )
}

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
