import { bounds } from '../../../../protocol/base/contract.ts'
import type { PromptTexts } from '../prompts.ts'

/** Questions, in English. */
export const prompts: PromptTexts = {
  listenHost: 'Which address to listen on?',
  listenPort: 'Which port to listen on? 0 is any that is free.',
  connectHost: 'On which host is the server?',
  connectPort: 'On which port does the server listen?',
  name: 'What is your name?',
  way: (name) => `Is ${name} registered here?`,
  logIn: 'Yes: log in',
  register: 'No: register',
  password: (name) => `Password of ${name}?`,
  passwordAgain: (name, mayRegister) =>
    `Password of ${name}? Enter alone: ${mayRegister ? 'register, or another name' : 'another name'}.`,
  otherWays: 'How to go on?',
  again: 'Try another password',
  registerAs: (name) => `Register ${name}`,
  otherName: 'Give another name',
  newPassword: (name) => `New password of ${name}? At least ${bounds.NewPassword.minBytes} bytes.`,
  samePassword: 'The same password again?',
  registrationClosed: 'This server takes no new names; log in with one that is registered.',
  whichServer: (server, fingerprint) =>
    `Nobody vouches for ${server}. Is ${fingerprint} the fingerprint of its key?`,
  thisServer: 'Yes: connect, and remember it',
  notThisServer: 'No, or I do not know: do not connect',
  waits: (seconds) => `The server takes the next try in ${seconds} s; this waits.`,
  give: (must) => `Give ${must}.`,
  must: {
    name: `Give a name of ${bounds.PersonName.minBytes} to ${bounds.PersonName.maxBytes} bytes, without control or invisible characters.`,
    password: `Give a password of ${bounds.Password.minBytes} to ${bounds.Password.maxBytes} bytes.`,
    newPassword: `Give a password of ${bounds.NewPassword.minBytes} to ${bounds.NewPassword.maxBytes} bytes.`,
    samePassword: 'The two passwords differ; give the new one again.',
  },
  ended: 'The input ended before host and port were known; give both on the command line.',
}
