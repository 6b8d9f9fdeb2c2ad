import { expect } from '@jest/globals'
import type { Ended } from '../support/program.ts'

/** It ended with this code and said why in one sentence: on stderr, without a stack trace, safe for a terminal. */
export const expectRefusal = ({ code, stdout, stderr }: Ended, exit: number, why: RegExp): void => {
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stderr).toMatch(why)
  expectNoTrace(stderr)
  expect(stdout).toBe('')
  expect(code).toBe(exit)
}

/** Nothing of a stack trace. */
export const expectNoTrace = (stderr: string): void => {
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toMatch(/node:|\.[jt]s:\d|Something went wrong/)
}

/** Characters that act on a terminal or forge a line: controls but newline, DEL, C1, bidi controls, line separators. */
export const hostileCharacters =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u

/** A text with most of them, short enough for any field. */
export const hostileText = 'a\u001b[2Jb\u009b31mc\u202ed\u2028e\nf\rg\u0007h\u2066i\u007fj'
