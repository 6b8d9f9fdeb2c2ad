import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type Store, tokenLife } from '../../../src/exports/store.ts'
import { openPostgresStore } from '../../../src/store/index.ts'
import { Cluster, PASSWORD } from '../../support/postgres.ts'
import { within } from '../../support/program.ts'
import { needs } from '../../support/tools/index.ts'
import { succeed } from '../results.ts'

const { describe } = needs('postgres')

type SharedStore = Store & Required<Pick<Store, 'held' | 'nodes'>>

const leaving: (() => unknown)[] = []
afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave()
})

/** The notifications that are heard, as they come. */
class Heard {
  private readonly items: string[] = []
  private wake = (): void => undefined

  readonly add = (item: string): void => {
    this.items.push(item)
    this.wake()
  }

  async next(): Promise<string> {
    if (this.items.length === 0)
      await within('a notification', new Promise<void>((resolve) => (this.wake = resolve)))
    return this.items.shift() ?? ''
  }
}

describe('servers on one PostgreSQL store', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await Cluster.start()
  })
  afterAll(() => cluster.end('SIGQUIT'))

  const two = async (): Promise<readonly [SharedStore, SharedStore]> => {
    const url = cluster.url(await cluster.database())
    const open = async () => {
      const store = await succeed(openPostgresStore(url, { password: PASSWORD }))
      leaving.push(() => store.close()())
      if (store.held === undefined || store.nodes === undefined) throw new Error('something is missing')
      return { ...store, held: store.held, nodes: store.nodes }
    }
    return [await open(), await open()]
  }

  test('tell each other by name, and hear nothing for another', async () => {
    const [north, south] = await two()
    const heard = new Heard()
    leaving.push(south.nodes.onNotify('south', heard.add, () => heard.add('began')))
    expect(await heard.next()).toBe('began')
    await succeed(north.nodes.notify('southwest', 'not yours'))
    await succeed(north.nodes.notify('south', 'line\nbreak ё'))
    await succeed(south.nodes.notify('south', 'x'.repeat(7_000)))
    expect(await heard.next()).toBe('line\nbreak ё')
    expect(await heard.next()).toBe('x'.repeat(7_000))
    await expect(north.nodes.notify('south', 'x'.repeat(7_001))()).rejects.toThrow(RangeError)
    await expect(north.nodes.notify('', '')()).rejects.toThrow(RangeError)
  })

  test('hear again after a restart, and are told that something may be lost', async () => {
    const [north, south] = await two()
    const heard = new Heard()
    leaving.push(south.nodes.onNotify('south', heard.add, () => heard.add('began')))
    leaving.push(south.nodes.onRevoked(() => heard.add('revoked')))
    expect([await heard.next(), await heard.next()].sort()).toEqual(['began', 'revoked'])
    await cluster.restart()
    expect([await heard.next(), await heard.next()].sort()).toEqual(['began', 'revoked'])
    await succeed(north.nodes.notify('south', 'hello'))
    expect(await heard.next()).toBe('hello')
  })

  test('a cursor loses no revocation, however many servers revoke at once', async () => {
    const [north, south] = await two()
    const account = { id: 'a', name: 'Ann', passwordHash: '$', createdAtMs: 1 }
    await succeed(north.accounts.add(account))
    const ids = Array.from({ length: 60 }, (_, at) => `s${at}`)
    await Promise.all(
      ids.map((id, at) => {
        const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: tokenLife.slidingMs, address: '' }
        const current = at.toString(16).padStart(64, '0')
        return succeed(
          north.sessions.create({ id, accountId: 'a', ...times, current, next: null, dead: [] }, '$'),
        )
      }),
    )
    const seen: string[] = []
    let { cursor } = await succeed(south.sessions.revokedSince(null))
    let isDone = false
    const revoking = Promise.all(
      ids.map((id, at) => succeed((at % 2 === 0 ? north : south).sessions.revoke(id, 1))),
    ).finally(() => {
      isDone = true
    })
    for (let isLast = false; ; isLast = isDone) {
      const since = await succeed(south.sessions.revokedSince(cursor))
      seen.push(...since.sessions)
      cursor = since.cursor
      if (isLast) break
    }
    expect(await revoking).toEqual(ids.map(() => true))
    expect([...seen].sort()).toEqual([...ids].sort())
  })
})
