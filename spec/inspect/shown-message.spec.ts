import { expect, test } from '@jest/globals'
import { showing } from '../../src/inspect/shown-message.ts'
import { base } from '../contract/files.ts'
import { contract } from '../support/contract.ts'
import { contractOf } from '../visualize/page/sample.ts'

test('texts of the conversation are masked unless they are wanted', () => {
  const say = { type: 'Say', text: 'a word' }
  expect(showing(contract, false)(say)).toEqual({ type: 'Say', text: '***' })
  expect(showing(contract, true)(say)).toEqual(say)
})

test('secrets are never shown, and what the base says else is', () => {
  const login = { type: 'Login', name: 'anna', password: 'correct horse' }
  for (const texts of [false, true])
    expect(showing(contract, texts)(login)).toEqual({ type: 'Login', name: 'anna', password: '***' })
})

test('what is kept of a message is bounded', () => {
  const say = { type: 'Say', text: 'x'.repeat(60_000) }
  const shown = showing(contract, true)(say)
  expect(JSON.stringify(shown).length).toBeLessThan(300)
})

test('of a message that the contract does not know, only its type is shown', () => {
  expect(showing(contract, true)({ type: 'Odd', password: 'correct horse' } as never)).toEqual({
    type: 'Odd',
  })
})

test('texts are masked however deep they stand; numbers and names of values are shown', () => {
  const own = contractOf(
    base.replace(
      '\nmessages:\n',
      `
  Part:
    base: record
    about: A part.
    fields:
      word: { tag: 1, type: string, maxBytes: 8, about: A word. }
      count: { tag: 2, type: uint32, about: A count. }
messages:
  Parts:
    number: 64
    from: both
    conversation: true
    about: Parts.
    fields:
      parts: { tag: 1, list: Part, maxItems: 4, about: Some parts. }
      raw: { tag: 2, type: bytes, maxBytes: 8, about: Bytes. }
      reason: { tag: 3, type: ByeReason, about: A reason. }
`,
    ),
  )
  const message = {
    type: 'Parts',
    parts: [{ word: 'a', count: 3 }],
    raw: Buffer.from('b'),
    reason: 'DONE',
  }
  expect(showing(own, false)(message)).toEqual({
    type: 'Parts',
    parts: [{ word: '***', count: 3 }],
    raw: '***',
    reason: 'DONE',
  })
  expect(showing(own, true)(message)).toEqual({
    type: 'Parts',
    parts: [{ word: 'a', count: 3 }],
    raw: '62',
    reason: 'DONE',
  })
})
