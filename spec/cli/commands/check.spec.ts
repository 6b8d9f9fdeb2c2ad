import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { tiny } from '../../contract/files.ts'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const credit = fileURLToPath(new URL('../../../examples/credit/credit.yaml', import.meta.url))

test('a contract without flaw is one, with a base and without', async () => {
  const kv = fileURLToPath(new URL('../../contract/own/kv.yaml', import.meta.url))
  for (const file of [credit, kv])
    expect(await programs.run(['check', file])).toEqual(
      expect.objectContaining({ code: 0, stdout: 'Nothing was found.\n', stderr: '' }),
    )
})

test('every flaw is told, as a line or as JSON, and is an exit code', async () => {
  const cwd = programs.folder()
  const flawed = tiny.replace(
    'ask: { turn: client, within: 10 s',
    'ask: { turn: client, within: 3 heartbeats',
  )
  writeFileSync(join(cwd, 'x.yaml'), flawed)
  const told = await programs.run(['check', 'x.yaml'], { cwd })
  expect(told).toMatchObject({ code: 1, stderr: '' })
  expect(told.stdout).toMatch(/^x\.yaml:20:32 SILENCE_UNBROKEN [^\n]+\n1 found\.\n$/)
  const { file, flaws } = JSON.parse((await programs.run(['check', 'x.yaml', '--json'], { cwd })).stdout)
  expect({ file, rules: flaws.map(({ rule }: { rule: string }) => rule) }).toEqual({
    file: 'x.yaml',
    rules: ['SILENCE_UNBROKEN'],
  })
})

test('in Russian what it comes to is told so', async () => {
  const cwd = programs.folder()
  writeFileSync(join(cwd, 'x.yaml'), tiny)
  expect((await programs.run(['check', 'x.yaml', '--lang', 'ru'], { cwd })).stdout).toBe(
    'Ничего не найдено.\n',
  )
  writeFileSync(join(cwd, 'x.yaml'), 'protocol: x\n')
  expect((await programs.run(['check', 'x.yaml', '--lang', 'ru'], { cwd })).stdout).toMatch(
    /\nНайдено: \d+\.\n$/,
  )
})

test('what cannot be read is refused with a sentence, and what is no UTF-8', async () => {
  const cwd = programs.folder()
  const check = (file: string) => programs.run(['check', file], { cwd })
  expectRefusal(await check('none.yaml'), 2, /none\.yaml/)
  writeFileSync(join(cwd, 'latin.yaml'), Buffer.from(tiny.replace('about:', 'about: caf\u00e9'), 'latin1'))
  writeFileSync(join(cwd, 'utf16.yaml'), Buffer.from(`\ufeff${tiny}`, 'utf16le'))
  expectRefusal(await check('latin.yaml'), 2, /^The contract latin\.yaml is no UTF-8; save it as that\.$/m)
  expectRefusal(await check('utf16.yaml'), 2, /utf16\.yaml is no UTF-8/)
  // A device has no end.
  expect(await check('/dev/zero')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('YAML_TOO_LARGE'),
  })
})
