import { Command } from 'commander'
import { type Drawn, formats, subjects } from '../../visualize/formats.ts'
import { CliError } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { textAt, writeText } from '../files/text-file.ts'
import type { Phrase } from '../i18n/errors.ts'
import { lang } from '../options/language.ts'
import { alias, define, repeatable, texted, toggle, type Values, valued } from '../options/option.ts'
import { choice } from '../options/value-types.ts'
import { printNotice } from '../terminal/standard-error.ts'
import { loadMachines, machineOptions } from './machines/load-machines.ts'
import { loadTraces } from './machines/load-traces.ts'

const words = { what: valued('[what]', 'what to draw', choice(subjects, { session: 'server' }), 'pair') }

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
  colloquy visualize --contract credit.yaml --client producer.js --server consumer.js --out credit.svg

Exit code 1 when --check finds another text.`

/** `colloquy visualize`. */
export const visualizeCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('visualize').description('Draw the machines and their contract.'),
    words,
    options,
    async ({ what }, flags) => done(await start(what, flags)),
  ).addHelpText('after', examples)

const start = async (
  what: Drawn,
  { out, check, trace, story, format, ...flags }: Values<typeof options>,
): Promise<ExitCode> => {
  const traces = [...trace, ...story]
  if (check && out === undefined) throw wrong((say) => say.nothingToCheck)
  if (format === 'html' && what !== 'pair') throw wrong((say) => say.pageOfAll(what))
  if (format !== 'html' && traces.length > 0) throw wrong((say) => say.traceOutsidePage)
  const { contract, client, server, names } = await loadMachines(flags)
  const stories = await loadTraces(traces, contract, printNotice)
  // Loaded here, since other commands start without it.
  const { draw } = await import('../../visualize/index.ts')
  const text = await draw(what, format, { contract, source: names.contract, client, server, stories })
  if (out === undefined) process.stdout.write(text)
  else if (check) checkFile(out, text)
  else writeText(out, text)
  return Exit.done
}

const checkFile = (file: string, text: string): void => {
  const found = textAt(file)
  if (found === text) return
  const isElsewiseEqual = found?.replaceAll('\r\n', '\n') === text
  throw new CliError(Exit.failed, (say) =>
    isElsewiseEqual ? say.lineEndsDiffer(file) : say.notUpToDate(file),
  )
}

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
