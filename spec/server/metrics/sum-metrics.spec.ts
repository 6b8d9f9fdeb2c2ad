import { expect, test } from '@jest/globals'
import { createServer, prometheusText } from '../../../src/index.ts'
import { remainderOf, sumMetrics } from '../../../src/server/workers/sum-metrics.ts'

type Figures = Record<string, unknown>

/** The same figures with other numbers, each in its place. */
const numbered = (figures: unknown, number: (path: string, was: number) => unknown, path = ''): unknown => {
  if (typeof figures === 'number') return number(path, figures)
  if (Array.isArray(figures)) return figures.map((each, at) => numbered(each, number, `${path}.${at}`))
  if (typeof figures !== 'object' || figures === null) return figures
  return Object.fromEntries(
    Object.entries(figures as Figures).map(([name, each]) => [
      name,
      numbered(each, number, `${path}.${name}`),
    ]),
  )
}

test('the figures of processes add up, each of them, but for bounds, and for event loops, of which the latest counts', async () => {
  const log = { data: false, write: () => {} }
  const server = await createServer({ port: 0, latencies: true, log, converse: { Say: () => {} } })
  const none = server.metrics()
  await server.close(0)
  type Metrics = typeof none
  // Only numbers are put in place of numbers.
  const filled = (by: number) =>
    numbered(none, (path, was) => (path.includes('.bounds.') ? was : path.length + by)) as Metrics
  const expected = numbered(filled(1), (path, was) => {
    if (path.includes('.bounds.')) return was
    return path.startsWith('.eventLoop') ? path.length + 2 : 2 * path.length + 3
  })
  expect(sumMetrics([filled(1), filled(2)])).toEqual(expected)
  expect(() => sumMetrics([])).toThrow(RangeError)
  // A process that is gone leaves what it did, and nothing of what it had.
  const left = sumMetrics([remainderOf(filled(1)), none])
  expect(left).toMatchObject({ conversations: 0, held: 0, heldBytes: 0, messages: { waiting: 0 } })
  expect(left.messages.heard).toBe(filled(1).messages.heard)
  expect(prometheusText(left)).toContain('colloquy_messages_heard_total ')
})
