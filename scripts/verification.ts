import { readFileSync, writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { talk } from '../protocol/talk/index.ts'
import { loadContract } from '../src/contract/index.ts'
import { clientMachine, serverMachine } from '../src/machines/index.ts'
import { reportMarkdown, verify } from '../src/verify/index.ts'

// Writes docs/verification.md, or with --check says whether it is what would be written.

const page = new URL('../docs/verification.md', import.meta.url)
const contractFile = 'protocol/talk.yaml'

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const bases = new Map([['colloquy@1', read('protocol/base.yaml')]])
const loaded = loadContract(read(contractFile), contractFile, { bases })
if (E.isLeft(loaded)) throw new Error(`${contractFile} is not a contract: run npm run codegen.`)
const { tables } = talk
const pair = { contract: loaded.right, client: clientMachine(tables), server: serverMachine(tables) }
const report = verify(pair, { bound: 4, limit: 6_000_000 })

const text = `<!-- Written by npm run verify -- --write. Do not edit. -->
# What is verified

\`colloquy verify\` checks the two machines that run, \`src/machines/client.ts\` and \`src/machines/server.ts\`, and not a
model of them: through the same pure \`transition\` that the driver calls.

- **Each machine against the contract**: in every place that it reaches, over every message of the contract, every
  outcome of its actors, every deadline, every breach that the driver finds, every prompt of a person or program, and
  the loss of the stream. It takes in what the contract lets the other side say, refuses the rest, says only what it may
  say, goes where the contract leads, and keeps time where it waits.
- **The pair**: both machines over two queues of bounded length that block as the flow control does, in every order in
  which things can happen, with the stream cut at any moment, and with new connections. From everywhere somebody gets on to
  another state of the contract, or hears something in converse, and deadlines are not relied on: where only a deadline
  helps, it is a deadlock.
- **A conversation that goes on over another connection**: the same, with what outlives a connection. It breaks off at any
  moment, also while it is taken up again; each side goes on where the engine puts it, and what was said and did not arrive
  is said again, in order. Nothing that was said meets a state that does not expect it, somebody gets on from everywhere, and
  nothing goes on that one side has ended.

## The report

${reportMarkdown(report)}
## Who checks the check

Every rule that can be broken ([own-protocol.md](own-protocol.md) lists them) is shown by a pair with one planted fault, in
\`spec/verify/mutants.ts\`. A naive walk over plain data (\`spec/verify/naive.ts\`) meets the same number of configurations,
and SPIN, given the pair as Promela, agrees on the pair and on its faults (\`spec/verify/spin.spec.ts\`).

## What is not claimed

- Messages arrive in order and whole, as TCP and the frames give them.
- An actor ends, sooner or later, with one of the outcomes that its module lists.
- What a message holds is the codec's business, and ids and acknowledgements are the driver's, also those that say what is
  said again: they have tests of their own.
- What SPIN, TLA+ and certificates check is the pair without conversations that go on.
`

const [flag] = process.argv.slice(2)
const written = (): string => {
  try {
    return readFileSync(page, 'utf8')
  } catch {
    return ''
  }
}
if (flag === '--write') writeFileSync(page, text)
else if (written() !== text) {
  const wrong =
    written().replaceAll('\r\n', '\n') === text
      ? 'has lines that end with CRLF instead of LF: see core.autocrlf of git'
      : 'is not what the machines give'
  process.stderr.write(`docs/verification.md ${wrong}. Run: npm run verify -- --write\n`)
  process.exitCode = 1
}
if (report.findings.length > 0) process.exitCode = 1
