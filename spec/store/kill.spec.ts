import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { lockForServing, openSqliteStore } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { firstLine, kill, linesOf, runChild } from './children/run.ts'
import { fail, succeed } from './results.ts'

test('a kill at any moment loses nothing that was confirmed', async () => {
  const file = join(temporaryFolder(), 'store.sqlite')
  const confirmed: string[] = []
  for (const [round, killedAfter] of [3, 60].entries()) {
    const child = runChild('./register.ts', [file, `round${round}`])
    const before = confirmed.length
    for await (const id of linesOf(child)) {
      confirmed.push(id)
      if (confirmed.length - before === killedAfter) child.kill('SIGKILL')
    }
    const store = await succeed(openSqliteStore(file))
    const stored = new Set((await succeed(store.accounts.list())).map(({ id }) => id))
    await succeed(store.close())
    expect(confirmed.length - before).toBeGreaterThanOrEqual(killedAfter)
    expect(confirmed.filter((id) => !stored.has(id))).toEqual([])
  }
}, 20_000)

test('a second server on a folder is refused, until the first is gone, however it went', async () => {
  const data = temporaryFolder()
  const child = runChild('./lock.ts', [data])
  expect(await firstLine(child)).toBe('held')
  expect(await fail(lockForServing(data))).toMatchObject({ code: 'LOCKED', file: data })
  await kill(child)
  const lock = await succeed(lockForServing(data))
  expect(await fail(lockForServing(data))).toMatchObject({ code: 'LOCKED' })
  lock.release()
  lock.release()
  const again = await succeed(lockForServing(data))
  again.release()
}, 20_000)

test('a lock file that is no lock file is FOREIGN', async () => {
  const data = temporaryFolder()
  writeFileSync(join(data, 'serve.lock'), 'x'.repeat(600))
  expect(await fail(lockForServing(data))).toMatchObject({ code: 'FOREIGN', file: join(data, 'serve.lock') })
})
