import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { MessageArbitrary } from '../../src/codec/arbitraries.ts'
import { type CodecFault, type Contract as ContractValue, Reader, Writer } from '../../src/codec/index.ts'
import { generate } from '../../src/codegen/generate.ts'
import { contractHash } from '../../src/contract/hash.ts'
import { type Contract, formatFailure, loadContract } from '../../src/contract/index.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { imports } from './imports.ts'

/** A message of any contract. */
export type Said = Readonly<Record<string, unknown>> & { readonly type: string }

/** The generated modules of a contract, as they run. */
export interface Running {
  readonly encode: (message: unknown) => { readonly body: Buffer | null; readonly fault: CodecFault | null }
  readonly decode: (
    type: string,
    body: Uint8Array,
  ) => { readonly message: Said | null; readonly fault: CodecFault | null }
  readonly json: t.Type<Said, Said, unknown>
  readonly MessageArbitrary: fc.Arbitrary<Said>
  readonly arbitraries: Readonly<Record<string, MessageArbitrary<Said>>>
  /** The exports of index.ts. */
  readonly exported: Readonly<Record<string, ContractValue>>
}

/** A contract that is written in a test, perhaps on a base. */
export const contractOf = (text: string, bases: ReadonlyMap<string, string> = new Map()): Contract => {
  const loaded = loadContract(text, 'test.yaml', { bases })
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(formatFailure).join('\n'))
  return loaded.right
}

/** The files generated from it; those generated from its base stand in a folder of their own. */
export const filesOf = (contract: Contract): ReadonlyMap<string, string> => {
  const options = { source: 'test.yaml', command: 'test codegen', imports: { ...imports, base: baseModules } }
  const files = generate(contract, contractHash(contract), options)
  if (contract.base === null) return files
  const ofBase = [...filesOf(contract.base)].map(([file, text]) => [`base/${file}`, text] as const)
  return new Map([...files, ...ofBase])
}

const baseModules = {
  messages: './base/messages.ts',
  codec: './base/codec.ts',
  io: './base/io.ts',
  arbitraries: './base/arbitraries.ts',
}

/** The lines of a file from the first that begins so to the next empty one. */
export const blockOf = (files: ReadonlyMap<string, string>, file: string, first: string): string => {
  const lines = (files.get(file) ?? '').split('\n')
  const start = lines.findIndex((line) => line.startsWith(first))
  return lines.slice(start, lines.indexOf('', start)).join('\n')
}

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

interface Modules {
  readonly codec: {
    readonly encodeBody: (writer: Writer, message: unknown) => boolean
    readonly decodeBody: (number: number, reader: Reader) => Said | null
  }
  readonly index: Running['exported']
  readonly io: { readonly MessageJson: t.Type<Said, Said, unknown> }
  readonly arbitraries: Pick<Running, 'MessageArbitrary' | 'arbitraries'>
}

const read = new WeakMap<Contract, Promise<Running>>()

/** The modules generated from a contract, as they run; they are loaded once. */
export const running = (contract: Contract, files: ReadonlyMap<string, string>): Promise<Running> => {
  const before = read.get(contract)
  if (before !== undefined) return before
  const now = run(contract, files)
  read.set(contract, now)
  return now
}

// The files stand in a temporary folder while they are read.
const run = async (contract: Contract, files: ReadonlyMap<string, string>): Promise<Running> => {
  const folder = temporaryFolder()
  try {
    symlinkSync(modules, join(folder, 'node_modules'))
    mkdirSync(join(folder, 'base'))
    for (const [file, text] of files) if (file.endsWith('.ts')) writeFileSync(join(folder, file), text)
    const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href)
    // Generated modules have these exports: the one place where the modules become typed.
    const { codec, index, io, arbitraries } = {
      codec: await load('codec.ts'),
      index: await load('index.ts'),
      io: await load('io.ts'),
      arbitraries: await load('arbitraries.ts'),
    } as Modules
    const numbers = new Map(contract.messages.map(({ name, number }) => [name, number]))
    return {
      encode: (message) => {
        const writer = new Writer(4)
        const done = codec.encodeBody(writer, message)
        return { body: done ? Buffer.from(writer.buffer.subarray(0, writer.pos)) : null, fault: writer.fault }
      },
      decode: (type, body) => {
        const reader = new Reader().reset(Buffer.from(body))
        return { message: codec.decodeBody(numbers.get(type) ?? 0, reader), fault: reader.fault }
      },
      json: io.MessageJson,
      MessageArbitrary: arbitraries.MessageArbitrary,
      arbitraries: arbitraries.arbitraries,
      exported: index,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
