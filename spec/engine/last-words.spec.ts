import { describe, expect, test } from '@jest/globals'
import { type Ending, mayGoOn } from '../../src/engine/ending.ts'
import { LastWords } from '../../src/engine/last-words.ts'

const BROKEN = { how: 'lost', code: 'BROKEN', detail: 'The stream ended without a Bye.' }

describe('a connection ends', () => {
  test('by the first Bye, whoever says it', () => {
    const ours = new LastWords()
    expect([ours.ending, ours.heardBye, ours.sayBye('DONE')]).toEqual([null, false, 'Everything was said.'])
    ours.hear({ type: 'Bye', reason: 'IDLE', detail: 'Late.' })
    ours.lose('RESET', {})
    expect(ours.final).toEqual({ how: 'bye', code: 'DONE', by: 'us', detail: 'Everything was said.' })
    expect(ours.heardBye).toBe(true)
    const theirs = new LastWords()
    theirs.hear({ type: 'Bye', reason: 'IDLE', detail: 'Now.' })
    theirs.sayBye('DONE')
    expect(theirs.ending).toEqual({ how: 'bye', code: 'IDLE', by: 'them', detail: 'Now.' })
  })

  test('by a Logout of the other side, and by our own where it is answered', () => {
    const theirs = new LastWords()
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
      const words = new LastWords()
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
    const words = new LastWords()
    words.sayBye('DONE')
    words.sayFault({ code: 'GAP' }, {})
    const ours = { how: 'fault', code: 'GAP', by: 'us', detail: '', retryAfterMs: 0, offending: 0 }
    expect(words.ending).toEqual(ours)
    words.lose('BROKEN', {})
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
    const full = new LastWords()
    full.sayFault({ code: 'TIMEOUT', detail: 'Slow.', retryAfterMs: 9, offending: 3 }, { looksLike: 'HTTP' })
    expect(full.ending).toMatchObject({ code: 'TIMEOUT', retryAfterMs: 9, offending: 3, looksLike: 'HTTP' })
  })

  test('by a loss where nobody said a word, and by a stall whatever was said', () => {
    expect(new LastWords().final).toEqual(BROKEN)
    const reset = new LastWords()
    reset.lose('RESET', {}, 'Gone.')
    expect(reset.final).toEqual({ how: 'lost', code: 'RESET', detail: 'Gone.' })
    const broken = new LastWords()
    broken.lose('BROKEN', {})
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
