import { join } from 'node:path'
import { openSqliteStore } from '../../src/store/index.ts'
import { storeContract } from './contract.ts'
import { succeed, temporaryFolders } from './temporary.ts'

const folder = temporaryFolders()

storeContract(() => succeed(openSqliteStore(join(folder(), 'store.sqlite'), { maxAddresses: 3 })))
