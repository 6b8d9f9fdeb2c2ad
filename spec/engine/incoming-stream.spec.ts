import { describe, expect, test } from '@jest/globals'
import type { AnswerRow } from '../../src/codec/index.ts'
import { ColloquyError } from '../../src/engine/errors.ts'
import { brokenStream, IncomingStream } from '../../src/engine/incoming-stream.ts'
import type { StreamOptions } from '../../src/engine/peer.ts'

/** A window of eight answers, and of 1,000 bytes of them. */
const row: AnswerRow = { each: ['Counted'], end: ['Total'], window: 8 }
const MAX_BYTES = 1_000
const each = { type: 'Counted' }
const last = { type: 'Total' }

/** A stream to the message with the id 5, and what it tells the other side. */
const open = (options: StreamOptions = {}) => {
  const told: string[] = []
  const stream = new IncomingStream(
    row,
    MAX_BYTES,
    {
      cancel: (id) => void told.push(`cancel ${id}`),
      more: (id, messages) => void told.push(`more ${id} ${messages}`),
    },
    options,
  )
  stream.said(5)
  const hear = (count: number, bytes = 1): string =>
    Array.from({ length: count }, () => stream.take(each, 0, 5, bytes)).join(' ')
  const take = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at++) expect(await stream.next()).toEqual({ done: false, value: each })
  }
  return { stream, told, hear, take }
}

const lost = new ColloquyError({ code: 'ENDED', ending: null }, 'Over.')

describe('a stream that comes', () => {
  test('takes as many answers as its window holds, and not one more', () => {
    const { hear } = open()
    expect(hear(9)).toBe(`${'more '.repeat(8)}unexpected`)
  })

  test('takes answers up to its bytes, and one more, however large', () => {
    expect(open().hear(2, MAX_BYTES)).toBe('more unexpected')
    expect(open().hear(3, MAX_BYTES - 1)).toBe('more more unexpected')
  })

  test('takes no other message', () => {
    const { stream } = open()
    expect(stream.take({ type: 'Note' }, 0, 5, 1)).toBe('unexpected')
  })

  test('asks for more when half of its window was taken', async () => {
    const { hear, take, told } = open()
    hear(8)
    await take(3)
    expect(told).toEqual([])
    await take(1)
    expect([told, hear(5)]).toEqual([['more 5 4'], 'more more more more unexpected'])
    await take(8)
    expect(told).toEqual(['more 5 4', 'more 5 4', 'more 5 4'])
  })

  test('asks for more when half of its bytes were taken', async () => {
    const { hear, take, told } = open()
    hear(2, MAX_BYTES / 2 - 1)
    await take(1)
    expect(told).toEqual([])
    await take(1)
    hear(1, MAX_BYTES / 2)
    await take(1)
    expect(told).toEqual(['more 5 2', 'more 5 1'])
  })

  test('has room for its bytes again when they were taken', async () => {
    const { hear, take } = open()
    hear(1, MAX_BYTES)
    await take(1)
    expect(hear(2, MAX_BYTES)).toBe('more unexpected')
  })

  test('gives what comes to whoever waits, first come, first served, and keeps nothing of it', async () => {
    const { stream, hear, told } = open()
    const waiting = [stream.next(), stream.next()]
    expect(hear(2, MAX_BYTES)).toBe('more more')
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: each },
      { done: false, value: each },
    ])
    expect(told).toEqual(['more 5 1', 'more 5 1'])
  })

  test('gives its answers in order, over many windows', async () => {
    const { stream } = open()
    const given: unknown[] = []
    for (let at = 0; at < 700; at += 2) {
      const messages = [0, 1].map((next) => ({ type: 'Counted', number: at + next }))
      for (const message of messages) expect(stream.take(message, 0, 5, 1)).toBe('more')
      if (at > 2) for (const _ of messages) given.push((await stream.next()).value)
    }
    expect(given).toEqual(Array.from({ length: 696 }, (_, number) => ({ type: 'Counted', number })))
  })

  test('ends with its last answer, behind those that wait', async () => {
    const { stream, hear, take, told } = open()
    hear(4)
    expect(stream.take(last, 0, 5, 1)).toBe('last')
    await expect(stream.end).resolves.toEqual(last)
    await take(4)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect([told, stream.isOver]).toEqual([[], true])
  })

  test('tells whoever waits of its end', async () => {
    const { stream } = open()
    const waiting = [stream.next(), stream.next()]
    stream.take(last, 0, 5, 1)
    expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true])
  })

  test('tells whoever waits, and whoever comes later, why it failed; once', async () => {
    const { stream, hear, take } = open()
    const waiting = stream.next()
    hear(2)
    stream.fail(lost)
    stream.fail(new ColloquyError({ code: 'ABORTED' }, 'Later.'))
    await waiting
    await take(1)
    await expect(stream.next()).rejects.toBe(lost)
    await expect(stream.end).rejects.toBe(lost)
    const other = open()
    const alone = other.stream.next()
    other.stream.fail(lost)
    await expect(alone).rejects.toBe(lost)
  })

  test('whose loop is left is cancelled, once, and gives nothing more', async () => {
    const { stream, hear, told } = open()
    hear(3)
    expect(stream[Symbol.asyncIterator]()).toBe(stream)
    expect(await stream.return()).toEqual({ done: true, value: undefined })
    await stream.return()
    await expect(stream.end).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(stream.next()).rejects.toMatchObject({ code: 'ABORTED' })
    expect(told).toEqual(['cancel 5'])
  })

  test('that is over is cancelled by nobody', async () => {
    const controller = new AbortController()
    const { stream, told } = open({ signal: controller.signal })
    stream.take(last, 0, 5, 1)
    controller.abort()
    await stream.return()
    expect(told).toEqual([])
    expect((await stream.next()).done).toBe(true)
  })

  test('is cancelled by its signal, also by one that has aborted before', async () => {
    const controller = new AbortController()
    const { stream, told } = open({ signal: controller.signal })
    controller.abort()
    await expect(stream.end).rejects.toMatchObject({ code: 'ABORTED' })
    expect(told).toEqual(['cancel 5'])
    const before = open({ signal: AbortSignal.abort() })
    expect([before.stream.isOver, before.told]).toEqual([true, ['cancel 0']])
  })
})

