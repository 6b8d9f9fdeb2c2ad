import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { Reader, Writer } from '../../src/codec/index.ts'
import { generate } from '../../src/codegen/generate.ts'
import { isSoak } from '../support/soak.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { compile } from './compile.ts'
import { anyContracts } from './contracts.ts'
import { filesOf } from './generated.ts'
import { imports } from './imports.ts'
import { options, sample } from './sample.ts'
import { colors, keyValue, numbers, rooms, shapes, shop, talkOnBase, work } from './samples.ts'

const hash = new Uint8Array(8)
const origin = { ...options, imports }
const generated = generate(sample, hash, origin)

const samples = { colors, numbers, shapes, shop, talkOnBase, keyValue, rooms, work }

// One program for all: most of what it takes is to read what they import.
describe('the generated code of any contract, and of contracts with every kind of field', () => {
  const folders = [
    ...Object.entries(samples).map(([name, contract]) => [name, filesOf(contract)] as const),
    ...anyContracts()
      .slice(0, isSoak ? 30 : 10)
      .map((contract, index) => [`any${index}`, generate(contract, hash, origin)] as const),
    ['sample', generated] as const,
  ]
  const sources = folders.flatMap(([folder, files]) =>
    [...files].flatMap(([file, text]) =>
      file.endsWith('.ts') ? [[`${folder}/${file}`, text] as const] : [],
    ),
  )

  test('compiles, with nothing in it that is not used', () => {
    const strictest = {
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      allowUnusedLabels: false,
      allowUnreachableCode: false,
    }
    expect(compile(new Map(sources), strictest)).toEqual([])
  }, 120_000)

  test('compiles without the types of Node where it is types and data', () => {
    const pure = sources.filter(([file]) => /\/(?:contract|messages)\.ts$/.test(file))
    expect(compile(new Map(pure), { types: [] })).toEqual([])
  }, 60_000)
})

type Said = Readonly<Record<string, unknown>>
interface Codec {
  readonly encodeBody: (writer: Writer, message: Said) => boolean
  readonly decodeBody: (number: number, reader: Reader) => Said | null
}

const folder = temporaryFolder()
for (const file of ['codec.ts', 'messages.ts']) writeFileSync(join(folder, file), generated.get(file) ?? '')
const load = async (): Promise<Codec> => (await import(pathToFileURL(join(folder, 'codec.ts')).href)) as Codec

describe('the generated codec of such a contract', () => {
  const run = async (number: number, message: Said) => {
    const { encodeBody, decodeBody } = await load()
    const writer = new Writer(4)
    expect(encodeBody(writer, message)).toBe(true)
    const body = writer.buffer.subarray(0, writer.pos)
    return { hex: body.toString('hex'), heard: decodeBody(number, new Reader().reset(body)) }
  }
  const none = new Uint8Array(0)

  test('leaves out empty bytes, and gives them back', async () => {
    const said = { type: 'Every', raw: none, key: none }
    const { hex, heard } = await run(2, said)
    expect(hex).toBe('')
    expect(heard).toStrictEqual(said)
  })

  test('writes what is optional and present, defaults too, under tags of every size', async () => {
    const said = {
      type: 'Every',
      raw: Uint8Array.of(1),
      key: Uint8Array.of(2, 3),
      shade: 'DEEP_BLUE',
      flag: false,
      level: 0,
      code: 'abc',
      last: Uint8Array.of(4, 5),
    }
    const { hex, heard } = await run(2, said)
    expect(hex).toBe('0a0101' + '12020203' + '1802' + '2000' + '2800' + '827d03616263' + 'faffffff0f020405')
    expect(heard).toStrictEqual(said)
  })

  test('keeps count of more than sixty fields', async () => {
    const { encodeBody, decodeBody } = await load()
    const said: Record<string, unknown> = { type: 'Many' }
    for (let i = 0; i < 70; i++) said[`bit${i}`] = i % 3 !== 0
    const { heard } = await run(64, said)
    expect(heard).toStrictEqual(said)
    const writer = new Writer()
    encodeBody(writer, said)
    for (const tag of [2 * 8, 33 * 8, 69 * 8]) {
      const twice = Buffer.concat([
        writer.buffer.subarray(0, writer.pos),
        Buffer.from(tag < 128 ? [tag, 1] : [(tag & 0x7f) | 0x80, tag >> 7, 1]),
      ])
      const reader = new Reader().reset(twice)
      expect(decodeBody(64, reader)).toBeNull()
      expect(reader.fault).toMatchObject({ reason: 'REPEATED_FIELD', path: `Many.bit${tag / 8 - 1}` })
    }
  })
})
