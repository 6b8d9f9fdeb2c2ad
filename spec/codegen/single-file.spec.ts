import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { Reader, type Contract as Runnable, Writer } from '../../src/codec/index.ts'
import { generateSingleFile, type Language } from '../../src/codegen/index.ts'
import { contractHash } from '../../src/contract/hash.ts'
import { colloquyBases } from '../contract/files.ts'
import { isSoak } from '../support/soak.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { compile, paths } from './compile.ts'
import { someContracts } from './contracts.ts'
import { contractOf, filesOf, running } from './generated.ts'
import { largeContract } from './large-contract.ts'
import { colors, keyValue, numbers, rooms, shapes, work } from './samples.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const origin = { source: 'x.yaml', command: 'colloquy generate' }
const large = contractOf(largeContract(isSoak ? 200 : 40), colloquyBases)
const own = { kv: keyValue, chat: rooms, jobs: work }
const contracts = [
  ...Object.values(own),
  colors,
  numbers,
  shapes,
  large,
  ...someContracts(isSoak ? 15 : 5, 12),
]

const generated = (contract: (typeof contracts)[number], file: string, language: Language) =>
  generateSingleFile(contract, file, language, origin)

/** What a program's own settings may ask of the files beside it. */
const strictest = {
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  allowUnusedLabels: false,
  allowUnreachableCode: false,
  noPropertyAccessFromIndexSignature: true,
  declaration: true,
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  paths,
}

describe('a contract in one file', () => {
  test('imports from the package alone, and says where it comes from', () => {
    for (const contract of contracts) {
      const [[file, text = ''] = []] = generated(contract, 'src/protocol.ts', 'typescript')
      expect(file).toBe('src/protocol.ts')
      expect(text.split('\n')[0]).toBe('// Generated from x.yaml by colloquy generate. Do not edit.')
      const from = [...text.matchAll(/ from '([^']+)'/g)].map(([, path]) => path)
      expect(from.filter((path) => !/^colloquy(?:\/|$)/.test(path ?? ''))).toEqual([])
      expect(text.split('\n').filter((line) => /^import /.test(line))).toHaveLength(
        new Set(text.match(/^import .*$/gm)).size,
      )
    }
  })

  test('compiles where the compiler is as strict as it can be, and so do the types beside JavaScript', () => {
    const sources = contracts.flatMap((contract, index) => [
      ...generated(contract, `t${index}.ts`, 'typescript'),
      ...[...generated(contract, `${index}.js`, 'javascript')].filter(([file]) => file.endsWith('.d.ts')),
    ])
    const use = [
      "import type { Contract } from 'colloquy/codec'",
      "import { bounds, type Get, kv } from './0.js'",
      "export const get: Get = { type: 'Get', key: 'a' }",
      'export const most: 512 = bounds.Key.maxBytes',
      'export const typed: Contract<Messages> = kv',
      'type Messages = typeof kv extends Contract<infer M> ? M : never',
    ].join('\n')
    expect(sources).toHaveLength(2 * contracts.length)
    expect(compile(new Map([...sources, ['use.ts', use]]), strictest)).toEqual([])
  }, 120_000)

  test('is named as it is asked, with the types of .mjs in .d.mts', () => {
    const files = (file: string) => [...generated(keyValue, file, 'javascript').keys()]
    expect(files('a/protocol.js')).toEqual(['a/protocol.js', 'a/protocol.d.ts'])
    expect(files('protocol.mjs')).toEqual(['protocol.mjs', 'protocol.d.mts'])
  })

  test('is the same each time, and 200 messages take less than a second', () => {
    const text = largeContract(200)
    const began = process.cpuUsage()
    const contract = contractOf(text, colloquyBases)
    const first = generateSingleFile(contract, 'x.ts', 'typescript', origin)
    const firstMs = process.cpuUsage(began).user / 1_000
    // Beside other tests a first run pays for what they left to collect.
    const again = process.cpuUsage()
    if (firstMs >= 1_000) generateSingleFile(contract, 'x.ts', 'typescript', origin)
    expect(Math.min(firstMs, firstMs < 1_000 ? firstMs : process.cpuUsage(again).user / 1_000)).toBeLessThan(
      1_000,
    )
    expect(generateSingleFile(contractOf(text, colloquyBases), 'x.ts', 'typescript', origin)).toEqual(first)
    expect(contract.messages.filter(({ ofBase }) => !ofBase)).toHaveLength(200)
  })

  test('has nothing in it that the recommended rules of Biome are against', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'biome.json'), '{}')
    for (const [index, contract] of contracts.entries())
      for (const [language, ending] of [
        ['typescript', 'ts'],
        ['javascript', 'js'],
      ] as const)
        for (const [file, text] of generated(contract, `${index}.${ending}`, language))
          writeFileSync(join(folder, language === 'typescript' ? `t${file}` : file), text)
    const { stdout, stderr, status } = spawnSync(
      join(root, 'node_modules/.bin/biome'),
      ['lint', '--error-on-warnings', '--max-diagnostics=20', '.'],
      { cwd: folder, encoding: 'utf8' },
    )
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
  }, 60_000)
})

/** A generated file as it runs in a folder in which the package is installed. */
const loaded = async (contract: (typeof contracts)[number], language: Language): Promise<Runnable> => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/colloquy'))
  const file = language === 'typescript' ? 'protocol.ts' : 'protocol.js'
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, text] of generated(contract, file, language)) writeFileSync(join(folder, name), text)
  // The file has one contract: the one place where it becomes typed.
  const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, Runnable>
  const found = Object.values(module).find((one) => 'tables' in one)
  if (found === undefined) throw new Error('There is no contract in it.')
  return found
}

describe.each(['typescript', 'javascript'] as const)('the codec of one file in %s', (language) => {
  test.each(Object.entries({ ...own, numbers, shapes }))(
    'writes and reads as the modules of %s do',
    async (_, contract) => {
      const one = await loaded(contract, language)
      const { encode, MessageArbitrary } = await running(contract, filesOf(contract))
      const writer = new Writer(64)
      fc.assert(
        fc.property(MessageArbitrary, (message) => {
          writer.pos = 0
          // The arbitrary is of this contract.
          expect(one.encodeBody(writer, message as never)).toBe(true)
          const body = Buffer.from(writer.buffer.subarray(0, writer.pos))
          expect(body).toEqual(encode(message).body)
          const number = one.numbers[message.type] ?? 0
          expect(one.decodeBody(number, new Reader().reset(body))).toEqual(message)
        }),
        { numRuns: 60 },
      )
      expect(one.tables.hash).toBe(Buffer.from(contractHash(contract)).toString('hex'))
    },
  )
})
