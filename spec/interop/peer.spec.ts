import { expect } from '@jest/globals'
import { Programs } from '../support/program.ts'
import { needs } from '../support/tools/index.ts'

const { test } = needs('python3')
const programs = new Programs()

test('the independent peer keeps the document itself, on bytes written by hand and on a server of its own', async () => {
  const { code, stderr } = await programs.python(['-m', 'unittest'])
  expect(stderr).toMatch(/Ran \d\d tests[\s\S]*\nOK\n$/)
  expect(code).toBe(0)
}, 60_000)
