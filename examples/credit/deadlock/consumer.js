// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, fault, say } from '../shared.js'

/** @import { Said } from '../shared.js' */

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Looks whether there is room for one item more than there is credit for. */
  lookForRoom: ['room.free', 'room.none'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.stop']

const consumer = setup({
  actors: { lookForRoom: fromCallback(() => {}) },
  actions: { say: (_, /** @type {Said} */ _said) => {} },
  delays: deadlines,
})

const timeout = { target: '#consumer.done', actions: fault('TIMEOUT') }
const lookForRoom = /** @type {const} */ ({ src: 'lookForRoom', id: 'lookForRoom' })

/**
 * The consumer with a mistake: where it finds no room, it looks again only after the next item. Without credit there is
 * no next item, and each side waits for the other.
 */
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
          initial: 'looking',
          states: {
            looking: {
              meta: { contract: 'flow.none' },
              invoke: lookForRoom,
              on: {
                'room.free': { target: '#consumer.flow.one', actions: say('Grant') },
                'room.none': 'full',
              },
            },
            full: { meta: { contract: 'flow.none' } },
          },
        },
        one: {
          after: { 'flow.one': timeout },
          on: { 'recv.Item': 'none' },
          initial: 'looking',
          states: {
            looking: {
              meta: { contract: 'flow.one' },
              invoke: lookForRoom,
              on: {
                'room.free': { target: '#consumer.flow.two', actions: say('Grant') },
                'room.none': 'full',
              },
            },
            full: { meta: { contract: 'flow.one' } },
          },
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
