import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { bounds as ofBase } from '../../protocol/base/contract.ts'
import { bounds as ofTalk } from '../../protocol/talk/contract.ts'
import { mintToken } from '../../src/auth/index.ts'
import { contract } from '../support/contract.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, 'src', file), 'utf8') }))

const found = (pattern: RegExp): readonly (readonly string[])[] =>
  sources.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, ...groups]) => [file, ...groups]))

const bounds = { ...ofBase, ...ofTalk }

describe('what the contract says is not written again', () => {
  test('bounds in sentences are those of the contract: a doc comment cannot read them', () => {
    const told = found(/\b(\d[\d,]*) to (\d[\d,]*) bytes\b/g).filter(([file]) => file !== 'contract/rules.ts')
    const bytes = Object.values(bounds).flatMap((one) =>
      'maxBytes' in one ? [`${one.minBytes} to ${one.maxBytes}`] : [],
    )
    expect(told.length).toBeGreaterThan(0)
    for (const [file, min, max] of told)
      expect([file, bytes]).toEqual([file, expect.arrayContaining([`${min} to ${max}`])])
  })

  test('the heartbeats that a server takes are told as the contract bounds them', () => {
    const { min, max } = bounds.Heartbeat
    const [file, from, to] = found(/30,000 unless given; ([\d,]+) to ([\d,]+)\./g)[0] ?? []
    expect([file, from, to]).toEqual([
      'server/options.ts',
      min.toLocaleString('en'),
      max.toLocaleString('en'),
    ])
  })

  test('a token that is minted is a token', () => {
    expect(Buffer.byteLength(mintToken())).toBe(bounds.Token.minBytes)
    expect(bounds.Token.minBytes).toBe(bounds.Token.maxBytes)
  })

  test('no number of heartbeats', () => {
    expect(
      found(/\b(two|three|four|five|\d+) heartbeats\b/g).filter(([file]) => !file?.startsWith('contract/')),
    ).toEqual([])
  })
})

test('the tables have the bounds that the contract gives', () => {
  const { types, messages } = contract
  const named = types.map(({ name, value }) => ({ name, value }))
  const own = messages.flatMap(({ name, fields }) =>
    fields
      .filter(({ type }) => type === null)
      .map((field) => ({ name: `${name}.${field.name}`, value: field.value })),
  )
  const expected = [...named, ...own].flatMap(({ name, value }): [string, object][] => {
    if (value.base === 'string' || value.base === 'bytes')
      return [[name, { minBytes: value.minBytes, maxBytes: value.maxBytes }]]
    return value.base === 'uint32' || value.base === 'uint64'
      ? [[name, { min: value.min, max: value.max }]]
      : []
  })
  expect(bounds).toEqual(Object.fromEntries(expected))
})
