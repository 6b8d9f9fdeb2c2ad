import { describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import {
  type HeldConversation,
  type HeldConversations,
  MAX_HELD_STATE_BYTES,
  type Store,
  type TakenConversation,
} from '../../../src/store/index.ts'
import { succeed } from '../results.ts'
import { account, session } from './data.ts'

/** The promises of every store that holds conversations for other servers. */
export const heldContract = (store: () => Store): void => {
  describe('held conversations', () => {
    const held = (): HeldConversations => {
      const { held: conversations } = store()
      if (conversations === undefined) throw new Error('this store holds no conversations')
      return conversations
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
      await succeed(store().accounts.add(account('a', 'Ann')))
      for (const id of ['s', 't']) await succeed(store().sessions.create(session(id, 'a'), '$a'))
      expect(await put('c', { login: 's' })).toBe('held')
      expect(await put('d', { login: 't' })).toBe('held')
      expect(await put('e', { login: 'u' })).toBe('stale')
      await succeed(store().sessions.revoke('s', 1))
      expect(await take('c', 'south')).toEqual(O.none)
      expect(await put('c', { login: 's' })).toBe('stale')
      await succeed(store().accounts.remove('a', 1))
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
}
