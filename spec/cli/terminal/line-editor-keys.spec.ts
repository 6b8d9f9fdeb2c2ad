import { afterEach, describe, expect, test } from '@jest/globals'
import { LineEditorKeys } from '../../../src/cli/terminal/line-editor-keys.ts'

const listeners = (): readonly number[] => [
  ...['data', 'end'].map((event) => process.stdin.listenerCount(event)),
  process.listenerCount('exit'),
]

/** Keys, and what came of them: text as it is, the rest by its name; other keys as they are, in brackets. */
const listen = () => {
  const heard: string[] = []
  const keys = new LineEditorKeys({
    text: (run) => heard.push(run),
    severalLines: () => heard.push('(several lines)'),
    enter: () => heard.push('(enter)'),
    ended: () => heard.push('(ended)'),
  })
  keys.on('data', (key: Buffer) => heard.push(`[${JSON.stringify(key.toString()).slice(1, -1)}]`))
  open.push(keys)
  return { keys, heard, send: (text: string) => process.stdin.emit('data', Buffer.from(text)) }
}

const open: LineEditorKeys[] = []
afterEach(() => {
  for (const keys of open.splice(0)) keys.release()
})

test('a terminal that fails is one that is gone, also when it says so again or later', () => {
  const before = listeners()
  const { keys, heard } = listen()
  process.stdin.emit('error', new Error('EIO'))
  keys.release()
  process.stdin.emit('error', new Error('EIO'))
  expect([heard, listeners()]).toEqual([['(ended)'], before])
})

describe('a paste that the terminal brackets', () => {
  const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`

  test.each([
    ['one line', 'hello', ['hello']],
    ['line breaks of each kind', 'a\nb\rc\r\nd', ['a', '␤', 'b', '␤', 'c', '␤', 'd']],
    ['empty lines', 'a\r\r\nb', ['a', '␤␤', 'b']],
    ['a line break at its end, which enters nothing', 'a\nb\n\n', ['a', '␤', 'b']],
    ['a tab', 'a\tb', ['a', '\t', 'b']],
    ['keys, which do nothing', 'a\u0004\u001b[D\u0015\u007f\u009bb', ['a', 'b']],
  ])('with %s', (_what, text, expected) => {
    const { heard, send } = listen()
    send(paste(text))
    send('\r')
    expect(heard).toEqual([...expected, '(enter)', '[\\r]'])
  })

  test('is the same, however it is cut', () => {
    const whole = `x${paste('a\r\nb\u001b[Cc')}y`
    for (let at = 1; at < whole.length; at += 1) {
      const { keys, heard, send } = listen()
      send(whole.slice(0, at))
      send(whole.slice(at))
      keys.release()
      expect([at, heard.join('')]).toEqual([at, 'xa␤bcy'])
    }
  })

  test('and never ends is ended by Ctrl-C', () => {
    const { heard, send } = listen()
    send('\u001b[200~a\r')
    send('\u0003')
    send('\r')
    expect(heard).toEqual(['a', '[\\u0003]', '(enter)', '[\\r]'])
  })
})

describe('several lines at once without brackets', () => {
  test('are one text, and it is told that they came; an Enter by itself is one again', () => {
    const { heard, send } = listen()
    send('a\rb\r\nc')
    send(' and more\rd\r')
    expect(heard).toEqual(['(several lines)', 'a', '␤', 'b', '␤', 'c', ' and more', '␤', 'd'])
    send('\r')
    send('e\r')
    expect(heard.slice(9)).toEqual(['(enter)', '[\\r]', 'e', '(enter)', '[\\r]'])
  })

  test('end with a key that comes by itself, however soon', () => {
    const { heard, send } = listen()
    send('a\rb\r')
    send('\u001b[H')
    send('c')
    send('\r')
    expect(heard).toEqual(['(several lines)', 'a', '␤', 'b', '[\\u001b[H]', 'c', '(enter)', '[\\r]'])
  })

  test.each([
    ['one line with its Enter', 'a\r', ['a', '(enter)', '[\\r]']],
    ['an Enter and a key', '\r\u0004', ['(enter)', '[\\r]', '[\\u0004]']],
    ['an Enter twice', '\r\r', ['(enter)', '[\\r]', '(enter)', '[\\r]']],
  ])('%s is none', (_what, text, expected) => {
    const { heard, send } = listen()
    send(text)
    expect(heard).toEqual(expected)
  })
})
