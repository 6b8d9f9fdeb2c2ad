import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import protobuf from 'protobufjs'
import { generate } from '../../src/codegen/generate.ts'
import { contractHash } from '../../src/contract/hash.ts'
import { bases, onBase } from '../contract/files.ts'
import { runsOf } from '../support/soak.ts'
import { blockOf, contractOf, filesOf, running } from './generated.ts'
import { options } from './sample.ts'
import { shop } from './samples.ts'

const contract = shop
const files = filesOf(contract)
const base = contract.base ?? contract
const text = (file: string): string => files.get(file) ?? ''
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('of a contract on a base', () => {
  test('the messages are its own, with the types of the base that they use', () => {
    expect(text('messages.ts').split('\n').slice(1, 6)).toEqual([
      "import type { Cause, Name } from './base/messages.ts'",
      "import type * as base from './base/messages.ts'",
      '',
      "export type { Cause, Name } from './base/messages.ts'",
      '',
    ])
    expect(text('messages.ts').match(/^export (?:interface|type) \w+/gm)).toEqual([
      'export type Price',
      ...['Order', 'Offer', 'Take', 'Note'].map((name) => `export interface ${name}`),
      ...['Message', 'ClientMessage', 'ServerMessage', 'ConversationMessage'].map((n) => `export type ${n}`),
      ...['ClientConversation', 'ServerConversation'].map((name) => `export type ${name}`),
      'export interface MessageByName',
    ])
    expect(text('messages.ts')).toContain('\nexport type ServerMessage = base.ServerMessage | Offer | Note\n')
    expect(text('messages.ts')).toContain('\nexport type ServerConversation = Offer | Note\n')
    expect(text('messages.ts')).toContain('\nexport interface MessageByName extends base.MessageByName {\n')
  })

  test('the codec leaves to the base what is not its own', () => {
    expect(blockOf(files, 'codec.ts', 'const encodeMessage').split('\n').slice(-4)).toEqual([
      '    default:',
      '      return baseCodec.encodeBody(writer, message)',
      '  }',
      '}',
    ])
    expect(text('codec.ts')).not.toContain('encodeOpen')
  })

  test('the tables are whole, and name the base', () => {
    const hashes = { own: hex(contractHash(contract)), base: hex(contractHash(base)) }
    expect(blockOf(files, 'contract.ts', '/** A shop. */').split('\n').slice(2, 9)).toEqual([
      "  protocol: 'shop',",
      '  version: 3,',
      '  speaks: 2,',
      `  hash: '${hashes.own}',`,
      `  base: { name: 'tiny-base@1', hash: '${hashes.base}' },`,
      '  messages: [',
      "    { name: 'Open', number: 1, from: 'client', conversation: false },",
    ])
    expect(text('base/contract.ts')).toContain('\n  speaks: 1,\n')
    expect(text('base/contract.ts')).toContain('\n  base: null,\n')
  })

  test('the module exports one value, with what each side says', () => {
    expect(blockOf(files, 'index.ts', '/** The conversation messages that a server')).toBe(
      [
        '/** The conversation messages that a server of shop says, and their answers. */',
        'export interface ShopServer {',
        '  readonly says: {',
        '    readonly Offer: messages.Offer',
        '    readonly Note: messages.Note',
        '  }',
        '  readonly asks: object',
        '  readonly streams: object',
        '  readonly handlers: ShopServerHandlers',
        '}',
      ].join('\n'),
    )
    expect(blockOf(files, 'index.ts', '/** The conversation messages of shop')).toBe(
      [
        '/** The conversation messages of shop, by the side that says them. */',
        'export interface Shop {',
        '  readonly client: ShopClient',
        '  readonly server: ShopServer',
        '}',
      ].join('\n'),
    )
    expect(text('index.ts')).toContain("\nexport type * from './messages.ts'\n")
    expect(text('index.ts')).toContain(
      '\nexport const shop: codec.Contract<Shop> = { tables, numbers, encodeBody, decodeBody }\n',
    )
  })

  test('the .proto takes types from that of the base', () => {
    const proto = text('shop/v3/shop.proto')
    expect(proto).toContain('\npackage shop.v3;\n\nimport "tiny_base/v1/tiny_base.proto";\n')
    expect(proto).toContain('\n  optional tiny_base.v1.Cause why = 1;\n')
    expect(proto).not.toContain('message Open')
    const root = new protobuf.Root()
    protobuf.parse(text('base/tiny_base/v1/tiny_base.proto'), root)
    protobuf.parse(proto, root)
    root.resolveAll()
    expect(root.lookupType('shop.v3.Take').fields.why?.resolvedType?.fullName).toBe('.tiny_base.v1.Cause')
    expect(filesOf(contractOf(onBase, bases)).get('shop/v3/shop.proto')).not.toContain('import')
  })

  test('it is not generated without the modules of the base', () => {
    expect(() => generate(contract, new Uint8Array(8), options)).toThrow('imports.base is not given')
  })
})

describe('the codec of a contract on a base', () => {
  test('writes and reads messages of both', async () => {
    const { encode, decode, json, MessageArbitrary } = await running(contract, files)
    const seen = new Set<string>()
    fc.assert(
      fc.property(MessageArbitrary, (said) => {
        seen.add(said.type)
        expect(decode(said.type, encode(said).body ?? Buffer.alloc(0))).toEqual({
          message: said,
          fault: null,
        })
        expect(json.decode(JSON.parse(JSON.stringify(json.encode(said))))).toEqual(E.right(said))
      }),
      { numRuns: runsOf(400) },
    )
    expect([...seen].sort()).toEqual(contract.messages.map(({ name }) => name).sort())
  })

  test('keeps the bounds and rules of types of the base', async () => {
    const { encode, decode } = await running(contract, files)
    const fault = { code: 'MALFORMED', reason: 'NOT_NFC', path: 'Order.name' }
    expect(encode({ type: 'Order', name: 'e\u0301' }).fault).toEqual(fault)
    expect(decode('Order', Buffer.from('0a0365cc81', 'hex')).fault).toEqual(fault)
    expect(encode({ type: 'Nobody' }).fault).toEqual({
      code: 'MALFORMED',
      reason: 'UNKNOWN_MESSAGE',
      path: '',
    })
    expect(decode('Nobody', Buffer.alloc(0)).fault).toMatchObject({ reason: 'UNKNOWN_MESSAGE' })
  })

  test('is exported as one value', async () => {
    const { exported } = await running(contract, files)
    expect(Object.keys(exported)).toEqual(['shop'])
    expect(exported.shop?.numbers).toMatchObject({ Open: 1, Order: 64, Note: 67 })
    expect(exported.shop?.tables.base?.name).toBe('tiny-base@1')
  })
})
