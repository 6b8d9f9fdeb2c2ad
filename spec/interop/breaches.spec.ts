import { expect } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'

const { describe, test } = needs('python3')
const programs = new Programs()

describe.each(['whole', 'bytes'])('with each turn delivered in %s', (delivery) => {
  test.each(['auth', 'echo'] as const)(
    'each breach has its Fault, and the server lives (mode %s)',
    async (mode) => {
      const server = await programs.serve({ mode })
      const told = await programs.scenario(server.port, ['breach', 'all', '--deliver', delivery])
      expect(told.kinds).toBeGreaterThan(40)
      expect((await server.stop()).code).toBe(0)
    },
    60_000,
  )
})

test('silence and bytes that dribble end at the same deadline, with TIMEOUT', async () => {
  const { port } = await programs.serve({ mode: 'echo' })
  const heard = await Promise.all(
    ['silence', 'dribble'].map((kind) => programs.scenario(port, ['breach', kind])),
  )
  expect(heard).toMatchObject([{ fault: 'TIMEOUT' }, { fault: 'TIMEOUT' }])
}, 60_000)

programs.keepSecrets(test)
