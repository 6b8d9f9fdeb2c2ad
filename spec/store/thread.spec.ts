import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import type { openSqliteStore } from '../../src/store/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { storeContract } from './contract.ts'
import { fail, succeed } from './results.ts'

// The thread's program is a file of the built package, which the type checker does not look at.
const BUILT = join(import.meta.dirname, '../../dist/index.js')
const built = (await import(BUILT)) as { readonly openSqliteStore: typeof openSqliteStore }
const open = () =>
  succeed(built.openSqliteStore(join(temporaryFolder(), 'store.sqlite'), { maxAddresses: 3 }))

afterEach(() => {
  jest.restoreAllMocks()
})

/** The threads that are called from now on. */
const calledThreads = (): ReadonlySet<Worker> => {
  const called = new Set<Worker>()
  const { postMessage } = Worker.prototype
  jest.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, message: unknown) {
    called.add(this)
    postMessage.call(this, message)
  })
  return called
}

describe('a store in a thread of its own', () => {
  storeContract(open)

  test('is asked there, unless the caller wants it in its own', async () => {
    const threads = calledThreads()
    const file = join(temporaryFolder(), 'store.sqlite')
    const own = await succeed(built.openSqliteStore(file, { ownThread: false }))
    await succeed(own.accounts.list())
    expect(threads.size).toBe(0)
    await succeed(own.close())
    const store = await open()
    await succeed(store.accounts.list())
    expect(threads.size).toBe(1)
    await succeed(store.close())
  })

  test('says what is wrong with its file', async () => {
    const folder = temporaryFolder()
    expect(await fail(built.openSqliteStore(folder))).toMatchObject({ code: 'IO', file: folder })
  })

  test('whose thread is gone says so to whoever waits, and to whoever comes later', async () => {
    const threads = calledThreads()
    const store = await open()
    const waiting = fail(store.sessions.purge(0))
    for (const thread of threads) await thread.terminate()
    expect(await waiting).toMatchObject({ code: 'IO', cause: 'THREAD_ENDED' })
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'IO' })
  })

  test('keeps no process alive that has nothing to wait for', async () => {
    const file = join(temporaryFolder(), 'store.sqlite')
    const program = `
      import { openSqliteStore } from ${JSON.stringify(pathToFileURL(BUILT).href)}
      const { right: store } = await openSqliteStore(${JSON.stringify(file)})()
      const account = { id: 'a', name: 'Ann', passwordHash: '$a', createdAtMs: 1 }
      console.log((await store.accounts.add(account)()).right)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
    expect(stdout).toBe('added\n')
    const store = await succeed(built.openSqliteStore(file))
    expect(await succeed(store.accounts.list())).toHaveLength(1)
    await succeed(store.close())
  })
})
