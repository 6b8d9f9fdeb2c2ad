import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import {
  type Contract,
  canonicalContract,
  formatFailure,
  loadContract,
  type Side,
  sayable,
} from '../../src/contract/index.ts'
import { bases, onBase, tinyBase } from './files.ts'

const load = (text: string): Contract => {
  const loaded = loadContract(text, 'x.yaml', { bases })
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
  return loaded.right
}

const contract = load(onBase)
/** The same without states: lines up to these. */
const stateless = onBase.slice(0, onBase.indexOf('states:'))

const said = (of: Contract, name: string, side: Side): Record<string, string> => {
  const state = of.states.find((each) => each.name === name)
  if (state === undefined) throw new Error(`There is no state ${name}.`)
  return Object.fromEntries(sayable(of, state, side))
}

describe('a contract on a base', () => {
  test('has the types and messages of the base before its own, and knows them', () => {
    const named = (all: readonly { readonly name: string; readonly ofBase: boolean }[]) =>
      all.map(({ name, ofBase }) => `${ofBase ? 'base' : 'own'} ${name}`)
    expect(named(contract.types)).toEqual(['base Name', 'base Cause', 'own Price'])
    expect(named(contract.messages)).toEqual([
      ...['base Open', 'base Ping', 'base Leave', 'base Bye'],
      ...['own Order', 'own Offer', 'own Take', 'own Note'],
    ])
    expect(contract.messages[4]?.fields[0]).toMatchObject({ type: 'Name', value: { maxBytes: 8 } })
  })

  test('has its own name and version, and carries the base', () => {
    expect(contract).toMatchObject({ protocol: 'shop', version: 3, speaks: 2 })
    expect(contract.base).toEqual(load(tinyBase))
    expect(load(tinyBase)).toMatchObject({ speaks: 1, base: null })
  })

  test('has its states in the place of converse, with the turn and deadline of that', () => {
    expect(contract.states.map(({ name }) => name)).toEqual([
      ...['open', 'converse.idle', 'converse.offering', 'end.client', 'done'],
    ])
    for (const state of contract.states.slice(1, 3))
      expect(state).toMatchObject({ turn: 'both', within: { heartbeats: 3 }, inFlight: false })
    expect(contract.states[1]?.about).toBe('Nothing is ordered.')
  })

  test('what led to converse leads to the first of them', () => {
    expect(said(contract, 'open', 'client')).toEqual({ Open: 'converse.idle', Bye: 'done' })
  })

  test('in each the courtesies of the base stay, its last words leave, and what no state names leads nowhere', () => {
    expect(said(contract, 'converse.idle', 'client')).toEqual({
      Ping: 'converse.idle',
      Leave: 'end.client',
      Bye: 'done',
      Order: 'converse.offering',
      Note: 'converse.idle',
    })
    expect(said(contract, 'converse.idle', 'server')).toEqual({
      Ping: 'converse.idle',
      Bye: 'done',
      Note: 'converse.idle',
    })
    expect(said(contract, 'converse.offering', 'server')).toEqual({
      Ping: 'converse.offering',
      Bye: 'done',
      Offer: 'converse.offering',
      Note: 'converse.offering',
    })
  })

  test('what a side had in flight at the end of the conversation still arrives', () => {
    expect(said(contract, 'end.client', 'server')).toEqual({
      ...{ Ping: 'end.client', Bye: 'done', Offer: 'end.client', Note: 'end.client' },
    })
  })

  test('has limits that its own messages fit in: a Note has 65,536 + 4 bytes', () => {
    expect(contract.states.map(({ maxBody }) => maxBody)).toEqual([16, 73_733, 73_733, 73_733, 0])
  })

  test('needs no states: all that it has may be said in converse', () => {
    const plain = load(stateless)
    expect(plain.states.map(({ name }) => name)).toEqual(['open', 'converse', 'end.client', 'done'])
    expect(said(plain, 'converse', 'client')).toEqual({
      ...{ Ping: 'converse', Leave: 'end.client', Bye: 'done' },
      ...{ Order: 'converse', Take: 'converse', Note: 'converse' },
    })
    expect(said(plain, 'open', 'client')).toEqual({ Open: 'converse', Bye: 'done' })
  })

  test('is not the same contract as one that is written whole, nor on another base', () => {
    const form = JSON.parse(canonicalContract(contract))
    expect(form).toMatchObject({ base: 'tiny-base@1', protocol: 'shop', version: 3 })
    expect(form.messages).toHaveLength(8)
    expect(JSON.parse(canonicalContract(load(tinyBase)))).not.toHaveProperty('base')
    const other = loadContract(onBase, 'x.yaml', {
      bases: new Map([['tiny-base@1', tinyBase.replace('within: 10 s', 'within: 11 s')]]),
    })
    expect(E.isRight(other) && canonicalContract(other.right)).not.toBe(canonicalContract(contract))
    expect(canonicalContract(load(onBase.replace('speaks: 2\n', '')))).toBe(canonicalContract(contract))
  })

  test('a base that does not load says where', () => {
    const loaded = loadContract(onBase.replace('tiny-base@1', 'broken@1'), 'x.yaml', { bases })
    expect(E.isLeft(loaded) && loaded.left.map(({ message }) => message)).toEqual([
      '"broken@1" is no base. It does not load: NUMBER_DUPLICATE in line 9.',
    ])
  })
})
