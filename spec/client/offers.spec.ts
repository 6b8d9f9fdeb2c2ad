import { describe, expect, test } from '@jest/globals'
import { connect, createServer } from '../../src/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { TokenJar } from '../support/token-jar.ts'
import { someToken } from '../support/wire.ts'

const password = 'made up here'
const holding = (): TokenJar => Object.assign(new TokenJar(), { token: someToken })

describe('where the server asks for no proof', () => {
  test.each([
    ['a name', { name: 'Ada' }],
    ['a token that was kept', { name: 'Ada', tokens: holding() }],
    ['a registration that was not wanted', { name: 'Ada', register: false }],
  ])('%s is an offer that it need not take', async (_, credentials) => {
    const server = await createServer({ port: 0, mode: 'identify', converse: { Say: () => {} } })
    const client = await connect({ port: server.port, credentials })
    expect(client.name).toBe('Ada')
    await client.bye()
    await server.close()
  })

  test.each([
    ['a password', { name: 'Ada', password }],
    ['a password that is asked for', { name: 'Ada', password: async () => password }],
    ['a registration', { name: 'Ada', register: true }],
    ['a prover', { name: 'Ada', prover: async () => null }],
    ['a prover alone', async () => null],
  ])('%s is a demand, and it is refused', async (_, credentials) => {
    const server = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} } })
    await expect(connect({ port: server.port, credentials })).rejects.toMatchObject({
      code: 'ENDED',
      failure: { ending: { code: 'UNAUTHORIZED', by: 'us' } },
    })
    await server.close()
  })

  test('what was once proven by a token is not gone on with without', async () => {
    const store = memoryStore()
    const first = await createServer({ port: 0, store, converse: { Say: () => {} } })
    const tokens = new TokenJar()
    const before = await connect({
      port: first.port,
      credentials: { name: 'Ada', password, register: true, tokens },
    })
    await before.bye()
    const client = await connect({ port: first.port, credentials: { name: 'Ada', tokens } })
    await first.close()
    const second = await createServer({ port: first.port, mode: 'identify', converse: { Say: () => {} } })
    expect(await client.over).toMatchObject({ how: 'fault', code: 'UNAUTHORIZED', by: 'us' })
    await second.close()
  })
})

test.each([
  ['a proof without its type', { how: 'login', name: 'Ada', password }],
  ['a proof of another kind', { type: 'Ready' }],
  ['half a proof', { type: 'Login', name: 'Ada' }],
  ['a password that is none', { type: 'Login', name: 'Ada', password: '' }],
  ['nothing at all', undefined],
])('a prover without types that gives %s is told so', async (_, given) => {
  const server = await createServer({ port: 0, store: memoryStore(), converse: { Say: () => {} } })
  const prover = async (): Promise<never> => given as never
  await expect(connect({ port: server.port, name: 'Ada', credentials: prover })).rejects.toMatchObject({
    code: 'MALFORMED_MESSAGE',
    message: expect.stringContaining('The prover gave no proof'),
  })
  await server.close()
})
