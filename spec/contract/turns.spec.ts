import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { loadContract, opposite, type Side, sayable } from '../../src/contract/index.ts'
import { base, talk } from './files.ts'

const said = (name: string, side: Side): Record<string, string> => {
  const loaded = loadContract(talk, 'talk.yaml', { bases: new Map([['colloquy@1', base]]) })
  if (E.isLeft(loaded)) throw new Error('The contract does not load.')
  const state = loaded.right.states.find((each) => each.name === name)
  if (state === undefined) throw new Error(`There is no state ${name}.`)
  return Object.fromEntries(sayable(loaded.right, state, side))
}

describe('who may say what', () => {
  test('in converse: both sides talk, only the client logs out, each says its own Bye', () => {
    expect(said('converse', 'client')).toEqual({
      Ping: 'converse',
      Pong: 'converse',
      Ack: 'converse',
      Cancel: 'converse',
      More: 'converse',
      Aborted: 'converse',
      ListSessions: 'converse',
      RevokeSession: 'converse',
      Logout: 'close.client',
      Bye: 'close.client',
      Fault: 'close.done',
      Say: 'converse',
    })
    expect(said('converse', 'server')).toEqual({
      Ping: 'converse',
      Pong: 'converse',
      Ack: 'converse',
      Cancel: 'converse',
      More: 'converse',
      Aborted: 'converse',
      SessionInfo: 'converse',
      SessionsAnswered: 'converse',
      Bye: 'close.server',
      Fault: 'close.done',
      Say: 'converse',
    })
  })

  test('in close.client: the client has said its last word, the server answers, all it had in flight arrives', () => {
    expect(said('close.client', 'client')).toEqual({})
    expect(said('close.client', 'server')).toEqual({
      Welcome: 'close.client',
      AskName: 'close.client',
      Greeting: 'close.client',
      Challenge: 'close.client',
      Granted: 'close.client',
      Denied: 'close.client',
      Ready: 'close.client',
      Ping: 'close.client',
      Pong: 'close.client',
      Ack: 'close.client',
      Cancel: 'close.client',
      More: 'close.client',
      Aborted: 'close.client',
      SessionInfo: 'close.client',
      SessionsAnswered: 'close.client',
      Bye: 'close.done',
      Fault: 'close.done',
      Say: 'close.client',
    })
  })

  test('in close.server: the same the other way round, and a Logout that crosses the Bye still counts', () => {
    expect(said('close.server', 'server')).toEqual({})
    expect(said('close.server', 'client')).toEqual({
      Hello: 'close.server',
      MyName: 'close.server',
      Register: 'close.server',
      Login: 'close.server',
      Resume: 'close.server',
      Ping: 'close.server',
      Pong: 'close.server',
      Ack: 'close.server',
      Cancel: 'close.server',
      More: 'close.server',
      Aborted: 'close.server',
      ListSessions: 'close.server',
      RevokeSession: 'close.server',
      Logout: 'close.done',
      Bye: 'close.done',
      Fault: 'close.done',
      Say: 'close.server',
    })
  })

  test('in close.done: nobody says anything', () => {
    expect(said('close.done', 'client')).toEqual({})
    expect(said('close.done', 'server')).toEqual({})
  })

  test('out of turn: only what may be said at any time', () => {
    expect(said('auth.prove', 'server')).toEqual({ Bye: 'close.server', Fault: 'close.done' })
    expect(said('connect.hello', 'client')).toEqual({
      Hello: 'connect.welcome',
      Bye: 'close.client',
      Fault: 'close.done',
    })
  })

  test('the other side of a side is the other one', () => {
    expect([opposite('client'), opposite('server')]).toEqual(['server', 'client'])
  })
})
