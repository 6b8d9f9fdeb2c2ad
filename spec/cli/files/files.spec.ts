import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { beginningOf } from '../../../src/cli/files/beginning-of.ts'
import { textAt } from '../../../src/cli/files/text-file.ts'
import { writeWhole } from '../../../src/cli/files/write-whole.ts'
import { temporaryFolder } from '../../support/temporary.ts'

test('of a file no more is read than shows that it is too large, and a device has no end', () => {
  const file = join(temporaryFolder(), 'text')
  writeFileSync(file, 'añb')
  expect(beginningOf(file, 10)).toBe('añb')
  writeFileSync(file, 'x'.repeat(200_000))
  expect(beginningOf(file, 200_000)).toHaveLength(200_000)
  expect(beginningOf(file, 199_999)).toHaveLength(200_000)
  expect(beginningOf(file, 70_000)).toHaveLength(70_001)
  expect(beginningOf('/dev/zero', 70_000)).toHaveLength(70_001)
  expect(() => beginningOf(join(file, 'none'), 10)).toThrow(/ENOTDIR/)
})

test('a file is written whole, and nothing stays beside it', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'a')
  writeWhole(file, 'one', 0o600)
  writeWhole(file, 'two', 0o600)
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['two', ['a']])
  mkdirSync(join(folder, 'b'))
  expect(() => writeWhole(join(folder, 'b'), 'x', 0o600)).toThrow(/EISDIR/)
  expect(() => writeWhole(join(folder, 'c', 'd'), 'x', 0o600)).toThrow(/ENOENT/)
  expect(readdirSync(folder)).toEqual(['a', 'b'])
})

test('a link stays one, and a device is never replaced', () => {
  const folder = temporaryFolder()
  const [file, link, device] = ['file', 'link', 'device'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(file, 'before')
  symlinkSync(file, link)
  symlinkSync('/dev/null', device)
  writeWhole(link, 'after', 0o600)
  writeWhole(device, 'nobody keeps this', 0o600)
  expect(readFileSync(file, 'utf8')).toBe('after')
  expect([link, device].map((one) => lstatSync(one).isSymbolicLink())).toEqual([true, true])
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  expect(readdirSync(folder)).toHaveLength(3)
})

test('what keeps no text has none', () => {
  expect(textAt('/dev/zero')).toBe(null)
  expect(textAt(join(temporaryFolder(), 'none'))).toBe(null)
})
