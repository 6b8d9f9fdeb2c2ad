// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, runs, say } from './shared.js'

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Reads the next chunk of the file. */
  read: ['chunk.read', 'file.over'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.end']

const timeout = { target: '#sender.done', actions: say('Fault') }

/** The client: sends a chunk while fewer than two are not acknowledged. */
export const machine = setup({
  actors: { read: fromCallback(() => {}) },
  actions: { say: (_, /** @type {{ readonly type: string }} */ _said) => {} },
  delays: deadlines,
}).createMachine({
  id: 'sender',
  initial: 'none',
  states: {
    none: {
      meta: { contract: 'window.none' },
      invoke: runs('read'),
      on: {
        'chunk.read': { target: 'one', actions: say('Chunk') },
        'file.over': { target: 'storing', actions: say('Done') },
      },
    },
    one: {
      after: { 'window.one': timeout },
      initial: 'reading',
      states: {
        reading: {
          meta: { contract: 'window.one' },
          invoke: runs('read'),
          on: { 'chunk.read': { target: '#sender.two', actions: say('Chunk') }, 'file.over': 'over' },
        },
        over: { meta: { contract: 'window.one' } },
      },
      on: { 'recv.Ack': 'none' },
    },
    two: {
      meta: { contract: 'window.two' },
      after: { 'window.two': timeout },
      on: { 'recv.Ack': 'one' },
    },
    storing: {
      meta: { contract: 'storing' },
      after: { storing: timeout },
      on: { 'recv.Stored': 'none' },
    },
    leaving: {
      meta: { contract: 'end.client' },
      after: { 'end.client': '#sender.done' },
      on: { 'recv.Ack': {}, 'recv.Stored': {}, 'recv.Bye': 'done', 'recv.*': 'done', 'do.end': {} },
    },
    left: { meta: { contract: 'end.server' }, always: { target: 'done', actions: say('Bye') } },
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
