import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))

test.each([
  ['README.md', 'echo: hello\n'],
  ['README.ru.md', 'эхо: привет\n'],
])('the example of row E9 in %s runs as it is written', (file, expected) => {
  const readme = readFileSync(join(root, file), 'utf8')
  const [program = '', ...others] = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  expect(others).toEqual([])
  const options = { cwd: root, input: program, encoding: 'utf8', timeout: 20_000 } as const
  expect(execFileSync(process.execPath, ['--input-type=module'], options)).toBe(expected)
})
