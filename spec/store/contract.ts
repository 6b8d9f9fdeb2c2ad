import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Store } from '../../src/store/index.ts'
import { accountsContract } from './contract/accounts.ts'
import { addressBookContract } from './contract/addresses.ts'
import { heldContract } from './contract/held.ts'
import { sessionsContract } from './contract/sessions.ts'
import { fail, succeed } from './results.ts'

/** The promises of every store. The one that is made remembers three addresses. */
export const storeContract = (make: () => Promise<Store>): void => {
  let store: Store
  beforeEach(async () => {
    store = await make()
  })
  afterEach(async () => {
    await store.close()()
  })

  const made = (): Store => store
  addressBookContract(made)
  accountsContract(made)
  sessionsContract(made)
  heldContract(made)

  test('a closed store says so', async () => {
    await succeed(store.close())
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'CLOSED' })
    expect(await fail(store.close())).toMatchObject({ code: 'CLOSED' })
  })
}
