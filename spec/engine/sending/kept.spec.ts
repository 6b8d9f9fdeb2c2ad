import { describe, expect, test } from '@jest/globals'
import type { KeptFrame } from '../../../src/engine/outbox.ts'
import type { SendingEnd } from '../../../src/engine/sending.ts'
import { frame } from '../../support/wire.ts'
import { limits, note, open, question, settled } from './sending-end.ts'

describe('what is kept for another connection', () => {
  const noteFrame = (id: number, re = 0): Buffer => frame(64, Buffer.from([8, 1]), { id, re })

  /** Said, and written, messages with the ids from 1 on. */
  const kept = (count: number, set: Partial<SendingEnd> = {}) => {
    const opened = open({ keepsSaid: true, ...set })
    for (let id = 1; id <= count; id++) {
      void opened.sending.say(note(1))
      opened.sending.written(noteFrame(id), 18)
    }
    return opened
  }

  test('is all that was said and not acknowledged', () => {
    const { sending } = kept(4)
    expect([sending.keptBytes, sending.unacknowledged.map(({ id }) => id)]).toEqual([72, [1, 2, 3, 4]])
    sending.acknowledged(3)
    expect([sending.keptBytes, sending.unacknowledged.map(({ id }) => id)]).toEqual([18, [4]])
    sending.acknowledged(4)
    sending.written(Buffer.alloc(18), 18)
    expect([sending.keptBytes, sending.keeps]).toEqual([0, true])
  })

  test('is said again first, as far as there is room, and all else waits', async () => {
    const { sending, said, buffer, outcomes, watch } = kept(5)
    expect(sending.repeatAfter(2).map(({ id }) => id)).toEqual([3, 4, 5])
    expect([sending.isRepeating, sending.hasRoom]).toEqual([true, false])
    said.length = 0
    watch(sending.say(note()))
    watch(sending.reply({ ...question, type: 'Answer' }, 1))
    sending.sendOriginals()
    expect(said).toEqual([])
    buffer.isAwaited = false
    buffer.frameBytes = limits.repliesUpToBytes / 2
    sending.sendReplies()
    expect([said.splice(0), sending.isRepeating, buffer.isAwaited]).toEqual([
      ['again 3', 'again 4'],
      true,
      true,
    ])
    buffer.queuedBytes = 0
    buffer.frameBytes = 0
    buffer.isAwaited = false
    sending.sendReplies()
    expect([said.splice(0), sending.isRepeating, buffer.isAwaited]).toEqual([
      ['again 5', 'Answer 6 1 reply'],
      false,
      false,
    ])
    sending.sendOriginals()
    await settled()
    expect([said, outcomes.length]).toEqual([['Note 7 0'], 2])
  })

  test('is forgotten over a connection that is left as well before it was said again', () => {
    const { sending, end } = kept(3)
    sending.repeatAfter(0)
    sending.moveTo({ ...end })
    expect(sending.isRepeating).toBe(false)
    expect(sending.repeatAfter(1).map(({ id }) => id)).toEqual([2, 3])
  })

  test('is nothing where nothing is kept, or where it became too much', () => {
    const { sending } = kept(3, { keepsSaid: false })
    expect([sending.keptBytes, sending.unacknowledged, sending.repeatAfter(1), sending.keeps]).toEqual([
      0,
      [],
      [],
      false,
    ])
    const much = open({ keepsSaid: true })
    const { maxUnacknowledgedBytes } = limits
    much.sending.keep(Buffer.alloc(maxUnacknowledgedBytes), maxUnacknowledgedBytes, 1)
    expect([much.sending.keeps, much.sending.keptBytes]).toEqual([true, maxUnacknowledgedBytes])
    much.sending.keep(Buffer.alloc(1), 1, 2)
    expect([much.sending.keeps, much.sending.keptBytes]).toEqual([false, 0])
    much.sending.keep(noteFrame(3), 18, 3)
    expect(much.sending.keptBytes).toBe(0)
  })

  test('of another process counts towards the window, but for replies', () => {
    const { sending, said, sequence } = open({ keepsSaid: true })
    sequence.said = 1_500
    const frames: KeptFrame[] = Array.from({ length: 1_500 }, (_, at) => ({
      number: 64,
      id: at + 1,
      re: at < 500 ? 7 : 0,
      bytes: noteFrame(at + 1, at < 500 ? 7 : 0),
    }))
    sending.restore(frames)
    expect([sending.keptBytes, sending.unacknowledged.length]).toEqual([27_000, 1_500])
    for (let at = 0; at < 30; at++) void sending.say(note())
    expect([said.length, sending.waitsForWindow]).toEqual([24, true])
  })

  test('also is what waits when the process ends, however full it is', async () => {
    const { sending, said, buffer, watch, outcomes } = open({ keepsSaid: true })
    buffer.queuedBytes = limits.repliesUpToBytes
    watch(sending.say(note()))
    watch(sending.say(note()))
    watch(sending.reply({ ...question, type: 'Answer' }, 1))
    sending.sayWaiting()
    await settled()
    expect([said, outcomes.length]).toEqual([['Answer 1 1 reply', 'Note 2 0', 'Note 3 0'], 3])
  })

  test('is let go of when it was closed', () => {
    const { sending } = kept(3)
    sending.close(Object.assign(new Error('Over.'), { code: 'OVER' }) as never)
    expect(sending.keptBytes).toBe(0)
  })
})
