// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, fault, say } from './shared.js'

/** @import { Said } from './shared.js' */

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Waits until there is room for one item more than there is credit for. */
  waitForRoom: ['room.free'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.stop']

const consumer = setup({
  actors: { waitForRoom: fromCallback(() => {}) },
  actions: { say: (_, /** @type {Said} */ _said) => {} },
  delays: deadlines,
})

const timeout = { target: '#consumer.done', actions: fault('TIMEOUT') }
const waitForRoom = /** @type {const} */ ({ src: 'waitForRoom', id: 'waitForRoom' })

/** The server: gives credit wherever there is room. */
export const machine = consumer.createMachine({
  id: 'consumer',
  initial: 'open',
  states: {
    open: {
      meta: { contract: 'open' },
      after: { open: timeout },
      on: { 'recv.Open': 'flow' },
    },
    flow: {
      initial: 'none',
      states: {
        none: {
          meta: { contract: 'flow.none' },
          invoke: waitForRoom,
          on: { 'room.free': { target: 'one', actions: say('Grant') } },
        },
        one: {
          meta: { contract: 'flow.one' },
          after: { 'flow.one': timeout },
          invoke: waitForRoom,
          on: { 'room.free': { target: 'two', actions: say('Grant') }, 'recv.Item': 'none' },
        },
        two: {
          meta: { contract: 'flow.two' },
          after: { 'flow.two': timeout },
          on: { 'recv.Item': 'one' },
        },
      },
    },
    end: {
      initial: 'server',
      states: {
        client: {
          meta: { contract: 'end.client' },
          always: { target: '#consumer.done', actions: say('Stop') },
        },
        /** The consumer has said its last word. Items that were on their way are dropped. */
        server: {
          meta: { contract: 'end.server' },
          after: { 'end.server': '#consumer.done' },
          on: { 'recv.Open': {}, 'recv.Item': {}, 'recv.*': '#consumer.done', 'do.stop': {} },
        },
      },
    },
    done: { meta: { contract: 'done' }, type: 'final' },
  },
  on: {
    'recv.End': '.end.client',
    'recv.Fault': '.done',
    'recv.*': { target: '.done', actions: fault('UNEXPECTED_MESSAGE') },
    'do.stop': { target: '.end.server', actions: say('Stop') },
    lost: '.done',
  },
})
