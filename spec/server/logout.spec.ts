import { expect, test } from '@jest/globals'
import { createAuthenticator } from '../../src/auth/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { runtime } from '../support/machines.ts'
import { cheapHasher, World } from '../support/world.ts'

test('a Logout revokes once the handlers that run have ended', async () => {
  const world = new World()
  const store = memoryStore()
  const authenticator = createAuthenticator({ store, registration: 'open', hasher: cheapHasher })
  const happened: string[] = []
  let end = (): void => {}
  const { caller } = world.pair(
    {
      mode: 'auth',
      store,
      authenticator: {
        ...authenticator,
        revoke: (row) => {
          happened.push('revoked')
          return authenticator.revoke(row)
        },
      },
      converse: {
        Say: () =>
          new Promise<void>((resolve) => {
            end = () => {
              happened.push('handled')
              resolve()
            }
          }),
      },
    },
    { credentials: { name: 'anna', password: 'correct horse battery', register: true } },
  )
  await world.until(() => runtime.isConverse[caller.state] === 1)
  void caller.connection?.messaging?.say({ type: 'Say', text: 'hi' } as never).catch(() => {})
  await world.pass(10)
  caller.logout(false)
  await world.pass(50)
  expect(happened).toEqual([])
  end()
  await world.pass(50)
  expect(happened).toEqual(['handled', 'revoked'])
})
