#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { ColloquyError } from '../index.ts'
import { completionCommand } from './admin/completion/command.ts'
import { sessionsCommand } from './admin/sessions.ts'
import { usersCommand } from './admin/users.ts'
import { connectCommand } from './connect.ts'
import { Exit, type ExitCode, endingExit, Trouble } from './exit.ts'
import { printable } from './printable.ts'
import { serveCommand } from './serve.ts'
import { version } from './version.ts'

const main = async (argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = Exit.done
  const done = (ended: ExitCode): void => {
    code = ended
  }
  const program = new Command('colloquy')
    .description('Conversations over TCP, by a contract.')
    .version(version)
    .addCommand(serveCommand(done))
    .addCommand(connectCommand(done))
    .addCommand(usersCommand(done))
    .addCommand(sessionsCommand())
    .addCommand(completionCommand())
    .showHelpAfterError(false)
  for (const command of everyCommand(program))
    command.exitOverride().configureOutput({
      outputError: (text, write) => write(`${text.trim().split('\n').map(printable).join(' ')}\n`),
    })
  try {
    await program.parseAsync(argv)
    return code
  } catch (error) {
    return explain(error)
  }
}

/** A command and those below it. */
const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap((below) => everyCommand(below)),
]

/** Says in one sentence what is wrong and what to do. What is left is a mistake of ours, and still no stack trace. */
const explain = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.done : Exit.wrongUsage
  const [exit, sentence] = understood(error)
  process.stderr.write(`${printable(sentence)}\n`)
  return exit
}

const understood = (error: unknown): readonly [ExitCode, string] => {
  if (error instanceof Trouble) return [error.exit, error.message]
  if (error instanceof ColloquyError) return [exitOf(error), sentenceOf(error)]
  const said = error instanceof Error ? error.message : String(error)
  return [Exit.failed, `Something went wrong that should not: ${said}. Please report it.`]
}

/** What is missing can be told by the names of the flags. */
const sentenceOf = ({ code, message }: ColloquyError): string => (code === 'WITHHELD' ? withheld : message)

const withheld =
  'The server asks for a name and a proof; give --name, and a password with --password-file or COLLOQUY_PASSWORD.'

const exitOf = ({ failure }: ColloquyError): ExitCode => {
  switch (failure.code) {
    case 'CANNOT_CONNECT':
    case 'CANNOT_LISTEN':
      return Exit.cannotConnect
    case 'DENIED':
    case 'WITHHELD':
    case 'INSECURE_CHANNEL':
      return Exit.denied
    case 'MALFORMED_MESSAGE':
      return Exit.wrongUsage
    case 'ENDED':
      return endingExit(failure.ending)
    default:
      return Exit.failed
  }
}

// Nobody reads any more: what is left to say goes nowhere, and that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.exitCode = await main(process.argv)
