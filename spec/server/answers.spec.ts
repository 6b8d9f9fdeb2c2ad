import { describe, expect, test } from '@jest/globals'
import { bytes, pass, runningKv, until } from '../support/kv-store.ts'
import { NUMBER, pretending } from '../support/pretended-kv.ts'
import { frame, len, message, num, wordOf } from '../support/wire.ts'

describe('an answer', () => {
  test('comes from a handler that returns it, or a promise of it', async () => {
    const { client } = await runningKv()
    await expect(client.ask({ type: 'Get', key: 'a' })).resolves.toMatchObject({ type: 'NotFound', re: 1 })
    await expect(client.ask({ type: 'Put', key: 'a', value: bytes('1') })).resolves.toMatchObject({
      type: 'Done',
      revision: 1,
      re: 2,
    })
    const got = await client.ask({ type: 'Get', key: 'a' })
    expect(got.type === 'Found' && Buffer.from(got.entry.value).toString()).toBe('1')
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no such disk')
      },
      'the handler of Get: Error: no such disk',
    ],
    ['rejects', () => Promise.reject(new Error('no such disk')), 'the handler of Get: Error: no such disk'],
    [
      'returns nothing',
      () => undefined,
      'the handler of Get: TypeError: It returned nothing; return Found or NotFound.',
    ],
    [
      'returns another message',
      () => ({ type: 'Done', revision: 1 }),
      'the handler of Get: TypeError: It returned Done; return Found or NotFound.',
    ],
    [
      'returns what breaks the contract',
      async () => ({ type: 'Found' }),
      /the handler of Get: ColloquyError: The message breaks the contract/,
    ],
  ])('of a handler that %s is told to be none, and the conversation goes on', async (_, handler, failure) => {
    const { client, failures } = await runningKv({ Get: handler as never })
    await expect(client.ask({ type: 'Get', key: 'a' })).rejects.toMatchObject({
      code: 'UNANSWERED',
      failure: { reason: 'UNANSWERED' },
    })
    expect(failures).toEqual([typeof failure === 'string' ? failure : expect.stringMatching(failure)])
    await expect(client.ask({ type: 'Delete', key: 'a' })).resolves.toMatchObject({ type: 'NotFound' })
  })

  test('that is given up is cancelled: the handler hears of it, and nobody gets the late answer', async () => {
    const late: string[] = []
    let answer = (): void => {}
    const { client } = await runningKv(
      {
        Get: ({ key }, { signal }) => {
          signal.addEventListener('abort', () => late.push(`aborted ${key}`))
          return new Promise((resolve) => {
            answer = () => resolve({ type: 'NotFound' })
          })
        },
      },
      {},
      { converse: { NotFound: () => void late.push('heard') } },
    )
    await expect(client.ask({ type: 'Get', key: 'a' }, { withinMs: 20 })).rejects.toMatchObject({
      code: 'NO_ANSWER',
    })
    await until(() => late.length > 0)
    answer()
    await client.ask({ type: 'Delete', key: 'a' })
    expect(late).toEqual(['aborted a'])
    expect(client.counts).toMatchObject({ said: 2, heard: 1 })
  })

  test('that is given up before its message could be said is not asked for', async () => {
    const { client } = await runningKv()
    const value = new Uint8Array(1024 * 1024)
    const puts = Array.from({ length: 6 }, (_, at) => client.ask({ type: 'Put', key: `${at}`, value }))
    const aborter = new AbortController()
    const given = client.ask({ type: 'Get', key: 'a' }, { signal: aborter.signal })
    aborter.abort()
    await expect(given).rejects.toMatchObject({ code: 'ABORTED' })
    await Promise.all(puts)
    await client.ask({ type: 'Get', key: 'a' })
    expect(client.counts.said).toBe(7)
  })

  test('that is given up while its message waits for a handler is not made any more', async () => {
    const deleted: string[] = []
    let go = (): void => {}
    const going = new Promise<void>((resolve) => {
      go = resolve
    })
    const { client } = await runningKv({
      Get: () => going.then(() => ({ type: 'NotFound' })),
      Delete: ({ key }) => {
        deleted.push(key)
        return { type: 'NotFound' }
      },
    })
    const gets = Array.from({ length: 64 }, () => client.ask({ type: 'Get', key: 'a' }))
    const given = client.ask({ type: 'Delete', key: 'given up' }, { withinMs: 50 })
    const kept = client.ask({ type: 'Delete', key: 'kept' })
    await expect(given).rejects.toMatchObject({ code: 'NO_ANSWER' })
    // The Cancel is before what is asked now.
    const last = client.ask({ type: 'Delete', key: 'last' })
    await pass(50)
    go()
    await Promise.all([...gets, kept, last])
    expect(deleted).toEqual(['kept', 'last'])
  })

  test('that comes too late all the same reaches no handler', async () => {
    const heard: string[] = []
    const { client, peer } = await pretending(
      (one, type, id) => {
        if (type === NUMBER.List)
          one.say(
            frame(NUMBER.Done, num(1, 1), { id: 1, re: id }),
            frame(NUMBER.NotFound, Buffer.alloc(0), { id: 2, re: 1 }),
          )
      },
      { NotFound: () => void heard.push('NotFound') },
    )
    await expect(client.ask({ type: 'Get', key: 'a' }, { withinMs: 20 })).rejects.toMatchObject({
      code: 'NO_ANSWER',
    })
    await expect(client.stream({ type: 'List', prefix: '' }).end).resolves.toMatchObject({ type: 'Done' })
    await until(() => client.counts.heard === 2)
    expect(heard).toEqual([])
    expect(peer().words.slice(1, 4)).toEqual(['Say 1', 'Cancel', 'unknown 67'])
    const left = client.bye()
    await peer().hear('Bye')
    peer().say(message('Bye'))
    peer().socket.end()
    await left
  })

  test('to a message that was not said is not waited for: a signal that has aborted says nothing', async () => {
    const { client } = await runningKv()
    const signal = AbortSignal.abort()
    await expect(client.ask({ type: 'Get', key: 'a' }, { signal })).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(client.stream({ type: 'List', prefix: '' }, { signal }).end).rejects.toMatchObject({
      code: 'ABORTED',
    })
    expect(client.counts.said).toBe(0)
  })

  test.each([
    ['Changed', NUMBER.Changed, Buffer.concat([num(1, 1), len(2, len(2, 'k'))])],
    ['Done', NUMBER.Done, num(1, 1)],
  ])('that is none of the contract’s is a breach: %s for a Get', async (name, type, body) => {
    const { client, peer } = await pretending((one, asked, id) => {
      if (asked === NUMBER.Get) one.say(frame(type, body, { id: 1, re: id }))
    })
    await expect(client.ask({ type: 'Get', key: 'a' })).rejects.toMatchObject({
      code: 'ENDED',
      failure: {
        ending: {
          how: 'fault',
          by: 'us',
          code: 'UNEXPECTED_MESSAGE',
          detail: `${name} is no answer to the message with the id 1, or more than was asked for.`,
        },
      },
    })
    expect(wordOf(await peer().hear('Fault'))).toBe('Fault UNEXPECTED_MESSAGE')
  })
})
