// Registers one account after the other and says the id of each that was confirmed, until it is killed.
import * as E from 'fp-ts/lib/Either.js'
import { openSqliteStore } from '../../../src/store/index.ts'

const [file = '', round = ''] = process.argv.slice(2)
const store = await openSqliteStore(file)()
if (E.isLeft(store)) throw new Error(store.left.code)
for (let count = 0; ; count += 1) {
  const id = `${round}-${count}`
  const added = await store.right.accounts.add({ id, name: id, passwordHash: '$', createdAtMs: 0 })()
  if (E.isLeft(added)) throw new Error(added.left.code)
  process.stdout.write(`${id}\n`)
}
