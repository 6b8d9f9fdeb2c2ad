import type { ClientDescription, ConsoleTexts } from '../console.ts'
import { plural } from '../plural.ts'

const count = plural<'one' | 'other'>('en')

const quoted = (first: readonly string[], lines: number): string =>
  `${first.map((line) => `“${line}”`).join(', ')}${first.length < lines ? ' …' : ''}`

const FORMS =
  '#1 text or @name text answers what they said last; #1:4 text answers their message 4, #1:0 text none.'

const client = ({ number, name, address, session }: ClientDescription): string =>
  `#${number} ${name === null ? '' : `${name}, `}${address}, session ${session}`

/** Sentences of the console, in English. */
export const console: ConsoleTexts = {
  you: 'you',
  operator: 'operator',
  connecting: 'Connecting …',
  waiting: 'Waiting for the server …',
  serving: (log, command) =>
    `${log === null ? '' : `Log: ${log}. `}Ctrl-C stops it. In another terminal: ${command}`,
  refusesPasswords:
    'Passwords from other machines are refused, since others could read them on the way; --tls auto keeps them private, and --insecure-password on both sides takes them as they are.',
  stopping: 'Stopping, in 5 s at most; Ctrl-C ends at once …',
  leftOut: (many) =>
    `${count(many, { one: '# message was', other: '# messages were' })} left out here: the output was not read in time.`,
  more: (characters, lines) =>
    `… ${count(characters, { one: '# more character', other: '# more characters' })}${lines > 1 ? ` in ${count(lines, { one: '# line', other: '# lines' })}` : ''}`,
  noCommand: (name) =>
    `There is no command /${name}; /help lists them. To say a text that begins with a slash, type two.`,
  severalLines:
    'Several lines came at once. Enter says them as one message, /lines before them one by one, Ctrl-C drops them.',

  help: [
    'What you type is said; //text says /text. The arrows fetch back what was typed, Tab completes commands.',
    '/re 4 text   answers their message #4',
    '/again       says again what may not have arrived, or was not said, before a conversation broke off',
    '/status      tells server, session, name, and how far the conversation has come',
    '/bytes       stops telling what each piece of data held, or tells it again',
    '/lines a␤b   says the lines of a paste one by one; without it they are one message',
    '/logout      revokes the token and ends',
    '/quit        ends, as Ctrl-D on an empty line does; so does Ctrl-C, with exit code 130',
  ],
  waits: (text) => `This waits until it can be said: ${text}`,
  unsaid: (text, why) => `This was not said: ${text}\n${why}`,
  doubtful: (lines, first) =>
    `${count(lines, { one: '# line', other: '# lines' })} may not have arrived; /again says ${lines === 1 ? 'it' : 'them'} again: ${quoted(first, lines)}`,
  unsent: (lines, first) =>
    `${count(lines, { one: '# line was', other: '# lines were' })} not said, since there was no connection; /again says ${lines === 1 ? 'it' : 'them'}: ${quoted(first, lines)}`,
  nothingDoubtful: 'There is no line to say again.',
  enterTries: 'Enter tries now.',
  bytesShown: 'Data is told of again.',
  bytesHidden: 'Data is no longer told of.',
  howToAnswer:
    'Give the id of a message of theirs, and the answer: /re 4 text. Older ones than the last 1,000, and those of a conversation that is over, cannot be answered.',
  server: (address, port, name) => `Server: ${address}, port ${port}, “${name}”.`,
  session: (id, name, since) =>
    `Session: ${id}, ${name === null ? 'without a name' : `as ${name}`}, since ${since}.`,
  messages: (said, acknowledged, heard) =>
    `Messages: ${said} said, ${acknowledged} of them acknowledged; ${heard} heard.`,
  betweenConversations: (leftMs) =>
    leftMs === 0
      ? 'There is no conversation at the moment; a connection is tried now.'
      : `There is no conversation at the moment; the next connection is tried in ${leftMs} ms.`,

  forms: FORMS,
  operatorHelp: [
    FORMS,
    'Tab completes names, numbers and commands.',
    '/who         lists who is connected, and since when',
    '/bye #1      says Bye to one of them',
    '/lines …     takes the lines of a paste one by one',
    '/quit        stops the server, as Ctrl-D on an empty line and Ctrl-C do',
  ],
  came: (who) => `${client(who)}, has come.`,
  left: (number, name, code) => `#${number} ${name} has left (${code}).`,
  listed: (who, since) => `${client(who)}, since ${since}`,
  nobody: 'Nobody is connected.',
  unsaidTo: (number, name, text, why) => `This was not said to #${number} ${name}: ${text}\n${why}`,
  over: 'The conversation is over.',
  whomToBid: 'Give the number of somebody who is here: /bye #1.',
  noClient: (number) => `There is no #${number} here; /who lists who is.`,
  noAddress: `Say whom it is for: ${FORMS}`,
  noName: 'Nobody here has that name; /who lists who is.',
  severalNames: (clients) => `That may be ${clients.join(' or ')}; give the number.`,
  noText: 'Say something after the address.',
  noMessage: (number, id) => `#${number} has said no message ${id}, or too long ago to be answered.`,
}
