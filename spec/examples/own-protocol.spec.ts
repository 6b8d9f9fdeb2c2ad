import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { reportText, rules, sequenceText, verify } from '../../src/verify/index.ts'
import { contract, fileOf, loadMachine } from './credit.ts'

const guide = readFileSync(new URL('../../docs/own-protocol.md', import.meta.url), 'utf8')

const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of, block]) =>
    of === language && block !== undefined ? [block] : [],
  )

describe('the guide to a protocol of one’s own', () => {
  test('lists the rules as they are', () => {
    const listed = [...guide.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, rule, text]) => [rule, text])
    expect(listed).toEqual(Object.entries(rules))
  })

  test.each([
    ['yaml', 'credit.yaml'],
    ['js', 'producer.js'],
  ])('quotes %s from %s', (language, file) => {
    const source = readFileSync(fileOf(file), 'utf8')
    const quoted = blocksOf(language)
    expect(quoted).toHaveLength(1)
    for (const block of quoted) expect(source).toContain(block)
  })

  test('shows the deadlock as it is found', async () => {
    const client = await loadMachine('producer.js')
    const server = await loadMachine('deadlock/consumer.js')
    const report = verify({ contract, client, server }, { bound: 4, limit: 10_000 })
    const [, told] = reportText(report).split('\n\n')
    expect(blocksOf('')).toContain(`${told}\n`)
    expect(blocksOf('mermaid')).toEqual(report.findings.map(sequenceText))
  })
})
