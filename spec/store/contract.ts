import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import {
  type Account,
  type HeldConversation,
  type HeldConversations,
  MAX_HELD_STATE_BYTES,
  type Session,
  type Store,
  type TakenConversation,
  tokenLife,
} from '../../src/store/index.ts'
import { fail, succeed } from './results.ts'

const sha = (token: string): string => createHash('sha256').update(token).digest('hex')

const account = (id: string, name: string): Account => ({ id, name, passwordHash: `$${id}`, createdAtMs: 1 })

/** A session that was just created, with a current token and no other. */
const session = (id: string, accountId: string, atMs = 0): Session => ({
  id,
  accountId,
  createdAtMs: atMs,
  usedAtMs: atMs,
  expiresAtMs: atMs + tokenLife.slidingMs,
  address: '192.0.2.7',
  current: sha(`${id} first`),
  next: null,
  dead: [],
})

/** What every store does. The store that is made remembers three addresses. */
export const storeContract = (make: () => Promise<Store>): void => {
  let store: Store
  beforeEach(async () => {
    store = await make()
  })
  afterEach(async () => {
    await store.close()()
  })

  describe('address book', () => {
    test('an address nobody came from is unknown', async () => {
      expect(await succeed(store.addresses.find('192.0.2.1'))).toEqual(O.none)
    })

    test('the last name from an address wins', async () => {
      await succeed(store.addresses.remember('192.0.2.1', 'Ann', 1))
      await succeed(store.addresses.remember('192.0.2.1', 'Żółw 🐢', 2))
      expect(await succeed(store.addresses.find('192.0.2.1'))).toEqual(
        O.some({ name: 'Żółw 🐢', lastSeenMs: 2 }),
      )
    })

    test('an IPv4-mapped address is the IPv4 address', async () => {
      await succeed(store.addresses.remember('::ffff:7f00:2', 'Ann', 1))
      expect(await succeed(store.addresses.find('127.0.0.2'))).toEqual(O.some({ name: 'Ann', lastSeenMs: 1 }))
      expect(await succeed(store.addresses.find('::FFFF:127.0.0.2'))).not.toEqual(O.none)
    })

    test('beyond the capacity the entry seen longest ago goes', async () => {
      for (const [at, address] of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.1', '10.0.0.4'].entries()) {
        await succeed(store.addresses.remember(address, 'Ann', at))
      }
      const known = async (address: string) => O.isSome(await succeed(store.addresses.find(address)))
      expect(await known('10.0.0.1')).toBe(true)
      expect(await known('10.0.0.2')).toBe(false)
      expect(await known('10.0.0.3')).toBe(true)
      expect(await known('10.0.0.4')).toBe(true)
    })
  })

  describe('the address book is looked after', () => {
    beforeEach(async () => {
      await succeed(store.addresses.remember('192.0.2.1', 'Ann', 1))
      await succeed(store.addresses.remember('::ffff:192.0.2.2', 'ＡＮＮ', 3))
      await succeed(store.addresses.remember('2001:db8::1', 'Bob', 2))
    })
    const known = async (): Promise<readonly string[]> =>
      (await succeed(store.addresses.list())).map(({ address }) => address)

    test('it lists the last visit first, addresses in their canonical form', async () => {
      expect(await succeed(store.addresses.list())).toEqual([
        { address: '192.0.2.2', name: 'ＡＮＮ', lastSeenMs: 3 },
        { address: '2001:db8::1', name: 'Bob', lastSeenMs: 2 },
        { address: '192.0.2.1', name: 'Ann', lastSeenMs: 1 },
      ])
    })

    test('an address is forgotten in any of its forms, once', async () => {
      expect(await succeed(store.addresses.forget('2001:DB8:0:0::1'))).toBe(true)
      expect(await succeed(store.addresses.forget('2001:db8::1'))).toBe(false)
      expect(await known()).toEqual(['192.0.2.2', '192.0.2.1'])
    })

    test('a name is forgotten in any of its forms, wherever it was seen', async () => {
      expect(await succeed(store.addresses.forgetName('ann'))).toBe(2)
      expect(await succeed(store.addresses.forgetName('ann'))).toBe(0)
      expect(await known()).toEqual(['2001:db8::1'])
    })

    test('a removed account takes the addresses of its name with it, and no others', async () => {
      await succeed(store.accounts.add(account('a', 'ann')))
      await succeed(store.accounts.add(account('b', 'Cleo')))
      await succeed(store.accounts.remove('b', 5))
      expect(await known()).toHaveLength(3)
      await succeed(store.accounts.remove('a', 5))
      expect(await known()).toEqual(['2001:db8::1'])
    })
  })

  describe('accounts', () => {
    test('an account is found by every form of its name, and keeps the one it was registered with', async () => {
      expect(await succeed(store.accounts.add(account('a', 'Ann')))).toBe('added')
      expect(await succeed(store.accounts.find('ＡＮＮ'))).toEqual(O.some(account('a', 'Ann')))
      expect(await succeed(store.accounts.find('Anna'))).toEqual(O.none)
    })

    test('a name is given once, whatever its form', async () => {
      await succeed(store.accounts.add(account('a', 'Ann')))
      expect(await succeed(store.accounts.add(account('b', 'ANN')))).toBe('taken')
      expect(await succeed(store.accounts.find('ann'))).toEqual(O.some(account('a', 'Ann')))
    })

    test('of a hundred who register one name at once one gets it', async () => {
      const ids = Array.from({ length: 100 }, (_, index) => `id${index}`)
      const results = await Promise.all(ids.map((id) => succeed(store.accounts.add(account(id, 'Ann')))))
      expect(results.filter((result) => result === 'added')).toHaveLength(1)
      expect(await succeed(store.accounts.list())).toHaveLength(1)
    })

    test('a password hash is replaced, with a condition only while the condition holds', async () => {
      await succeed(store.accounts.add(account('a', 'Ann')))
      expect(await succeed(store.accounts.setPasswordHash('a', '$2', '$other'))).toBe(false)
      expect(await succeed(store.accounts.setPasswordHash('a', '$2', '$a'))).toBe(true)
      expect(await succeed(store.accounts.setPasswordHash('a', '$3'))).toBe(true)
      expect(await succeed(store.accounts.setPasswordHash('b', '$3'))).toBe(false)
      expect(await succeed(store.accounts.find('Ann'))).toEqual(
        O.some({ ...account('a', 'Ann'), passwordHash: '$3' }),
      )
    })

    test('a removed account takes its sessions with it, and its name is free', async () => {
      await succeed(store.accounts.add(account('a', 'Ann')))
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      const { cursor } = await succeed(store.sessions.revokedSince(null))
      expect(await succeed(store.accounts.remove('a', 5))).toBe(true)
      expect(await succeed(store.accounts.remove('a', 6))).toBe(false)
      expect(await succeed(store.sessions.list())).toEqual([])
      expect((await succeed(store.sessions.revokedSince(cursor))).sessions).toEqual(['s'])
      expect(await succeed(store.sessions.resume(sha('s first'), sha('x'), 7, tokenLife))).toEqual({
        outcome: 'unknown',
      })
      expect(await succeed(store.accounts.add(account('b', 'ann')))).toBe('added')
    })

    test('accounts are listed by their compared names', async () => {
      for (const [id, name] of [
        ['a', 'bob'],
        ['b', 'Ann'],
        ['c', 'Żółw'],
        ['d', 'ＣY'],
      ] as const) {
        await succeed(store.accounts.add(account(id, name)))
      }
      expect((await succeed(store.accounts.list())).map(({ name }) => name)).toEqual([
        'Ann',
        'bob',
        'ＣY',
        'Żółw',
      ])
    })
  })

  describe('sessions', () => {
    beforeEach(async () => {
      await succeed(store.accounts.add(account('a', 'Ann')))
      await succeed(store.accounts.add(account('b', 'Bob')))
    })

    const resume = (token: string, fresh: string, nowMs: number) =>
      succeed(store.sessions.resume(sha(token), sha(fresh), nowMs, tokenLife))

    test('a session is created only while the password that proved it is the password', async () => {
      expect(await succeed(store.sessions.create(session('s', 'a'), '$other'))).toBe('stale')
      expect(await succeed(store.sessions.create(session('s', 'gone'), '$a'))).toBe('stale')
      expect(await succeed(store.sessions.create(session('s', 'a'), '$a'))).toBe('created')
      expect((await succeed(store.sessions.list())).map(({ id }) => id)).toEqual(['s'])
    })

    test('beyond the limit of its account the session that was used longest ago is revoked, and told of', async () => {
      const make = (id: string, accountId: string, max?: number) =>
        succeed(store.sessions.create(session(id, accountId), `$${accountId}`, max))
      for (const id of ['s1', 's2', 's3']) await make(id, 'a')
      await make('other', 'b')
      await succeed(store.sessions.use('s1', 1_000_000, tokenLife))
      const { cursor } = await succeed(store.sessions.revokedSince(null))
      await make('s4', 'a', 3)
      const ids = async () => (await succeed(store.sessions.list())).map(({ id }) => id)
      expect(await ids()).toEqual(['s1', 's3', 'other', 's4'])
      await make('s5', 'a', 1)
      expect(await ids()).toEqual(['other', 's5'])
      const { sessions } = await succeed(store.sessions.revokedSince(cursor))
      expect([...sessions].sort()).toEqual(['s1', 's2', 's3', 's4'])
    })

    test('resuming gives the name as registered and slides the expiry', async () => {
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      const summary = {
        id: 's',
        accountId: 'a',
        createdAtMs: 0,
        usedAtMs: 9,
        expiresAtMs: 9 + tokenLife.slidingMs,
        address: '192.0.2.7',
      }
      expect(await resume('s first', 'B', 9)).toEqual({ outcome: 'resumed', session: summary, name: 'Ann' })
      expect(await succeed(store.sessions.list())).toEqual([summary])
    })

    test('a session knows where it was logged in from, and where it was resumed from last', async () => {
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      const addresses = async () => (await succeed(store.sessions.list())).map(({ address }) => address)
      await succeed(store.sessions.resume(sha('s first'), sha('B'), 1, tokenLife, '2001:db8::9'))
      expect(await addresses()).toEqual(['2001:db8::9'])
      await resume('B', 'C', 2)
      expect(await addresses()).toEqual(['2001:db8::9'])
    })

    test('the sessions of an account are told apart from those of others: the last used first, and none that has expired', async () => {
      const of = async (account: string, nowMs: number, limit = 10) =>
        (await succeed(store.sessions.ofAccount(account, nowMs, limit))).map(({ id }) => id)
      for (const [id, atMs] of [
        ['s', 0],
        ['t', 1],
        ['u', 1],
      ] as const)
        await succeed(store.sessions.create(session(id, 'a', atMs), '$a'))
      await succeed(store.sessions.create(session('v', 'b'), '$b'))
      expect([await of('a', 1), await of('b', 1), await of('nobody', 1)]).toEqual([
        ['u', 't', 's'],
        ['v'],
        [],
      ])
      await resume('s first', 'B', 2)
      expect([await of('a', 2), await of('a', 2, 2)]).toEqual([
        ['s', 'u', 't'],
        ['s', 'u'],
      ])
      expect(await of('a', tokenLife.slidingMs + 1)).toEqual(['s'])
    })

    test('of an account only a session of its own is revoked', async () => {
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      expect(await succeed(store.sessions.revoke('s', 1, 'b'))).toBe(false)
      expect(await succeed(store.sessions.revoke('t', 1, 'a'))).toBe(false)
      expect((await succeed(store.sessions.revokedSince(0))).sessions).toEqual([])
      expect(await succeed(store.sessions.revoke('s', 1, 'a'))).toBe(true)
      expect(await resume('s first', 'B', 2)).toEqual({ outcome: 'unknown' })
    })

    test('the holder of a token is known while its session is, whether it is good, dead or expired', async () => {
      const holder = (token: string) => succeed(store.sessions.holder(sha(token)))
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      expect(await holder('B')).toEqual(O.none)
      await resume('s first', 'B', 1)
      await resume('B', 'C', 2)
      for (const token of ['s first', 'B', 'C']) expect(await holder(token)).toEqual(O.some('Ann'))
      await succeed(store.sessions.revoke('s', 3))
      expect(await holder('C')).toEqual(O.none)
    })

    test('of the dead tokens the last four are remembered, each with its own time', async () => {
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      for (let at = 0; at <= 6; at += 1) await resume('s first', `B${at}`, at * 10_000)
      // B0 died at 10,000 when B1 followed, and so on; B6 is the next one.
      expect(await resume('B0', 'x', 70_000)).toEqual({ outcome: 'unknown' })
      expect(await resume('B1', 'x', 70_000)).toEqual({ outcome: 'unknown' })
      for (const token of ['B2', 'B3', 'B4', 'B5']) {
        expect(await resume(token, 'x', 90_000)).toEqual({ outcome: 'dead' })
      }
      expect(await resume('B3', 'x', 100_000)).toEqual({ outcome: 'dead' })
      expect(await resume('B3', 'x', 100_001)).toEqual({ outcome: 'replayed', sessionId: 's' })
      expect(await resume('s first', 'x', 100_002)).toEqual({ outcome: 'unknown' })
    })

    test('a use in a conversation slides the expiry as resuming does, up to seven days, and changes no token', async () => {
      const day = tokenLife.slidingMs
      const use = (nowMs: number) => succeed(store.sessions.use('s', nowMs, tokenLife))
      const expiry = async () => (await succeed(store.sessions.list())).map((each) => each.expiresAtMs)
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      await resume('s first', 'B', 0)
      expect([await use(day - 1), await expiry()]).toEqual([true, [2 * day - 1]])
      for (let at = 2; at < 7; at += 1) expect(await use(at * day - at)).toBe(true)
      expect([await use(7 * day - 7), await expiry()]).toEqual([true, [7 * day]])
      expect(await resume('B', 'C', 7 * day - 1)).toMatchObject({ outcome: 'resumed' })
      expect([await use(7 * day), await expiry()]).toEqual([false, [7 * day]])
      expect(await succeed(store.sessions.use('nobody', 1, tokenLife))).toBe(false)
    })

    test('a clock that is set back shortens no session', async () => {
      const day = tokenLife.slidingMs
      await succeed(store.sessions.create(session('s', 'a', 5 * day), '$a'))
      const times = { usedAtMs: 5 * day, expiresAtMs: 6 * day }
      expect(await succeed(store.sessions.use('s', day, tokenLife))).toBe(true)
      expect(await resume('s first', 'B', 2 * day)).toMatchObject({ session: times })
      expect(await succeed(store.sessions.list())).toMatchObject([times])
    })

    test('and brings none to life that was found to be over', async () => {
      const day = tokenLife.slidingMs
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      await succeed(store.sessions.create(session('t', 'a'), '$a'))
      expect(await resume('s first', 'B', day)).toEqual({ outcome: 'expired' })
      for (const nowMs of [0, day - 1, day])
        expect(await resume('s first', 'B', nowMs)).toEqual({ outcome: 'expired' })
      expect(await succeed(store.sessions.use('s', 0, tokenLife))).toBe(false)
      expect(await resume('t first', 'B', 0)).toMatchObject({ outcome: 'resumed' })
      expect(await succeed(store.sessions.purge(0))).toBe(1)
    })

    test('revoking is noted for those who look, once and in order', async () => {
      for (const id of ['s', 't', 'u']) await succeed(store.sessions.create(session(id, 'a'), '$a'))
      await succeed(store.sessions.create(session('v', 'b'), '$b'))
      await succeed(store.sessions.revoke('u', 1))
      const first = await succeed(store.sessions.revokedSince(null))
      expect(first.sessions).toEqual([])
      expect(await succeed(store.sessions.revoke('t', 2))).toBe(true)
      expect(await succeed(store.sessions.revoke('t', 3))).toBe(false)
      expect(await succeed(store.sessions.revokeAll('a', 4))).toEqual(['s'])
      const second = await succeed(store.sessions.revokedSince(first.cursor))
      expect(second.sessions).toEqual(['t', 's'])
      expect((await succeed(store.sessions.revokedSince(second.cursor))).sessions).toEqual([])
      expect((await succeed(store.sessions.list())).map(({ id }) => id)).toEqual(['v'])
      expect(await resume('s first', 'B', 5)).toEqual({ outcome: 'unknown' })
    })

    test('purging drops what has expired and old revocations, and no cursor falls behind', async () => {
      const day = tokenLife.slidingMs
      await succeed(store.sessions.create(session('old', 'a'), '$a'))
      await succeed(store.sessions.create(session('new', 'a', 1), '$a'))
      await succeed(store.sessions.create(session('gone', 'a', 1), '$a'))
      await succeed(store.sessions.revoke('gone', 0))
      const { cursor } = await succeed(store.sessions.revokedSince(null))
      expect(await succeed(store.sessions.purge(day))).toBe(1)
      expect((await succeed(store.sessions.list())).map(({ id }) => id)).toEqual(['new'])
      expect((await succeed(store.sessions.revokedSince(0))).sessions).toEqual([])
      await succeed(store.sessions.revoke('new', day))
      expect((await succeed(store.sessions.revokedSince(cursor))).sessions).toEqual(['new'])
    })

    test('of many who resume with one token at once the last one holds the next', async () => {
      await succeed(store.sessions.create(session('s', 'a'), '$a'))
      const fresh = ['B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7']
      const outcomes = await Promise.all(fresh.map((token) => resume('s first', token, 1)))
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['resumed']))
      const after = await Promise.all(fresh.map((token) => resume(token, `${token}+`, 2)))
      expect(after.filter(({ outcome }) => outcome === 'resumed')).toHaveLength(1)
    })
  })

  describe('held conversations', () => {
    const held = (): HeldConversations => {
      if (store.held === undefined) throw new Error('this store holds no conversations')
      return store.held
    }
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))
    const conversation = (session: string, change: Partial<HeldConversation> = {}): HeldConversation => ({
      session,
      owner: 'north',
      epoch: 0,
      account: 'Ann',
      login: null,
      expiresAtMs: 1000,
      state: bytes(`state of ${session}`),
      ...change,
    })
    const put = (session: string, change: Partial<HeldConversation> = {}) =>
      succeed(held().put(conversation(session, change)))
    const take = (session: string, owner: string, nowMs = 0) => succeed(held().take(session, owner, nowMs))
    const stateOf = (taken: O.Option<TakenConversation>): string =>
      O.isNone(taken) ? 'none' : Buffer.from(taken.value.state).toString()

    test('a conversation is taken once, with its state, by an owner in the next epoch', async () => {
      expect(await put('c')).toBe('held')
      const { state: _, ...summary } = conversation('c')
      expect(await succeed(held().find('c'))).toEqual(O.some(summary))
      const taken = await take('c', 'south')
      expect(stateOf(taken)).toBe('state of c')
      expect(taken).toMatchObject({ value: { ...summary, owner: 'south', epoch: 1 } })
      expect(await take('c', 'west')).toEqual(O.none)
      expect(await succeed(held().find('c'))).toEqual(O.some({ ...summary, owner: 'south', epoch: 1 }))
      expect(await take('nobody’s', 'west')).toEqual(O.none)
      expect(await succeed(held().find('nobody’s'))).toEqual(O.none)
    })

    test('an owner that has it in memory gives it to nobody, until it writes its state', async () => {
      await put('c', { state: null })
      expect(await take('c', 'south')).toEqual(O.none)
      expect(await put('c', { state: bytes('now') })).toBe('held')
      expect(await put('c', { state: bytes('again') })).toBe('held')
      expect(stateOf(await take('c', 'south'))).toBe('again')
    })

    test('no owner writes over a later one', async () => {
      await put('c')
      await take('c', 'south')
      expect(await put('c', { state: bytes('late') })).toBe('stale')
      expect(await put('c', { epoch: 1 })).toBe('stale')
      expect(await put('c', { epoch: 1, owner: 'south', state: bytes('hers') })).toBe('held')
      expect(await put('c', { epoch: 2, owner: 'west', state: bytes('theirs') })).toBe('held')
      expect(stateOf(await take('c', 'north'))).toBe('theirs')
    })

    test('of many who take one conversation at once one gets it', async () => {
      await put('c')
      const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`)
      const taken = await Promise.all(owners.map((owner) => take('c', owner)))
      expect(taken.filter(O.isSome)).toHaveLength(1)
    })

    test('the conversations of an owner are listed, and forgotten in their epoch only', async () => {
      for (const session of ['d', 'c', 'e']) await put(session)
      await put('other', { owner: 'south' })
      const sessions = async () => (await succeed(held().list('north'))).map(({ session }) => session)
      expect(await sessions()).toEqual(['c', 'd', 'e'])
      expect(await succeed(held().drop('d', 1))).toBe(false)
      expect(await succeed(held().drop('d', 0))).toBe(true)
      expect(await succeed(held().drop('d', 0))).toBe(false)
      expect(await sessions()).toEqual(['c', 'e'])
      expect(await succeed(held().list('nobody'))).toEqual([])
    })

    test('a conversation that has expired is taken by nobody, and purged', async () => {
      await put('c')
      await put('d', { expiresAtMs: 1001 })
      expect(await take('c', 'south', 1000)).toEqual(O.none)
      expect(await succeed(held().purge(1000))).toBe(1)
      expect(await succeed(held().purge(1000))).toBe(0)
      expect(await succeed(held().find('c'))).toEqual(O.none)
      expect(stateOf(await take('d', 'south', 1000))).toBe('state of d')
    })

    test('a conversation goes with the login that proved it', async () => {
      await succeed(store.accounts.add(account('a', 'Ann')))
      for (const id of ['s', 't']) await succeed(store.sessions.create(session(id, 'a'), '$a'))
      expect(await put('c', { login: 's' })).toBe('held')
      expect(await put('d', { login: 't' })).toBe('held')
      expect(await put('e', { login: 'u' })).toBe('stale')
      await succeed(store.sessions.revoke('s', 1))
      expect(await take('c', 'south')).toEqual(O.none)
      expect(await put('c', { login: 's' })).toBe('stale')
      await succeed(store.accounts.remove('a', 1))
      expect(await succeed(held().list('north'))).toEqual([])
    })

    test('a state has at most 8 MiB, and any bytes', async () => {
      const state = new Uint8Array(MAX_HELD_STATE_BYTES + 1).map((_, at) => at % 251)
      expect(await put('c', { state })).toBe('too large')
      expect(await succeed(held().find('c'))).toEqual(O.none)
      expect(await put('c', { state: state.subarray(1) })).toBe('held')
      expect(await put('d', { state: new Uint8Array() })).toBe('held')
      const taken = await take('c', 'south')
      expect(O.isSome(taken) && Buffer.compare(taken.value.state, state.subarray(1))).toBe(0)
      expect(stateOf(await take('d', 'south'))).toBe('')
    })

    test('only a server that is wrong gives it what cannot be', async () => {
      const long = 'ü'.repeat(33)
      for (const change of [{ owner: long }, { owner: '' }, { account: long }, { epoch: -1 }, { epoch: 0.5 }])
        await expect(put('c', change)).rejects.toThrow(/^(owner|account|epoch) /)
      await expect(put('x'.repeat(33))).rejects.toThrow('session has 1 to 32 bytes.')
    })
  })

  test('a closed store says so', async () => {
    await succeed(store.close())
    expect(await fail(store.accounts.list())).toMatchObject({ code: 'CLOSED' })
    expect(await fail(store.close())).toMatchObject({ code: 'CLOSED' })
  })
}
