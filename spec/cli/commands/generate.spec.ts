import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { generateSingleFile } from '../../../src/codegen/index.ts'
import { contractOf } from '../../codegen/generated.ts'
import { colloquyBases, kv } from '../../contract/files.ts'
import { Programs } from '../../support/program.ts'
import { expectRefusal } from '../refusal.ts'

const programs = new Programs()
const own = (name: string): string =>
  fileURLToPath(new URL(`../../contract/own/${name}.yaml`, import.meta.url))

/** A folder with the contract kv in it. */
const folderOfKv = (): string => {
  const cwd = programs.folder()
  writeFileSync(join(cwd, 'kv.yaml'), kv)
  return cwd
}

const filesIn = (cwd: string): readonly string[] =>
  readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(cwd.length + 1), entry.name))
    .sort()

test('a contract is written as one file, and its path is printed; where it is up to date nothing happens', async () => {
  const cwd = folderOfKv()
  const args = ['generate', 'kv.yaml', '--out', 'src/protocol.ts']
  expect(await programs.run(args, { cwd })).toMatchObject({
    code: 0,
    stdout: 'src/protocol.ts\n',
    stderr: '',
  })
  const origin = { source: 'kv.yaml', command: 'colloquy generate' }
  const [[, expected] = []] = generateSingleFile(contractOf(kv, colloquyBases), 'x.ts', 'typescript', origin)
  expect(readFileSync(join(cwd, 'src/protocol.ts'), 'utf8')).toBe(expected)
  expect(await programs.run(args, { cwd })).toMatchObject({ code: 0, stdout: '', stderr: '' })
  // The same bytes from every folder.
  const elsewhere = ['generate', join(cwd, 'kv.yaml'), '--out', join(cwd, 'src/protocol.ts'), '--check']
  expect(await programs.run(elsewhere)).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect(filesIn(cwd)).toEqual(['kv.yaml', 'src/protocol.ts'])
})

test('--check writes nothing, says what differs, and ends with 1', async () => {
  const cwd = folderOfKv()
  const write = ['generate', 'kv.yaml', '--out', 'protocol.js']
  const check = [...write, '--check']
  expectRefusal(
    await programs.run(check, { cwd }),
    1,
    /^protocol\.js is missing; run the same command without --check\.$/m,
  )
  expect(filesIn(cwd)).toEqual(['kv.yaml'])
  expect(await programs.run(write, { cwd })).toMatchObject({
    code: 0,
    stdout: 'protocol.js\nprotocol.d.ts\n',
  })
  expect(await programs.run(check, { cwd })).toMatchObject({ code: 0, stdout: '', stderr: '' })
  writeFileSync(join(cwd, 'kv.yaml'), kv.replace('max: 604800', 'max: 604801'))
  const { code, stdout, stderr } = await programs.run(check, { cwd })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('\n- ')
  expect(stderr).toMatch(/604801/)
  expect(stderr).toMatch(/\nprotocol\.js is not up to date; run the same command without --check\.\n$/)
  writeFileSync(join(cwd, 'kv.yaml'), kv)
  const file = join(cwd, 'protocol.js')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
  expectRefusal(await programs.run(check, { cwd }), 1, /its lines end with CRLF/)
})

test('--proto writes proto3 to a file or below a folder, alone or too', async () => {
  const cwd = folderOfKv()
  writeFileSync(
    join(cwd, 'own.yaml'),
    kv.replace('type: Trouble', 'type: ByeReason').replace('protocol: kv', 'protocol: own'),
  )
  const run = (...args: readonly string[]) => programs.run(['generate', ...args], { cwd })
  expect(await run('kv.yaml', '--proto', 'kv.proto')).toMatchObject({ code: 0, stdout: 'kv.proto\n' })
  expect(await run('kv.yaml', '--proto', 'proto', '--out', 'kv.ts')).toMatchObject({
    code: 0,
    stdout: 'kv.ts\nproto/kv/v1/kv.proto\n',
  })
  expect(readFileSync(join(cwd, 'kv.proto'), 'utf8')).toBe(
    readFileSync(join(cwd, 'proto/kv/v1/kv.proto'), 'utf8'),
  )
  // The file of the base that it imports stands beside it.
  expect(await run('own.yaml', '--proto', 'proto')).toMatchObject({
    stdout: 'proto/own/v1/own.proto\nproto/colloquy/v1/colloquy.proto\n',
  })
  expect(await run('own.yaml', '--proto', 'proto', '--check')).toMatchObject({ code: 0, stderr: '' })
})

test('a contract without a base is generated, too', async () => {
  const credit = fileURLToPath(new URL('../../../examples/credit/credit.yaml', import.meta.url))
  const cwd = programs.folder()
  expect(await programs.run(['generate', credit, '--out', 'credit.ts'], { cwd })).toMatchObject({ code: 0 })
  expect(readFileSync(join(cwd, 'credit.ts'), 'utf8')).not.toContain('colloquy/protocol')
})

