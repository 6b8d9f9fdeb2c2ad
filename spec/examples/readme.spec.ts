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

/** The lines of the code blocks of one language, without what is left out and what is said beside. */
const linesOf = (file: string, language: string): readonly string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'),
    ),
  ]
    .flatMap(([, code = '']) => code.split('\n'))
    .map((line) => line.replace(/ (?:\/\/|#) .*$/, '').trim())
    .filter((line) => line !== '' && line !== '…' && !line.startsWith('//'))

const begun = ['key-value.yaml', 'src/handlers.ts', 'client.ts']
  .map((file) => readFileSync(join(root, 'examples/init', file), 'utf8').replaceAll('KeyValue', 'Kv'))
  .join('\n')

test.each(['README.md', 'README.ru.md'])('%s shows a protocol as init begins it', (file) => {
  const yaml = linesOf(file, 'yaml')
  expect(yaml.length).toBeGreaterThan(10)
  expect(yaml.filter((line) => !begun.includes(line))).toEqual([])
  const code = linesOf(file, 'ts')
  const upToUse = code.slice(
    0,
    code.findIndex((line) => line.startsWith('import { connect, createServer }')),
  )
  expect(upToUse.length).toBeGreaterThan(10)
  expect(upToUse.filter((line) => !begun.includes(line))).toEqual([])
})
