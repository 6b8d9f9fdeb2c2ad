#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { addressesCommand } from './commands/addresses.ts'
import { benchCommand } from './commands/bench.ts'
import { checkCommand } from './commands/check.ts'
import { completionCommand } from './commands/completion.ts'
import { conformCommand } from './commands/conform.ts'
import { connectCommand } from './commands/connect.ts'
import { explainCommand } from './commands/explain.ts'
import { generateCommand } from './commands/generate.ts'
import { initCommand } from './commands/init.ts'
import { pingCommand } from './commands/ping.ts'
import { serveCommand } from './commands/serve.ts'
import { sessionsCommand } from './commands/sessions.ts'
import { storeCommand } from './commands/store.ts'
import { usersCommand } from './commands/users.ts'
import { verifyCommand } from './commands/verify.ts'
import { visualizeCommand } from './commands/visualize.ts'
import { CliError, conversationPhrase, errorExit } from './errors.ts'
import { Exit, type ExitCode } from './exit.ts'
import { catalogues } from './i18n/catalogues.ts'
import type { Phrase } from './i18n/errors.ts'
import { languageInArgv } from './i18n/language.ts'
import { obeyNohup } from './signals.ts'
import { outliveTerminal } from './terminal/outlive-terminal.ts'
import { isUnread } from './terminal/output.ts'
import { printable } from './terminal/printable.ts'
import { printNotice } from './terminal/standard-error.ts'
import { catchUncaught, onUncaught, uncaughtPhrase } from './uncaught.ts'
import { version } from './version.ts'

/** Limit on the time in which the rest of the output is read after somebody wanted the end. */
const READ_WITHIN_MS = 5_000
/** The same where nothing waits to be read: a module of the user's may keep the process alive. */
const READ_AT_ONCE_WITHIN_MS = 250

const main = async (argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = Exit.done
  const done = (ended: ExitCode): void => {
    code = ended
  }
  /** Ends soon, also where a reader does not read: somebody stopped it. */
  const stopped = (ended: ExitCode): void => {
    done(ended)
    const unread = process.stdout.writableLength + process.stderr.writableLength
    setTimeout(() => process.exit(), unread > 0 ? READ_WITHIN_MS : READ_AT_ONCE_WITHIN_MS).unref()
  }
  const program = new Command('colloquy')
    .description('Conversations over TCP, by a contract.')
    .version(version)
    .addCommand(serveCommand(stopped))
    .addCommand(connectCommand((ended) => (ended === Exit.interrupted ? stopped : done)(ended)))
    .addCommand(pingCommand((ended) => (ended === Exit.interrupted ? stopped : done)(ended)))
    .addCommand(benchCommand((ended) => (ended === Exit.interrupted ? stopped : done)(ended)))
    .addCommand(explainCommand())
    .addCommand(usersCommand(done))
    .addCommand(sessionsCommand())
    .addCommand(addressesCommand())
    .addCommand(storeCommand())
    .addCommand(initCommand())
    .addCommand(generateCommand())
    .addCommand(checkCommand(done))
    .addCommand(verifyCommand(done))
    .addCommand(visualizeCommand(done))
    .addCommand(conformCommand(done))
    .addCommand(completionCommand())
    .showHelpAfterError(false)
  for (const command of everyCommand(program))
    command.exitOverride().configureOutput({ outputError: () => {} })
  try {
    await program.parseAsync(argv)
    return code
  } catch (error) {
    const [exit, phrase] = understood(error)
    if (phrase === null) return exit
    const above = error instanceof CliError ? error.above : []
    for (const line of [...above, phrase(catalogues[languageInArgv(argv)].errors)])
      process.stderr.write(`${printable(line)}\n`)
    return exit
  }
}

/** A command and those below it. */
const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap((below) => everyCommand(below)),
]

/**
 * The exit code, and one sentence that says what is wrong and what to do; null: all is said. What is left is a mistake
 * of ours, and still no stack trace.
 */
const understood = (error: unknown): readonly [ExitCode, Phrase | null] => {
  if (error instanceof CommanderError) return refused(error)
  return [errorExit(error), conversationPhrase(error)]
}

/** The parser has shown the help already, where there is nothing else to say. */
const refused = ({ code, exitCode, message }: CommanderError): readonly [ExitCode, Phrase | null] => {
  if (exitCode === 0) return [Exit.done, null]
  const said = message.trim().split('\n').join(' ')
  return [Exit.wrongUsage, code === 'commander.help' ? null : (say) => say.usage(code, said)]
}

outliveTerminal()
obeyNohup()
catchUncaught()
onUncaught((thrown) => {
  printNotice(uncaughtPhrase(thrown, null))
  process.exit(Exit.failed)
})
// Nobody reads any more: what is left to say goes nowhere, and that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
// A disk that is full is told, once, and nobody takes what it holds for the whole.
process.stdout.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
  if (isUnread(code)) return
  printNotice((say) => say.stdout(code))
  process.once('exit', (exit) => {
    if (exit === Exit.done) process.exitCode = Exit.failed
  })
})
process.exitCode = await main(process.argv)
