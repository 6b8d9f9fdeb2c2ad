import { afterEach, describe, expect, test } from '@jest/globals'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { MAX_UNREAD_BYTES } from '../../../src/cli/terminal/output.ts'
import { plainTranscript, terminalTranscript } from '../../../src/cli/terminal/transcript.ts'

const noon = new Date(2026, 11, 24, 12, 0, 0).getTime()

/** A terminal of so many columns, what was printed on it, and a transcript there. */
const onTerminal = (columns = 79) => {
  const rows: string[] = []
  const waiting: (() => void)[] = []
  let nowMs = noon
  const terminal = {
    columns,
    sign: '> ',
    writableLength: 0,
    once: (_event: 'drain', drained: () => void) => waiting.push(drained),
    print: (more: readonly string[]) => rows.push(...more),
  }
  const transcript = terminalTranscript(terminal, catalogues.en.console, () => nowMs)
  return {
    transcript,
    rows,
    terminal,
    pass: (ms: number) => {
      nowMs += ms
    },
    drain: () => {
      terminal.writableLength = 0
      for (const drained of waiting.splice(0)) drained()
    },
  }
}

afterEach(() => {
  delete process.env.FORCE_COLOR
})

describe('on a terminal', () => {
  test('a new day is told before the first row of it', () => {
    const { transcript, rows, pass } = onTerminal()
    transcript.tell('one')
    pass(12 * 3_600_000)
    transcript.show('theirs', '#1', 'two')
    transcript.show('ours', 'you #1', 'three')
    expect(rows).toEqual(['12:00:00 -- one', '2026-12-25', '00:00:00 #1 two', '00:00:00 you #1 three'])
  })

  test('colour tells theirs from ours and from service, in each row; the text itself has none', () => {
    process.env.FORCE_COLOR = '1'
    const { transcript, rows } = onTerminal()
    transcript.show('theirs', '#1', 'a\n│ b')
    transcript.show('ours', 'you #1', 'c')
    transcript.tell('d')
    const [theirs, ours, service] = [
      ['\u001b[35m', '\u001b[39m'],
      ['\u001b[1m', '\u001b[22m'],
      ['\u001b[2m', '\u001b[22m'],
    ].map(
      ([on, off]) =>
        (text: string): string =>
          `${on}${text}${off}`,
    ) as [(text: string) => string, (text: string) => string, (text: string) => string]
    expect(rows).toEqual([
      `${theirs('12:00:00 #1')} a`,
      `         ${theirs('│')} │ b`,
      `${ours('12:00:00 you #1')} c`,
      service('12:00:00 -- d'),
    ])
  })

  test('of a long text the beginning is shown, and how much follows; at 40 columns in one row, too', () => {
    for (const [columns, margin] of [
      [79, '         '],
      [39, ''],
    ] as const) {
      const { transcript, rows } = onTerminal(columns)
      transcript.show('theirs', '#1', '\n'.repeat(60_000))
      expect(rows).toHaveLength(101)
      expect(rows.at(-1)).toBe(`${margin}… 59900 more characters in 59900 lines`)
      expect(rows.every((row) => row.length <= columns)).toBe(true)
    }
  })

  test('what cannot be shown is told once the terminal takes more', () => {
    const { transcript, rows, terminal, drain } = onTerminal()
    transcript.tell('one')
    terminal.writableLength = MAX_UNREAD_BYTES + 1
    transcript.show('theirs', '#1', 'two')
    transcript.tell('three')
    transcript.echo('/four')
    expect(rows).toEqual(['12:00:00 -- one'])
    drain()
    transcript.tell('five')
    expect(rows.slice(1)).toEqual([
      '12:00:00 -- 3 messages were left out here: the output was not read in time.',
      '12:00:00 -- five',
    ])
  })
})

test('off a terminal nothing is cut short, and what cannot be written is told in its place', () => {
  let written = ''
  let drained = (): void => {}
  const stream = {
    writableLength: 0,
    write: (text: string) => {
      written += text
    },
    once: (_event: 'drain', callback: () => void) => {
      drained = callback
    },
  }
  const transcript = plainTranscript(stream, catalogues.en.console)
  transcript.show('theirs', '#1:1', 'x'.repeat(60_000))
  stream.writableLength = MAX_UNREAD_BYTES + 1
  transcript.show('theirs', '#1:2', 'unread')
  stream.writableLength = 0
  drained()
  transcript.show('theirs', '#1:3', 'read')
  expect(written).toBe(
    `#1:1 ${'x'.repeat(60_000)}\n-- 1 message was left out here: the output was not read in time.\n#1:3 read\n`,
  )
})
