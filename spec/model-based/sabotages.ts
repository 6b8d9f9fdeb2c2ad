import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../../src/transport/connection.ts'
import { frame, framesIn, type Heard } from '../support/wire.ts'
import type { Sabotage } from './stage.ts'

/** Changes the frames that an end writes. */
const rewriting = (connection: Connection, change: (frames: readonly Heard[]) => readonly Heard[]): void => {
  const write = connection.write.bind(connection)
  connection.write = (bytes) =>
    write(
      Buffer.concat(
        change(framesIn(bytes).frames).map(({ type, body, id, re }) => frame(type, body, { id, re })),
      ),
    )
}

const says = (frames: readonly Heard[]): readonly Heard[] => frames.filter(({ name }) => name === 'Say')

/** The last message of a write comes once more, as if it were another. */
export const twicePossible: Sabotage = {
  link: ({ client }) =>
    rewriting(client, (frames) => {
      const last = says(frames).at(-1)
      return last === undefined ? frames : [...frames, { ...last, id: last.id + 1 }]
    }),
}

/** Faults of a network or a store. */
export const sabotages: Readonly<Record<string, Sabotage>> = {
  'a frame comes twice': {
    link: ({ server }) => rewriting(server, (frames) => [...frames, ...says(frames).slice(0, 1)]),
  },
  'a message comes twice': twicePossible,
  'the last message of a write is lost': {
    link: ({ client }) => rewriting(client, (frames) => frames.filter((one) => one !== says(frames).at(-1))),
  },
  'two messages change places': {
    link: ({ client }) =>
      rewriting(client, (frames) => {
        const [first, second] = says(frames)
        if (first === undefined || second === undefined) return frames
        return frames.map((one) =>
          one === first ? { ...one, body: second.body } : one === second ? { ...one, body: first.body } : one,
        )
      }),
  },
  'more is acknowledged than has arrived': {
    link: ({ server }) =>
      rewriting(server, (frames) =>
        frames.map((one) => (one.name === 'Ack' ? { ...one, body: Buffer.from([8, 100]) } : one)),
      ),
  },
  'an answer answers another message': {
    link: ({ server }) =>
      rewriting(server, (frames) => frames.map((one) => (one.re > 1 ? { ...one, re: one.re - 1 } : one))),
  },
  'the store loses an account': {
    store: (store) => ({
      ...store,
      accounts: { ...store.accounts, add: () => async () => E.right('added') },
    }),
  },
  'the store loses a session': {
    store: (store) => ({
      ...store,
      sessions: { ...store.sessions, create: () => async () => E.right('created') },
    }),
  },
  'the store loses an address': {
    store: (store) => ({
      ...store,
      addresses: { ...store.addresses, remember: () => async () => E.right(undefined) },
    }),
  },
  'the store forgets that a session is revoked': {
    store: (store) => ({
      ...store,
      sessions: { ...store.sessions, revoke: () => async () => E.right(true) },
    }),
  },
}
