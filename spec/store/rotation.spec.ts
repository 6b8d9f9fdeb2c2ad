import { join } from 'node:path'
import { describe, test } from '@jest/globals'
import { memoryStore, openSqliteStore } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { succeed } from './results.ts'
import { holds } from './rotation.ts'

describe('tokens rotate as the wire document says', () => {
  test('in memory', () => holds(memoryStore(), 200))

  test('in SQLite', async () => {
    const store = await succeed(openSqliteStore(join(temporaryFolder(), 'store.sqlite')))
    await holds(store, 20)
    await succeed(store.close())
  })
})
