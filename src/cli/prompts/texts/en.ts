import { en as trouble } from '../../trouble/en.ts'
import type { Texts } from './texts.ts'

/** What is asked, in English. */
export const en: Texts = {
  listenHost: 'Which address to listen on?',
  listenPort: 'Which port to listen on? 0 is any that is free.',
  connectHost: 'On which host is the server?',
  connectPort: 'On which port does the server listen?',
  name: 'What is your name?',
  way: (name) => `Is ${name} registered here?`,
  logIn: 'Yes: log in',
  register: 'No: register',
  password: (name) => `Password of ${name}?`,
  newPassword: (name) => `New password of ${name}? At least 8 bytes.`,
  samePassword: 'The same password again?',
  must: {
    host: `Give ${trouble.must.host}.`,
    listenPort: `Give ${trouble.must.listenPort}.`,
    connectPort: `Give ${trouble.must.connectPort}.`,
    name: 'Give a name of 1 to 64 bytes, without control or invisible characters.',
    password: 'Give a password of 1 to 256 bytes.',
    newPassword: 'Give a password of 8 to 256 bytes.',
    samePassword: 'The two passwords differ; give the new one again.',
  },
  ended: 'The input ended before host and port were known; give both on the command line.',
}
