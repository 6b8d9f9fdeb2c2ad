// Opens a store and says what came of it.
import * as E from 'fp-ts/lib/Either.js'
import { openSqliteStore } from '../../../src/store/index.ts'

const store = await openSqliteStore(process.argv[2] ?? '')()
process.stdout.write(`${E.isRight(store) ? 'opened' : JSON.stringify(store.left)}\n`)
