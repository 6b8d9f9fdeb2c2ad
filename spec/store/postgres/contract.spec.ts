import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openPostgresStore, type Store } from '../../../src/store/index.ts'
import { Cluster, PASSWORD } from '../../support/postgres.ts'
import { needs } from '../../support/tools/index.ts'
import { storeContract } from '../contract.ts'
import { succeed } from '../results.ts'
import { holds } from '../rotation.ts'
import { transferContract } from '../transfer.ts'

const { describe } = needs('postgres')

describe('in PostgreSQL', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await Cluster.start()
  })
  afterAll(() => cluster.end('SIGQUIT'))

  const open = async (database: string) =>
    succeed(openPostgresStore(cluster.url(database), { password: PASSWORD, maxAddresses: 3 }))

  describe('the contract of every store', () => {
    let database: string
    beforeAll(async () => {
      database = await cluster.database()
    })
    // To empty the tables takes less than to make them.
    storeContract(async () => {
      const store = await open(database)
      await cluster.query(
        database,
        'truncate colloquy.addresses, colloquy.accounts, colloquy.revocations, colloquy.held restart identity cascade',
      )
      return store
    })
  })

  describe('a copy', () => {
    const databases = new Map<Store, string>()
    const remembered = async (database: string): Promise<Store> => {
      const store = await open(database)
      databases.set(store, database)
      return store
    }
    transferContract(
      async () => remembered(await cluster.database()),
      (store) => remembered(databases.get(store) ?? ''),
    )
  })

  test('tokens rotate as the wire document says', async () => {
    const store = await open(await cluster.database())
    await holds(store, 8)
    await succeed(store.close())
  })

  test('two servers share a store, and it is made once', async () => {
    const url = cluster.url(await cluster.database())
    const stores = await Promise.all(
      [1, 2, 3].map(() => succeed(openPostgresStore(url, { password: PASSWORD }))),
    )
    const ids = stores.map((_, index) => `id${index}`)
    const results = await Promise.all(
      stores.map((store, at) =>
        succeed(store.accounts.add({ id: ids[at] ?? '', name: 'Ann', passwordHash: '$', createdAtMs: 1 })),
      ),
    )
    expect(results.filter((result) => result === 'added')).toHaveLength(1)
    for (const store of stores) await succeed(store.close())
  })
})
