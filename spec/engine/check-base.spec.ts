import { expect, test } from '@jest/globals'
import { connect, createServer, talk } from '../../src/index.ts'

const { tables } = talk
const of = (base: typeof tables.base) => ({ ...talk, tables: { ...tables, protocol: 'kv', base } })

const EDITION =
  'What was generated from the contract kv is for another edition of colloquy@1 than this library has: run colloquy generate.'
const OLDER =
  'The contract kv stands on colloquy@0, and this library has colloquy@1: change its base, and run colloquy generate.'
const converse = { Say: () => undefined }
const NONE =
  'The contract kv has no base: run it with play, or give it base: colloquy@1 and run colloquy generate.'

test.each([
  ['another edition of the base', { name: 'colloquy@1', hash: '0011223344556677' }, EDITION],
  ['another base', { name: 'colloquy@0', hash: tables.base?.hash ?? '' }, OLDER],
  ['no base', null, NONE],
])('what was generated for %s is refused by server and client with a sentence', async (_, base, message) => {
  const failure = { code: 'OTHER_BASE', protocol: 'kv', base: base?.name ?? null }
  for (const refused of [
    createServer({ contract: of(base), port: 0, mode: 'echo', converse }),
    connect({ contract: of(base), port: 1 }),
  ])
    await expect(refused).rejects.toMatchObject({ name: 'ColloquyError', failure, message })
})

test.each([[{}], [{ tables: null }], [7], [null]])(
  'what is no contract, as %j, is refused as such',
  async (one) => {
    // A program without types may give anything.
    const contract = one as unknown as typeof talk
    const refusal = new TypeError('contract is the value that a generated file exports.')
    if (one !== null)
      await expect(createServer({ contract, port: 0, mode: 'echo', converse })).rejects.toEqual(refusal)
    await expect(connect({ contract: { ...contract }, port: 1 })).rejects.toEqual(refusal)
  },
)
