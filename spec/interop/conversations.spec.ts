import { expect } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'

const { describe, test } = needs('python3')
const programs = new Programs()

describe.each([
  ['whole', 500],
  ['bytes', 250],
  ['split:9', 250],
])('with each turn delivered in %s', (delivery, count) => {
  const way = ['--deliver', delivery]

  test(`${count} messages go each way, whole and in order`, async () => {
    const { port } = await programs.serve()
    const told = await programs.scenario(port, ['exchange', '--count', String(count), ...way])
    expect(told).toMatchObject({ messages: 2 * count, remarks: 0 })
    expect(told.mostUnacked).toBeLessThanOrEqual(64)
  }, 60_000)

  test('mode identify asks for a name once, and knows the address from then on', async () => {
    const { port } = await programs.serve({ mode: 'identify' })
    const told = await programs.scenario(port, ['identify', ...way])
    expect(told).toMatchObject({ known: [false, true], remarks: 0 })
  }, 60_000)

  test('mode echo asks for nothing', async () => {
    const { port } = await programs.serve({ mode: 'echo' })
    expect(await programs.scenario(port, ['echo', ...way])).toMatchObject({ mode: 'echo', remarks: 0 })
  }, 60_000)

  test('what is odd and still allowed is accepted', async () => {
    const { port } = await programs.serve()
    expect(await programs.scenario(port, ['tolerance', ...way])).toMatchObject({ mode: 'auth', remarks: 0 })
  }, 60_000)
})

test('a turn may be cut at any offset', async () => {
  const { port } = await programs.serve()
  const told = await programs.scenario(port, ['splits'])
  const turns = Object.keys(told.turns as object)
  expect(turns.sort()).toEqual(['Bye', 'Hello', 'MyName', 'Resume', 'Say'])
  expect(told.conversations).toBeGreaterThan(200)
  expect(told.remarks).toBe(0)
}, 60_000)

programs.keepSecrets(test)
