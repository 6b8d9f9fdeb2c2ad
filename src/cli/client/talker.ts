import type { Contract, ContractTables } from '../../index.ts'
import { type Client, type EndedConversation, type Messages, talk } from '../../index.ts'
import type { Language } from '../i18n/language.ts'
import type { MessageForms } from '../messages/message-forms.ts'
import type { Line } from '../terminal/input-lines.ts'
import { anyClient } from './any-client.ts'
import { type ClientOutput, jsonOutput, plainOutput } from './client-output.ts'
import { contractJsonOutput, lineOutput, runContractClient } from './contract-client.ts'
import { ContractConsole } from './contract-console.ts'
import type { Deadline } from './deadline.ts'
import { Delivery } from './delivery.ts'
import { InteractiveClient } from './interactive-client.ts'
import { Questions } from './questions.ts'
import { type ClientResult, runScriptedClient } from './scripted-client.ts'

/** A client's side of a conversation, in talk or in another contract, at a terminal or elsewhere. */
export interface Talker {
  readonly contract: Contract
  /** Handlers of what the server says. */
  readonly converse: object
  readonly output: Pick<ClientOutput, 'log' | 'showError' | 'close'>
  /** A conversation is over. */
  ended(conversation: EndedConversation): void
  /** Says what there is to say until either side ends it. */
  hold(client: Client<Messages>, surroundings: Surroundings): Promise<ClientResult>
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
  readonly logout: boolean
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
      contract: talk,
      converse: interactive.converse,
      output: interactive,
      ended: (conversation) => interactive.ended(conversation),
      hold: (client, { logout }) => interactive.hold(inTalk(client), { logout }),
    }
  }
  const output = json ? jsonOutput(lang) : plainOutput(lang, quiet)
  return {
    contract: talk,
    converse: {},
    output,
    ended: (conversation) => delivery.ended(conversation),
    hold: (client, { lines, ...surroundings }) =>
      runScriptedClient(inTalk(client), { ...surroundings, lines: lines(), output, delivery }),
  }
}

/** Talks in messages of a contract of the user's. */
export const contractTalker = (
  contract: Contract,
  forms: MessageForms,
  { lang, isInteractive, json, quiet }: Showing,
): Talker => {
  const questions = new Questions()
  const delivery = new Delivery()
  if (isInteractive) {
    const output = new ContractConsole({ lang, forms, questions, delivery, isQuiet: quiet })
    return {
      contract,
      converse: questions.handlers(contract.tables, (question) => output.heard(question, null)),
      output,
      ended: (conversation) => output.ended(conversation),
      hold: (client, surroundings) => output.hold(anyClient(client), surroundings),
    }
  }
  const output = json ? contractJsonOutput(lang, forms) : lineOutput(lang, forms, quiet)
  return {
    contract,
    converse: questions.handlers(contract.tables, (question) => output.heard(question, null, true)),
    output,
    ended: (conversation) => delivery.ended(conversation),
    hold: (client, { lines, deadline, ...surroundings }) =>
      runContractClient(anyClient(client), {
        ...surroundings,
        isStopped: () => surroundings.isStopped() || deadline?.hasPassed === true,
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
}

/** A byte may take six characters in JSON, and names stand beside it. */
const maxLineBytes = ({ states }: ContractTables): number =>
  8 * Math.max(...states.map(({ maxBody }) => maxBody))

/** The client was made with the contract talk. */
const inTalk = (client: Client<Messages>): Client => client as unknown as Client
