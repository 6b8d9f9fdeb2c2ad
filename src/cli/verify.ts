import { Command, InvalidArgumentError } from 'commander'
import { Exit, type ExitCode, Trouble } from './exit.ts'
import { loadSubject, type SubjectFlags, subjectFlags } from './subject.ts'

/** More configurations than this do not fit into 1 GiB. */
const MOST_CONFIGURATIONS = 6_000_000

const MOST_BOUND = 16

const examples = `
Examples:
  colloquy verify                      the machines that run here, over two queues of at most 4 messages
  colloquy verify --bound 2            a quick look
  colloquy verify --json | jq .findings
  colloquy verify --bound 2 --promela > pair.pml && spin -run pair.pml
  colloquy verify --contract credit.yaml --client producer.js --server consumer.js

What a module exports, and what is claimed: docs/own-protocol.md. Exit code 1 when something was found.`

interface VerifyFlags extends SubjectFlags {
  readonly bound: number
  readonly json?: boolean
  readonly markdown?: boolean
  readonly promela?: boolean
}

/** `colloquy verify`. */
export const verifyCommand = (done: (code: ExitCode) => void): Command =>
  subjectFlags(
    new Command('verify').description(
      'Check two machines against their contract, and with each other: no deadlock, no message that nobody expects.',
    ),
  )
    .option('--bound <messages>', 'how many messages may be on their way in each direction', boundOf, 4)
    .option('--json', 'print the report as one JSON object')
    .option('--markdown', 'print the report as Markdown, with a diagram of each finding')
    .option('--promela', 'print the pair as Promela, for SPIN, and check nothing')
    .addHelpText('after', examples)
    .action(async ({ bound, json = false, markdown = false, promela = false, ...flags }: VerifyFlags) => {
      // Loaded here, since other commands start without it.
      const { misfits, promelaOf, reportMarkdown, reportText, sequenceText, verify } = await import(
        '../verify/index.ts'
      )
      const subject = await loadSubject(flags)
      if (promela) {
        const [misfit] = misfits(subject)
        if (misfit !== undefined) throw new Trouble(Exit.failed, misfit.text)
        process.stdout.write(promelaOf(subject, { bound }))
        return
      }
      const began = performance.now()
      const report = verify(subject, { bound, limit: MOST_CONFIGURATIONS })
      const seconds = Math.round((performance.now() - began) / 100) / 10
      const { findings } = report
      if (json) {
        const drawn = findings.map((finding) => ({ ...finding, mermaid: sequenceText(finding) }))
        process.stdout.write(`${JSON.stringify({ ...report, seconds, findings: drawn })}\n`)
      } else process.stdout.write(markdown ? reportMarkdown(report) : `${reportText(report)}${seconds} s\n`)
      done(findings.length === 0 ? Exit.done : Exit.failed)
    })

const boundOf = (text: string): number => {
  const bound = Number(text)
  if (!/^\d{1,2}$/.test(text) || bound < 1 || bound > MOST_BOUND)
    throw new InvalidArgumentError(`Give a number from 1 to ${MOST_BOUND}.`)
  return bound
}
