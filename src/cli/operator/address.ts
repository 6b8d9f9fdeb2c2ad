import * as E from 'fp-ts/lib/Either.js'
import { nameKey } from '../../store/index.ts'
import type { Replyable } from '../client/replyable-messages.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import { type ConnectedClient, nameOf } from './connected-clients.ts'

/** Longer than any name, in whichever form it is typed. */
const MAX_NAME_CHARACTERS = 256

/** A text, whom it is for, and what it answers; `answers` is null for what answers nothing. */
export interface Addressed {
  readonly client: ConnectedClient
  readonly answers: { readonly id: number; readonly message: Replyable } | null
  readonly text: string
}

/** A line that is understood, or what says why it is not. */
type Reading<A> = E.Either<(say: ConsoleTexts) => string, A>

/** Reads whom a line is for, among those who are connected. */
export const addressed = (line: string, clients: readonly ConnectedClient[]): Reading<Addressed> => {
  const numbered = /^#(\d{1,10})(?::(\d{1,10}))?(?:\s+([\s\S]*))?$/.exec(line)
  if (numbered !== null) {
    const [, number = '', id, text = ''] = numbered
    const client = clients.find((each) => each.number === Number(number))
    if (client === undefined) return E.left((say) => say.noClient(number))
    return about(client, id === undefined ? client.messages.last : Number(id), text)
  }
  if (!line.startsWith('@')) return E.left((say) => say.noAddress)
  const found = named(line.slice(1), clients)
  const [first, ...others] = found
  if (first === undefined) return E.left((say) => say.noName)
  if (others.length > 0) return E.left((say) => say.severalNames(found.map(shown)))
  return about(first.client, first.client.messages.last, first.text)
}

/** Finds the message that a text answers. `id` is 0 for none. */
const about = (client: ConnectedClient, id: number, text: string): Reading<Addressed> => {
  if (text === '') return E.left((say) => say.noText)
  if (id === 0) return E.right({ client, answers: null, text })
  const message = client.messages.find(id)
  if (message === undefined) return E.left((say) => say.noMessage(client.number, id))
  return E.right({ client, answers: { id, message }, text })
}

interface Named {
  readonly client: ConnectedClient
  readonly text: string
}

/**
 * Everybody whose name the line may begin with. Names hold spaces: where one name begins another, both are found, so
 * that nobody gets what was meant for somebody else by choosing a name.
 */
const named = (line: string, clients: readonly ConnectedClient[]): readonly Named[] => {
  const found: Named[] = []
  for (const { index } of `${line.slice(0, MAX_NAME_CHARACTERS)} `.matchAll(/ /g)) {
    const name = nameKey(line.slice(0, index))
    for (const client of clients)
      if (nameKey(nameOf(client)) === name) found.push({ client, text: line.slice(index + 1) })
  }
  return found
}

const shown = ({ client }: Named): string => `#${client.number} ${nameOf(client)}`
