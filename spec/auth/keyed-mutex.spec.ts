import { expect, jest, test } from '@jest/globals'
import { createKeyedMutex } from '../../src/auth/keyed-mutex.ts'

test('a key that nobody uses takes no room, and one in use stays', async () => {
  const dropped = jest.spyOn(Map.prototype, 'delete')
  try {
    const turns = createKeyedMutex(8)
    let end = (): void => {}
    const first = turns.run('anna', () => new Promise<void>((resolve) => (end = resolve)))
    const second = turns.run('anna', () => Promise.resolve())
    await turns.run('bert', () => Promise.resolve())
    const keys = () =>
      dropped.mock.calls.map(([key]) => key).filter((key) => key === 'anna' || key === 'bert')
    expect(keys()).toEqual(['bert'])
    end()
    await Promise.all([first, second])
    expect(keys()).toContain('anna')
  } finally {
    dropped.mockRestore()
  }
})
