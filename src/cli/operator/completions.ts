import { nameKey } from '../../store/index.ts'
import { printable } from '../terminal/printable.ts'
import { type ConnectedClient, nameOf } from './connected-clients.ts'

/** More cannot be looked over: whoever types more gets fewer. */
const MAX_COMPLETIONS = 100

const COMMANDS = ['/help', '/who', '/quit', '/bye #', '/lines ']

/** All that a line of an operator may become: a command, or an address. */
export const operatorCompletions = (
  begun: string,
  clients: readonly ConnectedClient[],
): readonly string[] => {
  const found = candidates(begun, clients)
  return found.length > MAX_COMPLETIONS ? [] : found
}

const candidates = (begun: string, clients: readonly ConnectedClient[]): readonly string[] => {
  const numbered = (before: string, after: string): readonly string[] =>
    clients.map(({ number }) => `${before}${number}${after}`).filter((each) => each.startsWith(begun))
  if (begun.startsWith('/bye ')) return numbered('/bye #', '')
  if (begun.startsWith('/')) return COMMANDS.filter((each) => each.startsWith(begun))
  if (begun.startsWith('#')) return numbered('#', ' ')
  if (!begun.startsWith('@')) return []
  const form = nameKey(begun)
  return clients
    .map((client) => `@${nameOf(client)} `)
    .filter((each) => isInert(each) && nameKey(each).startsWith(form))
}

/** Text that acts on a terminal cannot be typed either. */
const isInert = (text: string): boolean => printable(text) === text