test('what was not generated is not overwritten, and then nothing is written at all', async () => {
  const cwd = folderOfKv()
  mkdirSync(join(cwd, 'kv', 'v1'), { recursive: true })
  const mine = 'export const mine = 1\n'
  writeFileSync(join(cwd, 'protocol.d.ts'), mine)
  const run = (...args: readonly string[]) => programs.run(['generate', 'kv.yaml', ...args], { cwd })
  const inTheWay =
    /^protocol\.d\.ts is there and was not generated, so it is not overwritten; move it, or give another file\.$/m
  expectRefusal(await run('--out', 'protocol.js'), 1, inTheWay)
  expectRefusal(await run('--out', 'protocol.js', '--check'), 1, inTheWay)
  expectRefusal(await run('--out', 'protocol.js', '--lang', 'ru'), 1, /^Файл protocol\.d\.ts уже есть/)
  expect(filesIn(cwd)).toEqual(['kv.yaml', 'protocol.d.ts'])
  expect(readFileSync(join(cwd, 'protocol.d.ts'), 'utf8')).toBe(mine)
})

test('wrong usage is refused with a sentence', async () => {
  const cwd = folderOfKv()
  mkdirSync(join(cwd, 'folder.ts'))
  for (const [args, exit, why] of [
    [['kv.yaml'], 2, /^Nothing says what to generate; name a file: --out protocol\.ts, or --proto/],
    [
      ['kv.yaml', '--out', 'kv.ts', '--language', 'java'],
      2,
      /^--language is “java”; give typescript or javascript\.$/m,
    ],
    [
      ['kv.yaml', '--out', 'kv.txt'],
      2,
      /^kv\.txt is no name for typescript; give one that ends with \.ts or \.mts\.$/m,
    ],
    [
      ['kv.yaml', '--out', 'kv.ts', '--language', 'javascript'],
      2,
      /^kv\.ts is no name for javascript; .* \.js or \.mjs\.$/m,
    ],
    [['kv.yaml', '--out', 'kv.d.ts'], 2, /^kv\.d\.ts is no name for typescript/],
    [['none.yaml', '--out', 'kv.ts'], 2, /^The contract none\.yaml cannot be read \(ENOENT\)/],
    [['kv.yaml', '--out', 'folder.ts'], 1, /^folder\.ts cannot be read \(EISDIR\)/],
    [
      ['kv.yaml', '--out', 'kv.yaml/kv.ts'],
      1,
      /^kv\.yaml\/kv\.ts cannot be (?:read|written) \((?:ENOTDIR|EEXIST)\)/,
    ],
    [['--out', 'kv.ts'], 2, /missing required argument 'contract'/],
  ] as const)
    expectRefusal(await programs.run(['generate', ...args], { cwd }), exit, why)
  expect(filesIn(cwd)).toEqual(['kv.yaml'])
})

test('of a bad contract every flaw is told with its place and remedy, and nothing is written', async () => {
  const cwd = programs.folder()
  const bad = kv
    .replace('maxItems: 16', 'maxItems: 0')
    .replace('answer: [Found, NotFound]', 'answer: [Found, Nobody]')
  writeFileSync(join(cwd, 'bad.yaml'), bad)
  const { code, stdout, stderr } = await programs.run(['generate', 'bad.yaml', '--out', 'kv.ts'], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^bad\.yaml:18:48 BOUND_OUT_OF_RANGE .+\. .+\.$/),
    expect.stringMatching(
      /^bad\.yaml:47:21 MESSAGE_UNKNOWN .+\. Name a message that is listed under messages\.$/,
    ),
  ])
  expect(filesIn(cwd)).toEqual(['bad.yaml'])
})

test.each(['chat', 'jobs'])('%s is generated, too', async (name) => {
  const cwd = programs.folder()
  expect(await programs.run(['generate', own(name), '--out', 'x.ts'], { cwd })).toMatchObject({
    code: 0,
    stderr: '',
  })
})

test('a module is not written where Node would read it as CommonJS', async () => {
  const cwd = folderOfKv()
  writeFileSync(join(cwd, 'package.json'), '{ "type": "commonjs" }')
  expectRefusal(
    await programs.run(['generate', 'kv.yaml', '--out', 'src/protocol.js'], { cwd }),
    1,
    /^src\/protocol\.js would be read as CommonJS, since \S+package\.json has the type commonjs, .+ name it \.mjs, /,
  )
  expect(filesIn(cwd)).toEqual(['kv.yaml', 'package.json'])
  const written = ['generate', 'kv.yaml', '--out', 'src/protocol.mjs']
  expect(await programs.run(written, { cwd })).toMatchObject({ code: 0, stderr: '' })
  // The nearest one counts.
  writeFileSync(join(cwd, 'src/package.json'), '{}')
  const inside = ['generate', 'kv.yaml', '--out', 'src/protocol.js']
  expect(await programs.run(inside, { cwd })).toMatchObject({ code: 0, stderr: '' })
})
