import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { Exit, type ExitCode } from '../exit.ts'
import { contractBases, contractText } from '../files/load-contract.ts'
import { catalogues } from '../i18n/catalogues.ts'
import { lang } from '../options/language.ts'
import { define, required, toggle } from '../options/option.ts'
import { text } from '../options/value-types.ts'

const words = { file: required('<file>', 'the contract', text) }

const options = {
  json: toggle('--json', 'print what was found as one JSON object'),
  lang,
}

const examples = `
Examples:
  colloquy check kv.yaml                every flaw of the contract, a line each
  colloquy check kv.yaml --json | jq .flaws

A flaw is told with line, column, rule and remedy. What keeps a contract from being loaded is told, and what two machines
could not keep well: messages that cross and do not meet again, last words that nothing waits for, a silence that nobody
can break. Exit code 1 when there is a flaw. Flaws are told in English.`

/** `colloquy check`. */
export const checkCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('check').description('Check a contract by itself, and tell all of its flaws at once.'),
    words,
    options,
    async ({ file }, { json, lang }) => {
      // Loaded here, since other commands start without it.
      const { checkContract, formatFailure } = await import('../../contract/index.ts')
      const checked = checkContract(contractText(file), file, { bases: contractBases() })
      const flaws = E.isLeft(checked) ? checked.left : []
      const lines = json
        ? [JSON.stringify({ file, flaws })]
        : [...flaws.map(formatFailure), catalogues[lang].contracts.flaws(flaws.length)]
      process.stdout.write(lines.map((line) => `${line}\n`).join(''))
      done(flaws.length === 0 ? Exit.done : Exit.failed)
    },
  ).addHelpText('after', examples)
