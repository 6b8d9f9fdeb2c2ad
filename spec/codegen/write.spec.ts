import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { codegen } from '../../scripts/generated.ts'
import { diffLines, formatDifference } from '../../src/codegen/compare.ts'
import { bringUpToDate } from '../../src/codegen/write.ts'
import { temporaryFolder } from '../support/temporary.ts'

const ours = (text: string): string => `// Generated from x by y. Do not edit.\n${text}`
const generated = new Map([
  ['a.ts', ours('a\n')],
  ['b.ts', ours('b\n')],
])

let folder = ''
beforeEach(() => {
  folder = temporaryFolder()
})

const put = (file: string, text: string): void => writeFileSync(join(folder, file), text)
const kinds = (mode: 'check' | 'write'): readonly string[] =>
  bringUpToDate(folder, generated, mode).map(({ kind, file }) => `${kind} ${file}`)

describe('a folder of generated files', () => {
  test('is written, and then found up to date', () => {
    expect(kinds('check')).toEqual(['missing a.ts', 'missing b.ts'])
    expect(readdirSync(folder)).toEqual([])
    expect(kinds('write')).toEqual(['missing a.ts', 'missing b.ts'])
    expect(kinds('check')).toEqual([])
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(ours('a\n'))
  })

  test('is not made by checking', () => {
    const none = join(folder, 'none')
    expect(bringUpToDate(none, generated, 'check').map(({ kind }) => kind)).toEqual(['missing', 'missing'])
    expect(readdirSync(folder)).toEqual([])
    bringUpToDate(none, generated, 'write')
    expect(readdirSync(none)).toEqual(['a.ts', 'b.ts'])
  })

  test('loses what is stale, and keeps what was not generated', () => {
    put('a.ts', ours('old\n'))
    put('old.ts', ours('old\n'))
    put('hand.ts', '// Written by hand.\n')
    expect(kinds('check')).toEqual(['changed a.ts', 'missing b.ts', 'stale old.ts'])
    kinds('write')
    expect(readdirSync(folder).sort()).toEqual(['a.ts', 'b.ts', 'hand.ts'])
    expect(kinds('check')).toEqual([])
  })

  test('is not written to when a file that was not generated is in the way', () => {
    put('a.ts', '// Written by hand.\n')
    expect(kinds('write')).toEqual(['foreign a.ts', 'missing b.ts'])
    expect(readdirSync(folder)).toEqual(['a.ts'])
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('// Written by hand.\n')
  })

  test('has the .proto in folders of its own, which go with the last file in them', () => {
    const inFolders = new Map([['one/v2/one.proto', ours('2\n')]])
    bringUpToDate(
      folder,
      new Map([
        ['one/v1/one.proto', ours('1\n')],
        ['old/v1/old.proto', ours('0\n')],
      ]),
      'write',
    )
    mkdirSync(join(folder, 'one', 'notes'))
    put('one/notes/mine.proto', ours('mine\n'))
    const differences = () =>
      bringUpToDate(folder, inFolders, 'write').map(({ kind, file }) => `${kind} ${file}`)
    expect(differences()).toEqual([
      'stale old/v1/old.proto',
      'stale one/v1/one.proto',
      'missing one/v2/one.proto',
    ])
    expect(differences()).toEqual([])
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual([
      'one',
      'one/notes',
      'one/notes/mine.proto',
      'one/v2',
      'one/v2/one.proto',
    ])
  })

  test('shows the lines that differ', () => {
    expect(diffLines('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual(['  line 2:', '- b', '+ x', '+ y'])
    put('a.ts', ours('old\n'))
    const [difference] = bringUpToDate(folder, generated, 'check')
    if (difference === undefined) throw new Error('There is a difference.')
    expect(formatDifference(difference)).toBe('a.ts is not what the contract gives:\n  line 2:\n- old\n+ a')
  })

  test('says when only the line ends differ, and shows no line for its end alone', () => {
    const withCrlf = (text: string): string => text.replaceAll('\n', '\r\n')
    put('a.ts', withCrlf(ours('a\n')))
    put('b.ts', withCrlf(ours('b\nold\n')))
    expect(bringUpToDate(folder, generated, 'check').map(formatDifference)).toEqual([
      'a.ts is what the contract gives, but its lines end with CRLF instead of LF: see core.autocrlf of git.',
      'b.ts is not what the contract gives:\n  line 3:\n- old',
    ])
    expect(kinds('write')).toEqual(['changed a.ts', 'changed b.ts'])
    expect(kinds('check')).toEqual([])
  })
})

describe('the command', () => {
  const run = (...args: readonly string[]) => {
    const said: string[] = []
    const spies = [
      jest.spyOn(console, 'log').mockImplementation(() => {}),
      jest.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line))),
    ]
    const status = codegen(args)
    for (const spy of spies) spy.mockRestore()
    return { status, said: said.join('\n') }
  }

  test('finds what is committed up to date', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const args = ['--import', 'tsx', join(root, 'scripts/codegen.ts'), '--check']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  }, 20_000)

  test('writes the real contract elsewhere, and checks it with a diff', () => {
    expect(run('protocol/base.yaml', folder).status).toBe(0)
    expect(run('--check', 'protocol/base.yaml', folder).status).toBe(0)
    put('states.mmd', `${readFileSync(join(folder, 'states.mmd'), 'utf8')}more\n`)
    const changed = run('--check', 'protocol/base.yaml', folder)
    expect(changed.status).toBe(1)
    expect(changed.said).toContain('states.mmd is not what the contract gives:')
    expect(changed.said).toContain('- more')
  }, 20_000)

  test('ends with 2 on wrong usage and 1 on a bad contract, without a stack trace', () => {
    expect(run('--what').status).toBe(2)
    expect(run('one').status).toBe(2)
    put('bad.yaml', 'protocol: x\n')
    const bad = run(join(folder, 'bad.yaml'), join(folder, 'out'))
    expect(bad.status).toBe(1)
    expect(bad.said).toContain('bad.yaml:1:')
    const missing = run(join(folder, 'none.yaml'), folder)
    expect(missing.status).toBe(1)
    expect(missing.said).not.toContain('    at ')
  }, 20_000)
})
