// Somebody else who holds the lock of a server's store.
import Database from 'libsql'
import { answer } from '../inside.ts'

let held: Database.Database | null = null

answer({
  begin: (file: string) => {
    held = new Database(file)
    held.exec('begin immediate')
  },
  release: () => {
    held?.exec('rollback')
    held?.close()
  },
})
