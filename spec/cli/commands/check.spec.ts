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

test('what cannot be read is refused with a sentence', async () => {
  expectRefusal(await programs.run(['check', 'none.yaml'], { cwd: programs.folder() }), 2, /none\.yaml/)
})
