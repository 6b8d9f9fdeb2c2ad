import { Command } from 'commander'
import { plainOutput } from '../client/client-output.ts'
import { runRawClient } from '../client/raw-client.ts'
import { Exit, type ExitCode } from '../exit.ts'
import { loadSpoken } from '../files/spoken-contract.ts'
import { completed, type Endpoint, givenEndpoint } from '../options/endpoint.ts'
import { define } from '../options/option.ts'
import { personOf } from '../options/person.ts'
import { connectPort } from '../options/value-types.ts'
import { stopRequest } from '../signals.ts'
import { openPrompts } from '../terminal/open-prompts.ts'
import { unblockTerminals } from '../terminal/output.ts'
import { openProgress } from '../terminal/progress.ts'
import { StandardInput } from '../terminal/standard-input.ts'
import { checkFlags } from './connect/check-flags.ts'
import { converse } from './connect/conversation.ts'
import { type ConnectFlags, type ConnectWords, connectOptions, connectWords } from './connect/options.ts'
import { timeoutOf } from './connect/purpose.ts'
import { tlsOf } from './connect-channel.ts'

const examples = `
Examples:
  COLLOQUY_PASSWORD=… colloquy connect --name anna --register   registers, then says what is typed
  colloquy connect --name anna --message hello                  says hello with the token of last time, prints the answer
  printf 'one\\ntwo\\n' | colloquy connect localhost 7707         says two lines to a server that asks for no password
  colloquy connect --tls chat.example.org --name anna           connects over TLS; so does colloquy+tls://anna@chat.example.org
  colloquy connect --name anna --logout                         revokes the token
  colloquy connect --name anna --logout-everywhere              ends every session of anna
  colloquy connect --name anna --sessions                       lists where anna is logged in; --revoke-session <id> ends one
  colloquy connect --contract kv.yaml --message 'Get key=a'     says a message of a contract of your own, prints the answers
  colloquy connect --name anna --record talk.jsonl              records what is said, to be stepped through in a page

When a conversation breaks off, the next one is waited for without end, unless --message or --timeout is given. Ctrl-C ends
the conversation with a Bye, exit code 130; with --contract at a terminal it first cancels what still waits for answers.`

/** `colloquy connect`. */
export const connectCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('connect').description(
      'Hold a conversation with a server: lines of standard input are said, replies are printed.',
    ),
    connectWords,
    connectOptions,
    async (place, flags, command) => done(await start(place, flags, command)),
  ).addHelpText('after', examples)

const start = async (place: ConnectWords, flags: ConnectFlags, command: Command): Promise<ExitCode> => {
  unblockTerminals()
  const given = givenEndpoint(
    { flag: 'host', value: place.host },
    { flag: 'port', value: place.port },
    connectPort,
  )
  checkFlags(flags, given, command)
  let opened: StandardInput | null = null
  const input = (): StandardInput => {
    opened ??= new StandardInput()
    return opened
  }
  if (!flags.raw) tlsOf(flags, given.overTls)
  const person = flags.raw ? null : await personOf(flags, given.name, input)
  const spoken = flags.contract === undefined ? null : await loadSpoken(flags.contract)
  const progress = openProgress()
  const mayAsk = !flags.noInput && !flags.json
  const prompts = mayAsk ? await openPrompts(flags.lang, progress) : null
  try {
    const endpoint = await completed(given, 'connect', prompts)
    if (endpoint === null) return Exit.interrupted
    if (person === null) return await speakRaw(endpoint, flags)
    return await converse(
      { endpoint, flags, person: { ...person, name: person.name ?? endpoint.name }, spoken, prompts },
      { input, progress },
    )
  } finally {
    await prompts?.release()
  }
}

const speakRaw = async ({ host, port }: Endpoint, flags: ConnectFlags): Promise<ExitCode> => {
  const left = stopRequest()
  const output = plainOutput(flags.lang, flags.quiet)
  const exit = await runRawClient(host, port, timeoutOf(flags), output, left.signal)
  return left.exit() ?? exit
}
