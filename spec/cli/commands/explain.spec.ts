import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { codesFile, codesPage } from '../../../scripts/codes-page.ts'
import { explainedCodes, nearCodes } from '../../../src/cli/commands/explain/codes.ts'
import { Exit } from '../../../src/cli/exit.ts'
import { explanations as en } from '../../../src/cli/i18n/en/explanations.ts'
import { explanations as ru } from '../../../src/cli/i18n/ru/explanations.ts'
import { Programs } from '../../support/program.ts'
import { byeReasons, denialReasons, faultCodes } from '../../support/wire.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const noRules = { contract: {}, verify: {} }
const english = explainedCodes(en, noRules)
const russian = explainedCodes(ru, noRules)

describe('every code', () => {
  test('of the wire document and every exit code is explained', () => {
    const codes = new Set(english.map(({ code }) => code))
    const exits = Object.values(Exit).map(String)
    const missing = [...faultCodes, ...byeReasons, ...denialReasons, ...exits].filter(
      (code) => !codes.has(code),
    )
    expect(missing).toEqual([])
  })

  test('is explained in both languages, in whole sentences', () => {
    expect(russian.map(({ code }) => code)).toEqual(english.map(({ code }) => code))
    for (const { cause, remedy } of english)
      for (const text of [cause, remedy]) expect(text).toMatch(/^[A-Z0-9].*\.$/)
    for (const { cause, remedy } of russian)
      for (const text of [cause, remedy]) {
        expect(text).toMatch(/^(?:[А-ЯЁ0-9]|[A-Z]\w+ [а-яё]).*\.$/)
        expect(text).toMatch(/[а-яё]{3}/)
      }
  })

  test('has its row in docs/codes.md, which npm run codes writes', () => {
    expect(readFileSync(codesFile, 'utf8')).toBe(codesPage())
  })
})

test('near is what is spelt like it, and what it is a part of', () => {
  expect(nearCodes('TOKEN_EXPIRD', english)).toEqual(['TOKEN_EXPIRED'])
  expect(nearCodes('too many', english)).toEqual([
    'TOO_MANY_ATTEMPTS',
    'TOO_MANY_WAITING',
    'TOO_MANY_SESSIONS',
  ])
  expect(nearCodes('xyzxyzxyz', english)).toEqual([])
})

describe('colloquy explain', () => {
  test('tells each place in which a code is met, however it is written', async () => {
    const { code, stdout } = await programs.run(['explain', 'timeout'])
    expect(stdout).toMatch(
      /^TIMEOUT: code of Fault, .*\n.+\nWhat to do: .+\n\nTIMEOUT: why no connection .*\n.+\nWhat to do: .+\n$/,
    )
    expect(code).toBe(0)
  })

  test('tells it in Russian, and as JSON', async () => {
    const said = await programs.run(['explain', 'REPLACED', '--lang', 'ru'])
    expect(said.stdout).toMatch(/^REPLACED: причина Bye, .*\nРазговор продолжается .*\nЧто делать: .+\n$/)
    const { stdout } = await programs.run(['explain', 'TYPE_RECURSIVE', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      code: 'TYPE_RECURSIVE',
      kind: 'rule for contracts (check, generate)',
      cause: '',
      remedy: 'Let no record or union hold itself, in whatever it holds.',
    })
  })

  test('lists all of them', async () => {
    const { stdout } = await programs.run(['explain'])
    const lines = stdout.trimEnd().split('\n')
    for (const { code, kind } of english) expect(lines).toContain(`${code}  ${kind}`)
    expect(lines).toContain('DEADLOCK  rule of verification (verify)')
  })

  test('2: a code that there is not, with those that may be meant', async () => {
    expectRefusal(await programs.run(['explain', 'TOKEN_EXPIRD']), 2, /perhaps it is TOKEN_EXPIRED\.\n$/)
    expectRefusal(
      await programs.run(['explain', '\u001b[2Jxyz']),
      2,
      /^There is no code “\\u001b\[2Jxyz”; colloquy explain lists/,
    )
  })
})
