import { Command } from 'commander'
import { errorOfLines } from '../errors.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { refuseConflicts } from '../options/flag-conflicts.ts'
import { lang } from '../options/language.ts'
import { define, isGiven, texted, toggle, valued } from '../options/option.ts'
import { wholeNumber } from '../options/value-types.ts'
import { givenOnce, loadMachines, machineOptions } from './machines/load-machines.ts'

/** More configurations than this do not fit into 1 GiB. */
const MAX_CONFIGURATIONS = 6_000_000

const examples = `
Examples:
  colloquy verify                      the machines that run here, over two queues of at most 4 messages
  colloquy verify --bound 2            a quick look
  colloquy verify --json | jq .findings
  colloquy verify --certificate verified.json && colloquy verify --check-certificate verified.json
  colloquy verify --bound 2 --promela > pair.pml && spin -run pair.pml
  colloquy verify --bound 2 --tla > pair.tla   a module for TLC; its head says what goes into pair.cfg
  colloquy verify kv.yaml              a contract on the base: its machines are made from it
  colloquy verify credit.yaml --client producer.js --server consumer.js

What a module exports, and what is claimed: docs/own-protocol.md. Exit code 1 when something was found; parts that are
never used are warnings and no fault, unless --strict is given. What is found is told in English.`

const words = {
  contract: texted('[contract]', 'a contract of your own: a YAML file (default: the one that runs here)'),
}

const options = {
  ...machineOptions,
  bound: valued(
    '--bound <messages>',
    'how many messages may be on their way in each direction',
    wholeNumber(1, 16),
    '4',
  ),
  strict: toggle('--strict', 'take what is never used for a fault, too'),
  json: toggle('--json', 'print the report as one JSON object'),
  markdown: toggle('--markdown', 'print the report as Markdown, with a diagram of each finding'),
  certificate: texted('--certificate <file>', 'write what was verified here, where nothing was found'),
  checkCertificate: texted(
    '--check-certificate <file>',
    'check such a file by a walk of its own, and no more',
  ),
  promela: toggle('--promela', 'print the pair as Promela, for SPIN, and check nothing'),
  tla: toggle('--tla', 'print the pair as TLA+, with fairness for each action, for TLC, and check nothing'),
  lang,
}

/** `colloquy verify`. */
export const verifyCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('verify').description(
      'Check two machines against their contract, and with each other: no deadlock, no message that nobody expects.',
    ),
    words,
    options,
    async (
      { contract },
      { bound, strict, json, markdown, promela, tla, certificate, checkCertificate, ...flags },
      command,
    ) => {
      refuseIdle(command)
      // Loaded here, since other commands start without it.
      const { misfits, promelaOf, reportMarkdown, reportText, sequenceText, strictly, tlaOf, verify } =
        await import('../../verify/index.ts')
      const subject = await loadMachines({ ...flags, contract: givenOnce(contract, flags.contract) })
      if (promela || tla) {
        const unfit = misfits(subject)
        if (unfit.length > 0)
          throw errorOfLines(
            Exit.failed,
            unfit.map(({ text }) => text),
          )
        process.stdout.write((tla ? tlaOf : promelaOf)(subject, { bound }))
        return
      }
      if (checkCertificate !== undefined) {
        const { certificateProblems } = await import('./machines/certificates.ts')
        const problems = certificateProblems(checkCertificate, subject, MAX_CONFIGURATIONS)
        const lines = problems.length === 0 ? ['The certificate holds.'] : problems
        process.stdout.write(lines.map((line) => `${line}\n`).join(''))
        return done(problems.length === 0 ? Exit.done : Exit.failed)
      }
      const began = performance.now()
      const progress = progressOn(process.stderr)
      const checked = verify(subject, { bound, limit: MAX_CONFIGURATIONS, onProgress: progress.tell })
      const report = strict ? strictly(checked) : checked
      progress.end()
      const seconds = Math.round((performance.now() - began) / 100) / 10
      const { findings } = report
      if (json) {
        const drawn = findings.map((finding) => ({ ...finding, mermaid: sequenceText(finding) }))
        process.stdout.write(`${JSON.stringify({ ...report, seconds, findings: drawn })}\n`)
      } else process.stdout.write(markdown ? reportMarkdown(report) : `${reportText(report)}${seconds} s\n`)
      if (certificate !== undefined && findings.length === 0) {
        const { saveCertificate } = await import('./machines/certificates.ts')
        saveCertificate(certificate, subject, report)
      }
      done(findings.length === 0 ? Exit.done : Exit.failed)
    },
  ).addHelpText('after', examples)

/** Flags that would do nothing are refused: a model that is printed or a certificate that is checked is no report. */
const refuseIdle = (command: Command): void => {
  const { strict, json, markdown, promela, tla, certificate, checkCertificate } = options
  const reported = [strict, json, markdown, certificate]
  if (isGiven(command, promela)) refuseConflicts(command, [tla, checkCertificate, ...reported], '--promela')
  if (isGiven(command, tla)) refuseConflicts(command, [checkCertificate, ...reported], '--tla')
  if (isGiven(command, checkCertificate)) refuseConflicts(command, reported, '--check-certificate')
  if (isGiven(command, json)) refuseConflicts(command, [markdown], '--json')
}

/** How far it is, as one line on a terminal that is written over. Nothing else runs meanwhile, no timer either. */
const progressOn = (output: typeof process.stderr) => {
  const write = (text: string): void => {
    if (output.isTTY && process.env.TERM !== 'dumb') output.write(`\r${text}\u001b[K`)
  }
  return {
    tell: (configurations: number) => write(`${configurations.toLocaleString('en')} configurations …`),
    end: () => write(''),
  }
}
