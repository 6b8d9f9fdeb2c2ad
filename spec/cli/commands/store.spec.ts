import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()

/** A folder with a store in which Ada and Bob are registered. */
const folderWithStore = async (): Promise<string> => {
  const data = join(programs.folder(), 'data')
  for (const name of ['Ada', 'Bob']) {
    const env = { COLLOQUY_PASSWORD: programs.secret() }
    expect(await programs.run(['users', 'add', name, '--data', data], { env })).toMatchObject({ code: 0 })
  }
  return data
}

test('a store is written into a file for its owner only, and read into an empty one', async () => {
  const data = await folderWithStore()
  const file = join(programs.folder(), 'store.jsonl')
  const exported = await programs.run(['store', 'export', file, '--data', data])
  expect(exported).toMatchObject({ code: 0, stdout: `Records written into ${file}: 2.\n` })
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  const [header, ...records] = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(header).toBe('{"type":"colloquy store","version":1}')
  expect(records.map((line) => JSON.parse(line).type)).toEqual(['account', 'account', 'end'])
  expectRefusal(await programs.run(['store', 'export', file, '--data', data]), 1, /is there already/)

  const other = join(programs.folder(), 'other')
  const imported = await programs.run(['store', 'import', file, '--data', other, '--lang', 'ru'])
  expect(imported).toMatchObject({ code: 0, stdout: 'Загружены 2 записи.\n' })
  const names = async (folder: string) => (await programs.run(['users', 'list', '--data', folder])).stdout
  expect(await names(other)).toBe(await names(data))
  expectRefusal(await programs.run(['store', 'import', file, '--data', other]), 1, /holds users/)
  expect(readFileSync(join(data, 'audit.log'), 'utf8')).toContain('"store export"')
})

test('what is no export is refused with its line, and so is a folder that a server uses', async () => {
  const file = join(programs.folder(), 'broken.jsonl')
  writeFileSync(file, '{"type":"colloquy store","version":1}\n{"type":"account","id":"a"}\n')
  const data = join(programs.folder(), 'data')
  expectRefusal(
    await programs.run(['store', 'import', file, '--data', data]),
    1,
    /broken\.jsonl, line 2: The record is not what it should be\. Nothing was imported\./,
  )
  writeFileSync(file, `${'x'.repeat(300_000)}\n`)
  expectRefusal(await programs.run(['store', 'import', file, '--data', data]), 1, /line 1: This is no export/)
  expectRefusal(await programs.run(['store', 'import', `${file}2`, '--data', data]), 1, /\(ENOENT\)/)
  const server = await programs.serve()
  expectRefusal(
    await programs.run(['store', 'import', file, '--data', server.data]),
    1,
    /Another server already uses/,
  )
  await server.stop()
})

test('tables are brought up where there is a store, and none is made', async () => {
  const data = await folderWithStore()
  expect(await programs.run(['store', 'migrate', '--data', data])).toMatchObject({
    code: 0,
    stdout: 'The tables are of this version.\n',
  })
  const nowhere = join(programs.folder(), 'nowhere')
  for (const words of [['migrate'], ['export', join(programs.folder(), 'file')]])
    expectRefusal(await programs.run(['store', ...words, '--data', nowhere]), 1, /There is no store in/)
  expectRefusal(
    await programs.run(['store', 'import', join(programs.folder(), 'none'), '--data', nowhere]),
    1,
    /\(ENOENT\)/,
  )
  expect(existsSync(nowhere)).toBe(false)
})

programs.keepSecrets()
