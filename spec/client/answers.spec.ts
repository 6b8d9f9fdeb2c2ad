import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { checkedKnownServer } from '../../src/client/known-server.ts'
import { type ClientOptions, connect, createServer, type Server, type Talk } from '../../src/index.ts'

// A program without types may answer anything where the client asks it.

let server: Server<Talk>
const told: string[] = []

beforeEach(async () => {
  told.length = 0
  server = await createServer({
    port: 0,
    identity: generateKeyPairSync('ed25519').privateKey,
    converse: { Say: () => undefined },
    log: { data: false, write: ({ event }) => void told.push(event) },
  })
})
afterEach(() => server.close())

/** What a client is refused with; null: it was not. */
const refusalOf = (options: Partial<ClientOptions<Talk>>): Promise<unknown> =>
  connect({ port: server.port, ...options, log: { data: false, write: () => {} } }).then(
    async (client) => {
      await client.bye()
      return null
    },
    (error: unknown) => error,
  )

const ada = { name: 'Ada', password: 'eight or more', register: true }
const known = async (): Promise<null> => null
const trust = async (): Promise<boolean> => true
const giving = (value: unknown) => async () => value as never

describe('nothing secret is said, and the client is told which answer was none', () => {
  test.each([
    [undefined, 'it was not given'],
    [7, 'it was a number'],
    [{}, 'it was an object of another kind'],
    [true, 'it was a boolean'],
  ])('where the memory of keys says that the key is %j', async (value, was) => {
    const refusal = await refusalOf({ credentials: ada, knownServer: { known: giving(value), trust } })
    expect(refusal).toEqual(new TypeError(`The answer of knownServer.known is a text, or null; ${was}.`))
    expect(told).not.toContain('granted')
  })

  test.each([
    [undefined, 'it was not given'],
    [null, 'it was null'],
    ['no', 'it was a string'],
    [1, 'it was a number'],
    [{}, 'it was an object of another kind'],
  ])('where whether a key is trusted is answered with %j', async (value, was) => {
    const refusal = await refusalOf({ credentials: ada, knownServer: { known, trust: giving(value) } })
    expect(refusal).toEqual(new TypeError(`The answer of knownServer.trust is true or false; ${was}.`))
    expect(told).not.toContain('granted')
  })

  test.each([
    [undefined, 'it was not given'],
    [7, 'it was a number'],
    [{}, 'it was an object of another kind'],
  ])('where the password is %j', async (value, was) => {
    const refusal = await refusalOf({ credentials: { ...ada, password: giving(value) } })
    expect(refusal).toEqual(new TypeError(`password is a text, or null; ${was}.`))
  })

  test.each([
    [undefined, 'it was not given'],
    [null, 'it was null'],
    ['a'.repeat(43), 'it was a string'],
    [{ token: null }, 'it was an object of another kind'],
  ])('where a token is taken as %j', async (value, was) => {
    const tokens = { take: giving(value) }
    const refusal = await refusalOf({ credentials: { name: 'Ada', password: 'eight or more', tokens } })
    expect(refusal).toEqual(
      new TypeError(`The answer of tokens.take is an object with keep, forget and release; ${was}.`),
    )
  })
})

test('answers of the right types are as they were given', async () => {
  for (const answer of [null, 'SHA256:x'])
    expect(await checkedKnownServer({ known: async () => answer, trust }).known('tls')).toBe(answer)
  for (const answer of [true, false]) {
    const { trust } = checkedKnownServer({ known, trust: async () => answer })
    expect(await trust('tls', 'SHA256:x', new AbortController().signal)).toBe(answer)
  }
  expect(await refusalOf({ credentials: ada, knownServer: { known, trust } })).toBeNull()
  expect(told).toContain('granted')
})
