// @ts-check
import { fromCallback, setup } from 'xstate'
import { deadlines, say, skipping } from './shared.js'

/** How each actor can end. The program that runs the machine provides the actors. */
export const outcomes = {
  /** Looks whether the lock is free. */
  look: ['lock.free', 'lock.taken'],
}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.revoke', 'do.end']

const timeout = { target: '#keeper.done', actions: say('Fault') }
/** Where the client is waited for. @param {string} state */
const waiting = (state) => ({ meta: { contract: state }, after: { [state]: timeout } })

/** The server: grants the lock, and may take it back. */
export const machine = setup({
  actors: { look: fromCallback(() => {}) },
  actions: { say: (_, /** @type {{ readonly type: string }} */ _said) => {} },
  delays: deadlines,
}).createMachine({
  id: 'keeper',
  initial: 'free',
  states: {
    free: { ...waiting('free'), on: { 'recv.Lock': 'asked' } },
    asked: {
      meta: { contract: 'asked' },
      invoke: { src: 'look', id: 'look' },
      on: {
        'lock.free': { target: 'held', actions: say('Granted') },
        'lock.taken': { target: 'free', actions: say('Busy') },
      },
    },
    held: {
      ...waiting('held'),
      on: { 'recv.Release': 'releasing', 'do.revoke': { target: 'revoking', actions: say('Revoke') } },
    },
    releasing: { meta: { contract: 'releasing' }, always: { target: 'free', actions: say('Released') } },
    revoking: { ...waiting('revoking'), on: { 'recv.Release': 'freed' } },
    freed: { meta: { contract: 'freed' }, always: { target: 'free', actions: say('Released') } },
    leaving: {
      meta: { contract: 'end.server' },
      after: { 'end.server': '#keeper.done' },
      on: { ...skipping(['Lock', 'Release']), 'recv.Bye': 'done', 'recv.*': 'done', 'do.end': {} },
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