describe('a stream that goes on over another connection', () => {
  test('says all the room there is, and that which came since', async () => {
    const { stream, hear, take, told } = open()
    hear(8)
    await take(3)
    stream.countRoom()
    expect(told).toEqual([])
    await take(1)
    // Five of eight were kept, and one of those was taken meanwhile.
    stream.tellRoom()
    expect(told).toEqual(['more 5 4'])
    expect(hear(5)).toBe('more more more more unexpected')
    stream.tellRoom()
    expect(told).toEqual(['more 5 4'])
  })

  test('counts what was taken anew', async () => {
    const { stream, hear, take, told } = open()
    hear(8)
    await take(3)
    stream.countRoom()
    stream.tellRoom()
    hear(3)
    await take(3)
    expect(told).toEqual(['more 5 3'])
    await take(1)
    expect(told).toEqual(['more 5 3', 'more 5 4'])
  })

  test('says nothing where there is no room, or where it is over', () => {
    const full = open()
    full.hear(8)
    full.stream.countRoom()
    full.stream.tellRoom()
    expect(full.told).toEqual([])
    const over = open()
    over.stream.countRoom()
    over.stream.take(last, 0, 5, 1)
    over.stream.tellRoom()
    expect(over.told).toEqual([])
  })
})

test('a stream to a message that was not said fails, and gives nothing', async () => {
  const stream = brokenStream(lost)
  await expect(stream.end).rejects.toBe(lost)
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toBe(lost)
})
