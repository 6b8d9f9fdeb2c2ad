import type { MessageErrorTexts, WantedKind } from '../message-errors.ts'

const wanted: Readonly<Record<WantedKind, string>> = {
  text: 'text',
  bytes: 'bytes: pairs of hexadecimal digits, or text in quotes',
  integer: 'a whole number',
  number: 'a number',
  bool: 'true or false',
  list: 'a list: .0, .1 and so on behind its name, or JSON',
  fields: 'fields: their names behind its own, or JSON',
}

/** Errors of messages that are written by hand, in English. */
export const messageErrors: MessageErrorTexts = {
  noMessage: (name, known) =>
    `There is no message “${name}” to be said; there ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ')}.`,
  noField: (path, name, known) =>
    known.length === 0
      ? `${path} has no fields; leave out “${name}”.`
      : `${path} has no field “${name}”; it has: ${known.join(', ')}.`,
  fieldTwice: (path) => `${path} is given twice; leave one out.`,
  fieldLacking: (path) => `${path} is missing; give it.`,
  fieldWrong: (path, kind) => `${path} is not what it must be; give ${wanted[kind]}.`,
  notOneOf: (path, names) => `${path} is none of its names; give one of: ${names.join(', ')}.`,
  noWord: (word) => `“${word}” is no field with a value; write name=value, and text with spaces in quotes.`,
  wordUnended: (path) =>
    `The value of ${path} does not end; close its quotes or brackets, and put a space behind.`,
  noJsonMessage: 'That is no message in JSON; write {"type": "Name", "field": "value"}.',
}
