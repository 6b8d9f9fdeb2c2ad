import { describe, expect, test } from '@jest/globals'
import { type Proof, type Prover, password, personName } from '../../src/client/credentials.ts'
import type { RawPeer } from '../support/raw-peer.ts'
import { TokenJar } from '../support/token-jar.ts'
import { denialReasons, len, message, num, sample, someToken } from '../support/wire.ts'
import { type ClientSide, World } from '../support/world.ts'

const login: Proof = { type: 'Login', name: personName('Ada'), password: password('eight or more') }
const denied = (reason: string): Buffer =>
  message(
    'Denied',
    Buffer.concat([num(1, denialReasons.indexOf(reason) + 1), len(2, 'No.'), num(3, 2), num(4, 0)]),
  )

const called = async (side: ClientSide, ...frames: readonly Buffer[]) => {
  const world = new World()
  const { caller, raws } = world.rawServer({ reconnect: true, random: () => 1, ...side })
  await world.pass()
  const raw = raws[0] as RawPeer
  for (const frame of [message('Welcome'), ...frames]) {
    raw.say(frame)
    await world.pass()
  }
  return { world, caller, raws, raw }
}

describe('an answer that is not wanted any more', () => {
  test.each([
    ['a name', [message('AskName')]],
    ['a proof', [message('Greeting'), message('Challenge')]],
  ])('%s: who was asked is told, and giving up then is not taken for the reason', async (_, frames) => {
    const told: string[] = []
    const ask = (unwanted: AbortSignal): Promise<null> =>
      new Promise((resolve) => {
        unwanted.addEventListener('abort', () => {
          told.push('unwanted')
          resolve(null)
        })
      })
    const side: ClientSide = {
      name: (_asked, unwanted) => ask(unwanted),
      credentials: (_challenge, _denied, unwanted) => ask(unwanted),
    }
    const { world, caller, raw } = await called(side, ...frames)
    expect(told).toEqual([])
    raw.end()
    await world.pass(9_000)
    expect(told).toEqual(['unwanted'])
    await expect(caller.begun).rejects.toMatchObject({ code: 'ENDED' })
  })
})

describe('credentials with a prover', () => {
  const provenBy = (
    given: readonly (Proof | null)[],
  ): { readonly prover: Prover; readonly heard: unknown[] } => {
    const heard: unknown[] = []
    const left = [...given]
    return {
      heard,
      prover: async (_challenge, answer) => {
        heard.push(answer?.reason ?? null)
        return left.shift() ?? null
      },
    }
  }
  const challenged = [message('Greeting'), message('Challenge')]

  test('use the token first, and ask when it is no longer good, and again after each denial', async () => {
    const tokens = new TokenJar()
    tokens.token = someToken
    const { prover, heard } = provenBy([login, login])
    const { raw } = await called(
      { credentials: { name: 'Ada', tokens, prover } },
      ...challenged,
      denied('TOKEN_EXPIRED'),
      denied('BAD_CREDENTIALS'),
    )
    expect(raw.words).toEqual(['Hello', 'Resume', 'Login', 'Login'])
    expect(heard).toEqual(['TOKEN_EXPIRED', 'BAD_CREDENTIALS'])
    expect([tokens.forgotten, tokens.held]).toEqual([1, 0])
  })

  test('are denied when they give up', async () => {
    const { prover } = provenBy([login, null])
    const { world, caller, raw } = await called(
      { credentials: { prover } },
      ...challenged,
      denied('BAD_CREDENTIALS'),
    )
    raw.say(message('Bye'))
    raw.end()
    await world.pass(9_000)
    expect(raw.words).toEqual(['Hello', 'Login', 'Bye DONE'])
    await expect(caller.begun).rejects.toMatchObject({ code: 'DENIED' })
  })

  test('go on only with a server that asks for a proof again, once one was accepted', async () => {
    const { prover } = provenBy([login])
    const { world, raws, raw } = await called(
      { credentials: { prover }, requireProof: false },
      ...challenged,
      message('Granted', sample.Granted),
    )
    raw.end()
    await world.pass(9_000)
    const other = raws[1] as RawPeer
    other.say(message('Welcome'))
    await world.pass()
    other.say(message('Ready'))
    await world.pass()
    expect(other.words).toEqual(['Hello', 'Fault UNAUTHORIZED'])
  })
})
