import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../../contract/index.ts'
import {
  type AnyMessage,
  type AnyMessages,
  type ClientOptions,
  connect,
  type Contract as RunnableContract,
  talk,
} from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { MessageForms } from '../messages/message-forms.ts'
import type { AnyClient } from './any-client.ts'
import type { BenchConnection } from './bench.ts'
import { Questions } from './questions.ts'

/** The message of a bench, and how connections are made that say it. */
export interface Benched {
  /** Its name; null: a text of talk. */
  readonly message: string | null
  /** Whether something answers it; otherwise it is measured how many can be said. */
  readonly isAnswered: boolean
  /** `revokes`: the session is revoked at the end. */
  readonly connect: (settings: BenchSettings, revokes: boolean) => Promise<BenchConnection>
}

/** The settings of a client beside its contract and its handlers. */
type BenchSettings = Omit<ClientOptions, 'contract' | 'converse'>

/** Says texts of so many bytes, which a server gives back. */
export const benchedText = (bytes: number, withinMs: number): Benched => {
  const text = 'x'.repeat(bytes)
  return {
    message: null,
    isAnswered: true,
    connect: async (settings, revokes) => {
      const client = await connect({ ...settings, contract: talk })
      return connection(client, revokes, async () => {
        await client.ask({ type: 'Say', text }, { withinMs })
      })
    },
  }
}

/**
 * Says a message of a contract, which is given as it is written and ready to run, with the fields that are given, those of its example, or none. Throws a CliError where a client
 * cannot say that.
 */
export const benchedMessage = (
  contract: Contract,
  runnable: RunnableContract<AnyMessages>,
  name: string,
  fields: string | undefined,
  withinMs: number,
): Benched => {
  const forms = new MessageForms(contract, 'client')
  const example = contract.messages.find((message) => message.name === name)?.example ?? {}
  const read = forms.read(`${name} ${fields ?? JSON.stringify(example)}`)
  if (E.isLeft(read)) throw new CliError(Exit.wrongUsage, read.left)
  const message = read.right
  const way = forms.answered(message)
  return {
    message: message.type,
    isAnswered: way !== 'freely',
    connect: async (settings, revokes) => {
      const questions = new Questions()
      const client = await connect({
        ...settings,
        contract: runnable,
        // Nobody is there to answer what the server asks.
        converse: questions.handlers(runnable.tables, () => {}),
      })
      return connection(client, revokes, async () => {
        if (way === 'freely') await client.say(message)
        else if (way === 'once') await client.ask(message, { withinMs })
        else await allOf(client.stream(message, { signal: AbortSignal.timeout(withinMs) }))
      })
    },
  }
}

const connection = (
  client: Pick<AnyClient, 'over' | 'bye' | 'logout'> & AsyncIterable<AnyMessage>,
  revokes: boolean,
  exchange: () => Promise<void>,
): BenchConnection => {
  void drained(client)
  return { exchange, over: client.over, leave: () => (revokes ? client.logout() : client.bye()) }
}

/** Takes messages that answer nothing, since reading would wait for somebody to take them. */
const drained = async (client: AsyncIterable<AnyMessage>): Promise<void> => {
  try {
    for await (const _message of client);
  } catch {
    // How the conversation ended is told by `over`.
  }
}

const allOf = async (
  answers: AsyncIterable<AnyMessage> & { readonly end: Promise<AnyMessage> },
): Promise<void> => {
  for await (const _answer of answers);
  await answers.end
}
