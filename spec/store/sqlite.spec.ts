import { join } from 'node:path'
import { openSqliteStore } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { storeContract } from './contract.ts'
import { succeed } from './results.ts'

storeContract(() => succeed(openSqliteStore(join(temporaryFolder(), 'store.sqlite'), { maxAddresses: 3 })))
