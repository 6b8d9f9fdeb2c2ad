import { describe, expect, test } from '@jest/globals'
import { type Ending, mayGoOn } from '../../src/engine/ending.ts'
import type { PeerEvent } from '../../src/engine/events.ts'
import { LastWords } from '../../src/engine/last-words.ts'
import { runtime } from '../support/machines.ts'

const BROKEN = { how: 'lost', code: 'BROKEN', detail: 'The stream ended without a Bye.' }

/** The last words of a client that the other side has spoken to before, and what is logged of them. */
const spoken = (logged: PeerEvent[] = []): LastWords => {
  const words = new LastWords('client', runtime, { data: false, write: (event) => void logged.push(event) })
  words.opening = null
  return words
}

describe('a connection ends', () => {
  test('by the first Bye, whoever says it', () => {
    const ours = spoken()
    expect([ours.ending, ours.heardBye, ours.sayBye('DONE')]).toEqual([null, false, 'Everything was said.'])
    ours.hear({ type: 'Bye', reason: 'IDLE', detail: 'Late.' })
    ours.lose('RESET')
    expect(ours.final).toEqual({ how: 'bye', code: 'DONE', by: 'us', detail: 'Everything was said.' })
    expect(ours.heardBye).toBe(true)
    const theirs = spoken()
    theirs.hear({ type: 'Bye', reason: 'IDLE', detail: 'Now.' })
    theirs.sayBye('DONE')
    expect(theirs.ending).toEqual({ how: 'bye', code: 'IDLE', by: 'them', detail: 'Now.' })
  })

  test('by a Logout of the other side, and by our own where it is answered', () => {
    const theirs = spoken()
    theirs.hear({ type: 'Logout', everywhere: false })
    theirs.sayBye('LOGGED_OUT')
    expect(theirs.ending).toEqual({
      how: 'bye',
      code: 'LOGGED_OUT',
      by: 'them',
      detail: 'The client logged out.',
    })
    expect(theirs.heardBye).toBe(false)
    const bye = (reason: 'LOGGED_OUT' | 'SHUTTING_DOWN', saysLogout: boolean) => {
      const words = spoken()
      if (saysLogout) words.sayLogout()
      words.hear({ type: 'Bye', reason, detail: '' })
      return words.final
    }
    expect([bye('LOGGED_OUT', true), bye('SHUTTING_DOWN', true), bye('LOGGED_OUT', false)]).toMatchObject([
      { code: 'LOGGED_OUT', by: 'us' },
      { code: 'SHUTTING_DOWN', by: 'them' },
      { code: 'LOGGED_OUT', by: 'them' },
    ])
  })

  test('by a Fault, also behind a Bye', () => {
    const words = spoken()
    words.sayBye('DONE')
    words.sayFault('GAP')
    const detail = 'An id or an acknowledgement does not follow the one before.'
    const ours = { how: 'fault', code: 'GAP', by: 'us', detail, retryAfterMs: 0, offending: 0 }
    expect(words.ending).toEqual(ours)
    words.lose('BROKEN')
    expect(words.final).toEqual(ours)
    words.hear({ type: 'Fault', code: 'INTERNAL', detail: 'Oh.', retryAfterMs: 5, offending: 64 })
    expect(words.ending).toEqual({
      how: 'fault',
      code: 'INTERNAL',
      by: 'them',
      detail: 'Oh.',
      retryAfterMs: 5,
      offending: 64,
    })
  })

  test('by a Fault of our own: with what was refused, which is logged once', () => {
    const logged: PeerEvent[] = []
    const words = spoken(logged)
    const refusal = { code: 'TIMEOUT', detail: 'Slow.', retryAfterMs: 9, offending: 3 } as const
    words.refuse(refusal)
    expect(words.ending).toBeNull()
    expect(words.sayFault('TIMEOUT')).toEqual(refusal)
    expect(words.ending).toEqual({ how: 'fault', by: 'us', ...refusal })
    expect(logged).toEqual([{ event: 'refused', code: 'TIMEOUT', detail: 'Slow.', offending: 3 }])
    // The machine says another one than was refused.
    words.sayFault('INTERNAL')
    expect(words.ending).toMatchObject({ code: 'INTERNAL', retryAfterMs: 0, offending: 0 })
    expect(logged.slice(1)).toMatchObject([{ event: 'refused', code: 'INTERNAL', offending: 0 }])
  })

  test('by a stranger, which is known by how it began', () => {
    const logged: PeerEvent[] = []
    const words = new LastWords('client', runtime, { data: false, write: (event) => void logged.push(event) })
    words.opening?.add(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))
    words.refuse({ code: 'TOO_LARGE', detail: 'Much.', retryAfterMs: 0, offending: 0 })
    words.sayFault('TOO_LARGE')
    expect(words.ending).toMatchObject({ code: 'TOO_LARGE', looksLike: 'HTTP' })
    expect(words.ending?.detail).not.toBe('Much.')
    expect(logged).toMatchObject([{ code: 'TOO_LARGE', detail: 'Much.', looksLike: 'HTTP' }])
    // Once it has said a whole frame it is none.
    words.opening = null
    words.sayFault('TOO_LARGE')
    expect(words.ending).not.toHaveProperty('looksLike')
  })

  test('by a loss where nobody said a word, and by a stall whatever was said', () => {
    expect(spoken().final).toEqual(BROKEN)
    const reset = spoken()
    reset.lose('RESET', 'Gone.')
    expect(reset.final).toEqual({ how: 'lost', code: 'RESET', detail: 'Gone.' })
    const broken = spoken()
    broken.lose('BROKEN')
    expect(broken.ending).toEqual(BROKEN)
    broken.stall('Nothing was taken.')
    expect(broken.final).toEqual({ how: 'lost', code: 'STALLED', detail: 'Nothing was taken.' })
  })
})

test('a conversation goes on where neither side wanted it to be over', () => {
  const bye = (code: string) => ({ how: 'bye', code, by: 'us', detail: '' }) as Ending
  const fault = (code: string) => ({ how: 'fault', code, by: 'us', detail: '' }) as unknown as Ending
  expect(
    ['IDLE', 'SHUTTING_DOWN', 'DONE', 'LOGGED_OUT', 'REPLACED'].map((code) => mayGoOn(bye(code))),
  ).toEqual([true, true, false, false, false])
  expect(['TIMEOUT', 'GAP', 'INTERNAL'].map((code) => mayGoOn(fault(code)))).toEqual([true, false, false])
  expect(mayGoOn({ how: 'lost', code: 'RESET', detail: '' })).toBe(true)
})
