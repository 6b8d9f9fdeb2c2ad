// @ts-check
import { setup } from 'xstate'
import { deadlines, say, skipping } from './shared.js'

export const outcomes = {}

/** The prompts of the program, which may come at any time. */
export const prompts = ['do.lock', 'do.release', 'do.end']

const timeout = { target: '#holder.done', actions: say('Fault') }
/** Where the server is waited for. @param {string} state */
const waiting = (state) => ({ meta: { contract: state }, after: { [state]: timeout } })

/** The client: asks for the lock, and gives it back. */
export const machine = setup({
  actions: { say: (_, /** @type {{ readonly type: string }} */ _said) => {} },
  delays: deadlines,
}).createMachine({
  id: 'holder',
  initial: 'free',
  states: {
    free: { meta: { contract: 'free' }, on: { 'do.lock': { target: 'asked', actions: say('Lock') } } },
    asked: { ...waiting('asked'), on: { 'recv.Granted': 'held', 'recv.Busy': 'free' } },
    held: {
      ...waiting('held'),
      on: { 'do.release': { target: 'releasing', actions: say('Release') }, 'recv.Revoke': 'revoking' },
    },
    releasing: { ...waiting('releasing'), on: { 'recv.Released': 'free', 'recv.Revoke': 'freed' } },
    revoking: { meta: { contract: 'revoking' }, always: { target: 'freed', actions: say('Release') } },
    freed: { ...waiting('freed'), on: { 'recv.Released': 'free' } },
    leaving: {
      meta: { contract: 'end.client' },
      after: { 'end.client': '#holder.done' },
      on: {
        ...skipping(['Granted', 'Busy', 'Revoke', 'Released']),
        'recv.Bye': 'done',
        'recv.*': 'done',
        'do.end': {},
      },
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
