import {
  type AnyMessages,
  type Client,
  type ClientOptions,
  type Contract,
  type ContractTables,
  connect,
  type EndedConversation,
  talk,
} from '../../index.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { Line } from '../terminal/input-lines.ts'
import { type ClientOutput, jsonOutput, plainOutput } from './client-output.ts'
import { contractJsonOutput, lineOutput, runContractClient } from './contract-client.ts'
import { ContractConsole } from './contract-console.ts'
import type { Deadline } from './deadline.ts'
import { Delivery } from './delivery.ts'
import { InteractiveClient } from './interactive-client.ts'
import type { LogoutScope } from './logout-scope.ts'
import { Questions } from './questions.ts'
import { type ClientResult, runScriptedClient } from './scripted-client.ts'

/** A client's side of a conversation, in talk or in another contract, at a terminal or elsewhere. */
export interface Talker {
  readonly output: Pick<ClientOutput, 'log' | 'showError' | 'close'>
  /** A conversation is over. */
  ended(conversation: EndedConversation): void
  /** Connects; see `connect` of the library. */
  connect(settings: ConnectSettings): Promise<Talk>
}

/** The settings of a client beside its contract and its handlers. */
export type ConnectSettings = Omit<ClientOptions, 'contract' | 'converse'>

/** A conversation that has begun. */
export interface Talk {
  readonly client: Pick<Client, 'name' | 'failure' | 'ready' | 'bye' | 'sessions' | 'revokeSession'>
  /** Says what there is to say until either side ends it. */
  hold(surroundings: Surroundings): Promise<ClientResult>
}

/** The parts of a talker beside the connection. */
interface Surroundings {
  /** The lines to say where nobody types; of a longer one than `maxBytes` none is said. */
  readonly lines: (maxBytes?: number) => AsyncIterator<Line>
  readonly answersWithinMs: number
  readonly deadline: Deadline | null
  readonly room: () => Promise<void> | null
  readonly isStopped: () => boolean
  readonly isUnheard: () => boolean
  readonly logout: LogoutScope
}

/** How a talker shows what happens. */
export interface Showing {
  readonly lang: Language
  readonly isInteractive: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/** Talks in text. */
export const textTalker = ({ lang, isInteractive, json, quiet }: Showing): Talker => {
  const delivery = new Delivery()
  if (isInteractive) {
    const interactive = new InteractiveClient(lang, delivery, quiet)
    return {
      output: interactive,
      ended: (conversation) => interactive.ended(conversation),
      connect: async (settings) => {
        const client = await connect({ ...settings, contract: talk, converse: interactive.converse })
        return { client, hold: ({ logout }) => interactive.hold(client, { logout }) }
      },
    }
  }
  const output = json ? jsonOutput(lang) : plainOutput(lang, quiet)
  return {
    output,
    ended: (conversation) => {
      delivery.ended(conversation)
      output.ended(conversation)
    },
    connect: async (settings) => {
      const client = await connect({ ...settings, contract: talk })
      return {
        client,
        hold: ({ lines, ...surroundings }) =>
          runScriptedClient(client, { ...surroundings, lines: lines(), output, delivery }),
      }
    },
  }
}

/** Talks in messages of a contract of the user's. */
export const contractTalker = (
  contract: Contract<AnyMessages>,
  forms: MessageForms,
  { lang, isInteractive, json, quiet }: Showing,
): Talker => {
  const questions = new Questions()
  const delivery = new Delivery()
  if (isInteractive) {
    const output = new ContractConsole({ lang, forms, questions, delivery, isQuiet: quiet })
    return {
      output,
      ended: (conversation) => output.ended(conversation),
      connect: async (settings) => {
        const converse = questions.handlers(contract.tables, (question) => output.heard(question, null))
        const client = await connect({ ...settings, contract, converse })
        return { client, hold: (surroundings) => output.hold(client, surroundings) }
      },
    }
  }
  const output = json ? contractJsonOutput(lang, forms) : lineOutput(lang, forms, quiet)
  return {
    output,
    ended: (conversation) => {
      delivery.ended(conversation)
      output.ended(conversation)
    },
    connect: async (settings) => {
      const converse = questions.handlers(contract.tables, (question) => output.heard(question, null, true))
      const client = await connect({ ...settings, contract, converse })
      return {
        client,
        hold: ({ lines, deadline, ...surroundings }) =>
          runContractClient(client, {
            ...surroundings,
            isLate: () => deadline?.hasPassed === true,
            lines: lines(maxLineBytes(contract.tables)),
            forms,
            questions,
            delivery,
            output,
            room: () => {
              const more = surroundings.room()
              return more === null ? null : (deadline?.hold(more) ?? more)
            },
          }),
      }
    },
  }
}

/** A byte may take six characters in JSON, and names stand beside it. */
const maxLineBytes = ({ states }: ContractTables): number =>
  8 * Math.max(...states.map(({ maxBody }) => maxBody))
