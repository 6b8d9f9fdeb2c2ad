import type { AnswerRow, ContractTables, MessageRow } from '../codec/index.ts'
import { opposite, type Side } from './runtime.ts'

/** The conversation messages that a side hears, in the contract's order. */
const heardBy = ({ messages }: ContractTables, side: Side): readonly MessageRow[] =>
  messages.filter(({ conversation, from }) => conversation && from !== side)

/**
 * Refuses what could handle nothing: a handler for a message that the other side never says, and one that is no function;
 * and that one is missing whose message the contract wants answered. One that is undefined counts as absent. Throws a
 * TypeError that names it.
 */
export const checkConverse = (converse: unknown, tables: ContractTables, side: Side): void => {
  const rows = heardBy(tables, side)
  const heard = rows.map(({ name }) => name)
  if (typeof converse !== 'object' || converse === null || Array.isArray(converse))
    throw new TypeError(`converse is an object with a handler for each message: ${heard.join(', ')}.`)
  // Inherited handlers are called, too.
  for (const name in converse) {
    const handler = (converse as Readonly<Record<string, unknown>>)[name]
    if (!heard.includes(name))
      throw new TypeError(
        `converse.${shown(name)} is for no message that a ${opposite(side)} says; there are: ${heard.join(', ')}.`,
      )
    if (handler !== undefined && typeof handler !== 'function')
      throw new TypeError(`converse.${name} is no function; give one that takes the message and the peer.`)
  }
  for (const { name, answer } of rows)
    if (answer !== undefined && (converse as Readonly<Record<string, unknown>>)[name] === undefined)
      throw new TypeError(`converse.${name} is missing: ${opposite(side)}s wait for ${answersOf(answer)}.`)
}

const answersOf = ({ each, end }: AnswerRow): string =>
  each.length === 0 ? end.join(' or ') : `${each.join(' or ')}, and then ${end.join(' or ')}`

const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)
