import { expect, test } from '@jest/globals'
import { nestsDeeply } from '../../src/contract/deep-text.ts'

test.each([
  ['brackets that open and do not close', '['.repeat(9), true],
  ['as many as may be', `${'['.repeat(8)}${']'.repeat(8)}`.repeat(9), false],
  ['maps in flow', '{a: '.repeat(9), true],
  ['dashes that begin a line', `a:\n  ${'- '.repeat(9)}b`, true],
  ['keys and values in block', '? '.repeat(9), true],
  ['a rule of dashes', `a: ${'-'.repeat(99)}\n---\n`, false],
  ['a list of many', '- a\n'.repeat(99), false],
])('%s', (_what, text, isDeep) => {
  expect(nestsDeeply(text, 8)).toBe(isDeep)
})
