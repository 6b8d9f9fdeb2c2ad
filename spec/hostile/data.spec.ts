import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { RULES, type Rule } from '../../src/conform/rules.ts'
import { byeReasons, denialReasons, faultCodes, number } from '../support/wire.ts'
import { cases } from './cases.ts'

const document = readFileSync(join(import.meta.dirname, '../../protocol/WIRE.md'), 'utf8').replace(
  /\s+/g,
  ' ',
)

test('there are at least 300 cases, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(300)
  const names = cases.map(({ side, name }) => `${side}: ${name}`)
  expect(new Set(names).size).toBe(names.length)
})

test('every rule is in the words of the wire document, and is tried', () => {
  const missing = Object.entries(RULES).filter(([, words]) => !document.includes(words.replace(/\s+/g, ' ')))
  expect(missing).toEqual([])
  const tried = new Set<string>(cases.map(({ rule }) => rule))
  expect(Object.keys(RULES).filter((rule) => !tried.has(rule))).toEqual(OVER_TLS)
})

/** Those that only a socket can try; see sockets.spec.ts. */
const OVER_TLS: readonly Rule[] = ['first.alpn', 'first.tls']

const codes: Readonly<Record<string, readonly string[]>> = {
  Fault: faultCodes,
  Bye: byeReasons,
  Denied: denialReasons,
  SessionsAnswered: ['DONE', 'UNKNOWN_SESSION', 'UNAVAILABLE'],
}

test('a case has known keys alone, a known rule, and words that can come', () => {
  const keys = [
    'contract',
    'demands',
    'end',
    'expect',
    'mode',
    'more',
    'name',
    'offending',
    'orElse',
    'plainOnly',
  ]
  const known = new Set([...keys, 'rule', 'side', 'state', 'steps'])
  const acts = ['type', 'hex', 'text', 'zeros', 'says', 'wait', 'hear', 'end', 'program']
  for (const one of cases) {
    expect(Object.keys(one).filter((key) => !known.has(key))).toEqual([])
    expect([one.name, one.rule in RULES]).toEqual([one.name, true])
    for (const step of one.steps) expect(acts.filter((act) => act in step)).toHaveLength(1)
    for (const word of one.expect) {
      const [kind = '', code] = word.split(' ')
      expect(kind in number).toBe(true)
      const some = codes[kind]
      if (some !== undefined) expect(some).toContain(code)
    }
  }
})
