import { join } from 'node:path'
import { describe } from '@jest/globals'
import { openSqliteStore, type Store } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { storeContract } from './contract.ts'
import { succeed } from './results.ts'
import { transferContract } from './transfer.ts'

describe('a store in a file', () => {
  storeContract(() => succeed(openSqliteStore(join(temporaryFolder(), 'store.sqlite'), { maxAddresses: 3 })))
})

describe('a store in a file, copied', () => {
  const files = new Map<Store, string>()
  const open = async (file: string): Promise<Store> => {
    const store = await succeed(openSqliteStore(file))
    files.set(store, file)
    return store
  }
  transferContract(
    () => open(join(temporaryFolder(), 'store.sqlite')),
    (store) => open(files.get(store) ?? ''),
  )
})
