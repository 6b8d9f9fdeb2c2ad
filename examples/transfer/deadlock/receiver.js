// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, runs, say } from '../shared.js'

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Stores both chunks. */
  store: ['chunk.stored'],
  /** Puts the file together. */
  finish: ['file.stored'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.end']

const timeout = { target: '#receiver.done', actions: say('Fault') }

/**
 * The server with a mistake: it saves Acks, and stores two chunks at a time. Where the file ends with an odd one, the sender
 * waits for its Ack, and the server for the next chunk.
 */
export const machine = setup({
  actors: { store: fromCallback(() => {}), finish: fromCallback(() => {}) },
  actions: { say: (_, /** @type {{ readonly type: string }} */ _said) => {} },
  delays: deadlines,
}).createMachine({
  id: 'receiver',
  initial: 'none',
  states: {
    none: {
      meta: { contract: 'window.none' },
      after: { 'window.none': timeout },
      on: { 'recv.Chunk': 'one', 'recv.Done': 'storing' },
    },
    one: {
      meta: { contract: 'window.one' },
      after: { 'window.one': timeout },
      on: { 'recv.Chunk': 'two' },
    },
    two: {
      meta: { contract: 'window.two' },
      invoke: runs('store'),
      on: { 'chunk.stored': { target: 'none', actions: [say('Ack'), say('Ack')] } },
    },
    storing: {
      meta: { contract: 'storing' },
      invoke: runs('finish'),
      on: { 'file.stored': { target: 'none', actions: say('Stored') } },
    },
    leaving: {
      meta: { contract: 'end.server' },
      after: { 'end.server': '#receiver.done' },
      on: { 'recv.Chunk': {}, 'recv.Done': {}, 'recv.Bye': 'done', 'recv.*': 'done', 'do.end': {} },
    },
    left: { meta: { contract: 'end.client' }, always: { target: 'done', actions: say('Bye') } },
    done: { meta: { contract: 'done' }, type: 'final' },
  },
  on: {
    'recv.Bye': '.left',
    'recv.Fault': '.done',
    'recv.*': timeout,
    'do.end': { target: '.leaving', actions: say('Bye') },
    lost: '.done',
  },
})
