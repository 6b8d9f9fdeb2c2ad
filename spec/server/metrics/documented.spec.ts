import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { families } from '../../../src/server/metrics/families.ts'
import { histogramFamilies } from '../../../src/server/metrics/histograms.ts'

test('docs/operations.md has a row for each figure, and for nothing else', () => {
  const page = readFileSync('docs/operations.md', 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `colloquy_'))
  const told = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  )
  expect(told).toEqual([...families, ...histogramFamilies].map(({ name }) => name))
})
