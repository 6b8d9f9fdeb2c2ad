import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { type Store, type Transfer, tokenLife } from '../../src/exports/store.ts'
import { succeed } from './results.ts'

const sha = (token: string): string => createHash('sha256').update(token).digest('hex')

const transferOf = ({ transfer }: Store): Transfer => {
  if (transfer === undefined) throw new Error('this store cannot be copied')
  return transfer
}

/** The lines of a store. */
const exported = async (store: Store): Promise<readonly string[]> => {
  const lines: string[] = []
  const records = await succeed(transferOf(store).export(async (line) => void lines.push(line)))
  expect(lines).toHaveLength(records + 2)
  return lines
}

async function* each(lines: readonly string[]): AsyncGenerator<string, void> {
  yield* lines
}

const imported = (store: Store, lines: readonly string[]) => succeed(transferOf(store).import(each(lines)))

/** More than are read, or written, at once. */
const ACCOUNTS = 1_100

const fill = async (store: Store): Promise<void> => {
  for (const [id, name] of [
    ['a', 'Ann'],
    ['b', 'Żółw 🐢'],
  ] as const)
    await succeed(store.accounts.add({ id, name, passwordHash: `$${id}`, createdAtMs: 1 }))
  for (const [id, accountId] of [
    ['s', 'b'],
    ['r', 'a'],
    ['t', 'b'],
  ] as const) {
    const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: tokenLife.slidingMs, address: '::1' }
    const tokens = { current: sha(id), next: null, dead: [] }
    await succeed(store.sessions.create({ id, accountId, ...times, ...tokens }, `$${accountId}`))
  }
  await succeed(store.sessions.resume(sha('s'), sha('s2'), 1, tokenLife))
  await succeed(store.sessions.resume(sha('s2'), sha('s3'), 2, tokenLife))
  await succeed(store.addresses.remember('::ffff:192.0.2.1', 'Ann', 5))
}

/** All that every store does that can be copied. */
export const transferContract = (
  make: () => Promise<Store>,
  /** Opens a store that is open once more. */
  again: (store: Store) => Promise<Store>,
): void => {
  test('a copy is the same, and its sessions go on', async () => {
    const store = await make()
    await fill(store)
    const lines = await exported(store)
    const copy = await make()
    expect(await imported(copy, lines)).toEqual({ outcome: 'imported', records: 6 })
    expect(await exported(copy)).toEqual(lines)
    expect(await succeed(copy.sessions.list())).toEqual(await succeed(store.sessions.list()))
    expect(await succeed(copy.accounts.list())).toEqual(await succeed(store.accounts.list()))
    const resume = (token: string) => succeed(copy.sessions.resume(sha(token), sha('x'), 3, tokenLife))
    expect(await resume('s')).toEqual({ outcome: 'dead' })
    expect(await resume('s3')).toMatchObject({ outcome: 'resumed', name: 'Żółw 🐢' })
    expect(await imported(copy, lines)).toEqual({ outcome: 'not empty' })
    for (const each of [store, copy]) await succeed(each.close())
  })

  test('an export is that of one moment, however many records there are, and others write meanwhile', async () => {
    const store = await make()
    const lines = [
      JSON.stringify({ type: 'colloquy store', version: 1 }),
      ...Array.from({ length: ACCOUNTS }, (_, at) =>
        JSON.stringify({ type: 'account', id: `a${at}`, name: `n${at}`, passwordHash: '$', createdAtMs: at }),
      ),
      JSON.stringify({ type: 'end', records: ACCOUNTS }),
    ]
    expect(await imported(store, lines)).toEqual({ outcome: 'imported', records: ACCOUNTS })
    const other = await again(store)
    const seen: string[] = []
    await succeed(
      transferOf(store).export(async (line) => {
        // Before the first page, and behind it.
        if (seen.length === 1 || seen.length === 600)
          await succeed(
            other.accounts.add({
              id: `z${seen.length}`,
              name: `z${seen.length}`,
              passwordHash: '$',
              createdAtMs: 1,
            }),
          )
        seen.push(line)
      }),
    )
    expect(seen.filter((line) => line.includes('"z600"'))).toEqual([])
    expect(seen.length - lines.length).toBeLessThanOrEqual(1)
    expect(await succeed(store.accounts.list())).toHaveLength(ACCOUNTS + 2)
    for (const each of [store, other]) await succeed(each.close())
  })

  test('what is no export is refused with the number of its line, and nothing is imported', async () => {
    const store = await make()
    const header = JSON.stringify({ type: 'colloquy store', version: 1 })
    const end = (records: number): string => JSON.stringify({ type: 'end', records })
    const account = (id: string, more: object = {}): string =>
      JSON.stringify({ type: 'account', id, name: id, passwordHash: '$', createdAtMs: 1, ...more })
    const session = (id: string, more: object = {}): string => {
      const times = { createdAtMs: 0, usedAtMs: 0, expiresAtMs: 1, address: '' }
      const tokens = { current: sha(id), next: null, dead: [] }
      return JSON.stringify({ type: 'session', id, accountId: 'a', ...times, ...tokens, ...more })
    }
    const address = (text: string): string =>
      JSON.stringify({ type: 'address', address: text, name: 'Ann', lastSeenMs: 1 })
    for (const [line, why, ...lines] of [
      [0, 'NO_EXPORT'],
      [1, 'NO_EXPORT', ''],
      [1, 'NO_EXPORT', account('a'), end(1)],
      [1, 'NO_EXPORT', '{"type":"colloquy store"}'],
      [1, 'NEWER', JSON.stringify({ type: 'colloquy store', version: 2 })],
      [1, 'INCOMPLETE', header],
      [2, 'INCOMPLETE', header, account('a')],
      [3, 'INCOMPLETE', header, account('a'), end(2)],
      [4, 'BAD_RECORD', header, account('a'), end(1), account('b')],
      [3, 'BAD_RECORD', header, account('a'), '{"type":"acc', end(1)],
      [2, 'BAD_RECORD', header, account('a', { passwordHash: 'plain text' }), end(1)],
      [2, 'BAD_RECORD', header, account('a', { createdAtMs: -1 }), end(1)],
      [2, 'BAD_RECORD', header, account('a', { id: 'a b' }), end(1)],
      [2, 'BAD_RECORD', header, account('a', { name: 'x'.repeat(65) }), end(1)],
      [2, 'BAD_RECORD', header, '{"type":"secret"}', end(1)],
      [3, 'BAD_RECORD', header, account('a'), session('s', { current: 'token' }), end(2)],
      [3, 'TWICE', header, account('a'), account('A', { id: 'b' }), end(2)],
      [3, 'TWICE', header, account('a'), account('a', { name: 'other' }), end(2)],
      [4, 'TWICE', header, account('a'), session('s'), session('t', { next: sha('s') }), end(3)],
      [3, 'TWICE', header, address('127.0.0.1'), address('::ffff:7f00:1'), end(2)],
      [2, 'NO_ACCOUNT', header, session('s'), end(1)],
    ] as const)
      expect([lines, await imported(store, lines)]).toEqual([lines, { outcome: 'refused', line, why }])
    expect(await succeed(store.accounts.list())).toEqual([])
    expect(await imported(store, [header, account('a'), end(1)])).toMatchObject({ outcome: 'imported' })
    await succeed(store.close())
  })
}
