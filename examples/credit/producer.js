// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, fault, say } from './shared.js'

/** @import { Said } from './shared.js' */

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Waits until there is an item, and leaves it where it is. */
  waitForItem: ['item.ready', 'items.over'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.end']

const producer = setup({
  actors: { waitForItem: fromCallback(() => {}) },
  actions: { say: (_, /** @type {Said} */ _said) => {} },
  delays: deadlines,
})

const timeout = { target: '#producer.done', actions: fault('TIMEOUT') }
const end = { target: '#producer.end.client', actions: say('End') }
const waitForItem = /** @type {const} */ ({ src: 'waitForItem', id: 'waitForItem' })

/** The client: sends an item for each credit. */
export const machine = producer.createMachine({
  id: 'producer',
  initial: 'open',
  states: {
    open: {
      meta: { contract: 'open' },
      invoke: waitForItem,
      on: { 'item.ready': { target: 'flow', actions: say('Open') }, 'items.over': end },
    },
    flow: {
      initial: 'none',
      states: {
        none: {
          meta: { contract: 'flow.none' },
          after: { 'flow.none': timeout },
          on: { 'recv.Grant': 'one' },
        },
        one: {
          meta: { contract: 'flow.one' },
          after: { 'flow.one': timeout },
          invoke: waitForItem,
          on: {
            'item.ready': { target: 'none', actions: say('Item') },
            'items.over': end,
            'recv.Grant': 'two',
          },
        },
        two: {
          meta: { contract: 'flow.two' },
          invoke: waitForItem,
          on: { 'item.ready': { target: 'one', actions: say('Item') }, 'items.over': end },
        },
      },
    },
    end: {
      initial: 'client',
      states: {
        /** The producer has said its last word. Credit that was on its way is of no use. */
        client: {
          meta: { contract: 'end.client' },
          after: { 'end.client': '#producer.done' },
          on: { 'recv.Grant': {}, 'recv.*': '#producer.done', 'do.end': {} },
        },
        server: {
          meta: { contract: 'end.server' },
          always: { target: '#producer.done', actions: say('End') },
        },
      },
    },
    done: { meta: { contract: 'done' }, type: 'final' },
  },
  on: {
    'recv.Stop': '.end.server',
    'recv.Fault': '.done',
    'recv.*': { target: '.done', actions: fault('UNEXPECTED_MESSAGE') },
    'do.end': end,
    lost: '.done',
  },
})
