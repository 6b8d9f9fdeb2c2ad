import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { ReplyableMessages } from '../../../src/cli/client/replyable-messages.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { addressed } from '../../../src/cli/operator/address.ts'
import type { ConnectedClient } from '../../../src/cli/operator/connected-clients.ts'

/** Somebody of this name; `asked` hears how often that is looked at. */
const client = (number: number, name: string, asked: () => void = () => {}): ConnectedClient => ({
  number,
  peer: {
    get name() {
      asked()
      return name
    },
    version: 1,
    session: `session ${number}`,
    remote: { address: '127.0.0.1', port: 1 },
    counts: { said: 0, heard: 0, acknowledged: 0 },
    say: () => Promise.resolve(0),
    ask: () => Promise.reject(new Error('nobody asks')),
    stream: () => {
      throw new Error('nothing is streamed')
    },
    bye: () => {},
  },
  sinceMs: 0,
  messages: new ReplyableMessages(),
})

test('a name of the most bytes, typed in its longest form, is found', () => {
  const name = '\u0390'.repeat(32)
  const found = addressed(`@${name.normalize('NFD')} hello`, [client(1, name)])
  expect(
    E.isLeft(found) ? found.left(catalogues.en.console) : [found.right.client.number, found.right.text],
  ).toEqual([1, 'hello'])
})

test('no name is looked for beyond where the longest one ends', () => {
  let looks = 0
  const line = `@${'a '.repeat(30_000)}`
  expect(
    E.isLeft(
      addressed(line, [
        client(1, 'Ada', () => {
          looks += 1
        }),
      ]),
    ),
  ).toBe(true)
  expect(looks).toBeLessThan(200)
})
