import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { contractHash } from '../../src/contract/hash.ts'
import { loadContract } from '../../src/contract/index.ts'
import { tiny } from './files.ts'

const hashOf = (text: string): string => {
  const loaded = loadContract(text, 'x.yaml')
  if (E.isLeft(loaded)) throw new Error(`The contract does not load: ${loaded.left[0]?.message}`)
  return Buffer.from(contractHash(loaded.right)).toString('hex')
}

const changed = (from: string, to: string): string => {
  expect(tiny.split(from)).toHaveLength(2)
  return tiny.replace(from, to)
}

// Written by hand from the description of the canonical form.
const small = `protocol: small
version: 1
about: A small contract.
types:
  Mood: { base: enum, about: A mood., values: { BAD: { number: 2, about: Bad. }, GOOD: { number: 1, about: Good. } } }
messages:
  Tell:
    number: 64
    from: both
    conversation: true
    since: 1
    about: Tells.
    fields:
      mood: { tag: 2, type: Mood, optional: true, about: How. }
      text: { tag: 1, type: string, maxBytes: 9, rules: [trimmed, nfc], pattern: '[a-z]+', secret: true, about: What. }
  Bye: { number: 1, from: client, since: 1, about: Ends. }
states:
  talk: { turn: both, within: 2 s, maxBody: 1 KiB, about: Talk., says: { Tell: talk, Bye: done } }
  done: { turn: nobody, about: The end. }
anytime:
  Bye: done
`
const canonical =
  '{"anytime":[{"message":"Bye","next":{"client":"done","server":"done"}}],"first":"talk","messages":[' +
  '{"conversation":false,"fields":[],"from":"client","name":"Bye","number":1,"since":1},' +
  '{"conversation":true,"fields":[' +
  '{"name":"text","optional":false,"scalar":{"base":"string","maxBytes":9,"minBytes":0,"pattern":"[a-z]+",' +
  '"rules":["nfc","trimmed"]},"since":1,"tag":1},' +
  '{"name":"mood","optional":true,"scalar":{"base":"enum","values":[{"name":"GOOD","number":1},' +
  '{"name":"BAD","number":2}]},"since":1,"tag":2}],"from":"both","name":"Tell","number":64,"since":1}],' +
  '"protocol":"small","states":[' +
  '{"inFlight":false,"maxBody":0,"name":"done","says":[],"turn":"nobody","within":null},' +
  '{"inFlight":false,"maxBody":1024,"name":"talk","says":[{"message":"Bye","next":"done"},' +
  '{"message":"Tell","next":"talk"}],"turn":"both","within":{"ms":2000}}],"version":1}'

describe('the contract hash', () => {
  test('is the first 8 bytes of the SHA-256 of the canonical contract', () => {
    expect(hashOf(small)).toBe(createHash('sha256').update(canonical).digest('hex').slice(0, 16))
  })

  test.each([
    ['an about', 'about: Asks.', 'about: Asks for something.'],
    ['the order of keys', 'minBytes: 1, maxBytes: 8', 'maxBytes: 8, minBytes: 1'],
    ['a secret', 'rules: [nfc],', 'rules: [nfc], secret: true,'],
    ['whether a type is distinct', 'rules: [nfc],', 'rules: [nfc], distinct: true,'],
    ['the unit of a size', '1 KiB', '1024'],
    ['a since that is 1', '    since: 1\n', ''],
    ['the unit of a deadline', 'turn: client, within: 10 s', 'turn: client, within: 10000 ms'],
    ['what is reserved', 'numbers: [9]', 'numbers: [9, 10]'],
    ['what an enum reserves', 'about: Bad. } }', 'about: Bad. } }, reserved: { numbers: [3] }'],
    ['an enum that is not open', 'base: enum,', 'base: enum, open: false,'],
    ['the way a next state is written', 'Bye: done\n', 'Bye: { server: done, client: done }\n'],
    ['the order of what is said', '{ Say: talk, Bye: done }', '{ Bye: done, Say: talk }'],
    ['where bounds stand', 'type: Name,', 'type: string, minBytes: 1, maxBytes: 8, rules: [nfc],'],
  ])('does not change with %s', (_, from, to) => {
    expect(hashOf(changed(from, to))).toBe(hashOf(tiny))
  })

  test('does not change with the name of a type', () => {
    expect(hashOf(tiny.replaceAll('Mood', 'Temper'))).toBe(hashOf(tiny))
  })

  test('does not change with the order of messages, fields and states behind the first', () => {
    const lines = tiny.split('\n')
    const swap = (a: string, b: string): void => {
      const [i, j] = [a, b].map((start) => lines.findIndex((line) => line.trim().startsWith(start)))
      if (i === undefined || j === undefined || i < 0 || j < 0) throw new Error('There is nothing to swap.')
      ;[lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? '']
    }
    swap('Answer: {', 'Say: {')
    swap('name: {', 'mood: {')
    swap('talk: {', 'done: {')
    expect(lines.join('\n')).not.toBe(tiny)
    expect(hashOf(lines.join('\n'))).toBe(hashOf(tiny))
  })

  test.each([
    ['a bound', 'maxBytes: 8', 'maxBytes: 7'],
    ['a lower bound', 'minBytes: 1', 'minBytes: 2'],
    ['a rule', 'rules: [nfc]', 'rules: [nfc, trimmed]'],
    ['a pattern', 'rules: [nfc]', "rules: [nfc], pattern: '[a-z]+'"],
    ['an enum value', 'BAD: { number: 2', 'BAD: { number: 3'],
    ['the name of an enum value', 'BAD: {', 'SAD: {'],
    ['whether an enum is open', 'base: enum,', 'base: enum, open: true,'],
    ['a tag', 'tag: 2', 'tag: 3'],
    ['the name of a field', '      mood: {', '      feeling: {'],
    ['whether a field may be absent', 'optional: true, ', ''],
    ['the version of a field', 'type: Mood,', 'type: Mood, since: 2,'],
    ['a number', 'number: 3', 'number: 4'],
    ['who says a message', '  Bye: { number: 3, from: both', '  Bye: { number: 3, from: client'],
    ['the name of the protocol', 'protocol: tiny', 'protocol: teeny'],
    ['the version', 'version: 2', 'version: 3'],
    ['a deadline', '3 heartbeats', '4 heartbeats'],
    ['a limit', '1 KiB', '2 KiB'],
    ['a turn', 'turn: both', 'turn: client'],
    ['what may be in flight', 'turn: server', 'turn: server, inFlight: true'],
    ['what follows', '{ Ask: answer }', '{ Ask: answer, Bye: done }'],
    ['what may be said at any time', 'Bye: done\n', 'Bye: done\n  Say: talk\n'],
  ])('changes with %s', (_, from, to) => {
    expect(hashOf(changed(from, to))).not.toBe(hashOf(tiny))
  })
})
