import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { type KnownServer, knownInMemory } from '../../src/client/known-server.ts'
import type { ColloquyError } from '../../src/engine/errors.ts'
import { identityFingerprint, identityOf } from '../../src/identity.ts'
import { TokenJar } from '../support/token-jar.ts'
import { message } from '../support/wire.ts'
import { World } from '../support/world.ts'

const identity = identityOf(generateKeyPairSync('ed25519').privateKey)
const fingerprint = identityFingerprint(identity.publicKey)
const password = 'eight or more'

const knowing = (known: string | null): KnownServer & { readonly trusted: string[] } => {
  const trusted: string[] = []
  return {
    trusted,
    known: async () => known,
    trust: async (_kind, shown) => {
      trusted.push(shown)
      return true
    },
  }
}

const failureOf = (failure: Error | null): unknown => (failure as ColloquyError | null)?.failure

const meet = async (
  side: { readonly identity?: typeof identity },
  knownServer: KnownServer,
  port = 7707,
  insecurePassword = false,
) => {
  const world = new World()
  const tokens = new TokenJar()
  tokens.token = 'a'.repeat(43)
  const { caller, session } = world.pair(
    { mode: 'auth', ...side },
    { credentials: { name: 'Ada', password, register: true, tokens }, knownServer, insecurePassword },
    { server: { address: '127.0.0.1', port }, client: { address: '127.0.0.1', port: 40_000 } },
  )
  await world.pass(10)
  return { world, caller, session: session(), tokens }
}

test('a key that is first seen is remembered before anything secret is said', async () => {
  const knownServer = knowing(null)
  const { caller } = await meet({ identity }, knownServer)
  expect(knownServer.trusted).toEqual([fingerprint])
  expect(caller.name).toBe('Ada')
})

test('the server that is known gets the proof', async () => {
  const knownServer = knowing(fingerprint)
  const { caller } = await meet({ identity }, knownServer)
  expect([knownServer.trusted, caller.name]).toEqual([[], 'Ada'])
})

test('a server with another key, or none, gets neither token nor password, and nothing is forgotten', async () => {
  const other = identityOf(generateKeyPairSync('ed25519').privateKey)
  for (const [side, shown] of [
    [{ identity: other }, identityFingerprint(other.publicKey)],
    [{}, null],
  ] as const) {
    const { world, caller, session, tokens } = await meet(side, knowing(fingerprint))
    await expect(caller.begun).rejects.toThrow()
    expect(failureOf(caller.failure)).toEqual({
      code: 'UNKNOWN_SERVER',
      fingerprint: shown,
      known: fingerprint,
    })
    expect(world.serverLog.filter(({ event }) => event === 'granted' || event === 'denied')).toEqual([])
    expect([tokens.forgotten, tokens.token, session.grant]).toEqual([0, 'a'.repeat(43), null])
  }
})

test('a server that is not trusted, and never answers our Bye, delays that by half a second', async () => {
  const world = new World()
  const { caller, raws } = world.rawServer({
    credentials: { name: 'Ada', password },
    knownServer: knowing(fingerprint),
  })
  await world.pass()
  raws[0]?.say(message('Welcome'), message('Greeting'), message('Challenge'))
  let isOver = false
  void caller.over.then(() => {
    isOver = true
  })
  await world.pass(499)
  expect([raws[0]?.words, isOver]).toEqual([['Hello', 'Bye DONE'], false])
  await world.pass(1)
  expect([isOver, failureOf(caller.failure), world.clock.pending]).toEqual([
    true,
    { code: 'UNKNOWN_SERVER', fingerprint: null, known: fingerprint },
    0,
  ])
})

test('what the real server proves at another port proves nothing here', async () => {
  const elsewhere: typeof identity = {
    publicKey: identity.publicKey,
    prove: (claim) => identity.prove({ ...claim, port: claim.port + 1 }),
  }
  const { caller, world } = await meet({ identity: elsewhere }, knowing(fingerprint))
  expect(failureOf(caller.failure)).toEqual({ code: 'UNKNOWN_SERVER', fingerprint: null, known: fingerprint })
  expect(world.serverLog.map(({ event }) => event)).not.toContain('denied')
})

test('a key that is shown and not proven is refused; with insecurePassword it is none', async () => {
  const lying = { publicKey: identity.publicKey, prove: () => Buffer.alloc(64) }
  const refused = await meet({ identity: lying }, knowing(null))
  expect(failureOf(refused.caller.failure)).toEqual({
    code: 'UNKNOWN_SERVER',
    fingerprint: null,
    known: null,
  })
  const careless = await meet({ identity: lying }, knowing(null), 7707, true)
  expect(careless.caller.name).toBe('Ada')
  const known = await meet({ identity: lying }, knowing(fingerprint), 7707, true)
  expect(failureOf(known.caller.failure)).toEqual({
    code: 'UNKNOWN_SERVER',
    fingerprint: null,
    known: fingerprint,
  })
})

test('a Bye that says LOGGED_OUT deletes no token where none was granted', async () => {
  const world = new World()
  const tokens = new TokenJar()
  tokens.token = 'a'.repeat(43)
  const { raws } = world.rawServer({ credentials: { name: 'Ada', tokens }, requireProof: false })
  await world.pass()
  raws[0]?.say(message('Welcome'), message('Ready'), message('Bye', Buffer.from('0802', 'hex')))
  await world.pass(10)
  expect([tokens.forgotten, tokens.token]).toEqual([0, 'a'.repeat(43)])
})

test('without a place for them keys are known as long as the client lives, and certificates are not trusted', async () => {
  const known = knownInMemory()
  const { signal } = new AbortController()
  expect(await known.known('ed25519')).toBeNull()
  expect(await known.trust('ed25519', fingerprint, signal)).toBe(true)
  expect(await known.known('ed25519')).toBe(fingerprint)
  expect([await known.trust('tls', fingerprint, signal), await known.known('tls')]).toEqual([false, null])
})
