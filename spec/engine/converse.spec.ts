import { describe, expect, test } from '@jest/globals'
import { connect, createServer } from '../../src/index.ts'
import { serverIn } from '../support/states.ts'

/** Programs without types give anything. */
const server = (converse: unknown) => createServer({ port: 0, mode: 'echo', converse: converse as never })
const client = (converse: unknown) => connect({ port: 1, converse: converse as never })

describe.each([
  ['createServer', server, 'client'],
  ['connect', client, 'server'],
] as const)('%s', (_maker, make, speaker) => {
  test.each([
    [
      'one that is mistyped',
      { Say() {}, sya() {} },
      `converse.sya is for no message that a ${speaker} says; there are: Say.`,
    ],
    ['one for a control message', { Ping() {} }, `converse.Ping is for no message that a ${speaker} says`],
    ['one that an object inherits', Object.create({ say() {} }), 'converse.say is for no message'],
    ['one that is a text', { Say: 'hello' }, 'converse.Say is no function'],
    ['one that is null', { Say: null }, 'converse.Say is no function'],
    [
      'a function in place of handlers',
      () => {},
      'converse is an object with a handler for each message: Say.',
    ],
    ['a list in their place', [], 'converse is an object'],
  ])('refuses %s before anything happens', async (_what, converse, why) => {
    const refused = make(converse)
    await expect(refused).rejects.toThrow(TypeError)
    await expect(refused).rejects.toThrow(why)
  })
})

test('a server is refused without handlers; with none, with one that is left out, and with those of a class it starts', async () => {
  await expect(server(undefined)).rejects.toThrow('converse is an object')
  class Answers {
    Say(): void {}
  }
  for (const converse of [{}, { Say: undefined }, new Answers()]) await (await server(converse)).close()
})

test.each([
  [
    'a mode that is none: it would ask for no proof',
    { mode: 'Auth' },
    'mode is one of auth, identify, echo.',
  ],
  [
    'a registration that is none: it would be open',
    { registration: 'close' },
    'registration is open or closed.',
  ],
])('%s is refused', async (_, options, why) => {
  const made = createServer({ port: 0, converse: { Say: () => {} }, ...(options as object) })
  await expect(made).rejects.toThrow(RangeError)
  await expect(made).rejects.toThrow(why)
})

describe('a reason of no Bye', () => {
  const reasons = ['NONSENSE', 'done', '', 'constructor', null, 7, {}]

  test('is a RangeError of a server, of a handler and of a client, and nothing is said', async () => {
    const inHandler: unknown[] = []
    const given = await createServer({
      port: 0,
      mode: 'echo',
      converse: {
        Say: (_, peer) => {
          for (const reason of reasons)
            try {
              peer.bye(reason as never)
            } catch (error) {
              inHandler.push(error)
            }
          return peer.reply({ type: 'Say', text: 'still here' })
        },
      },
    })
    const talker = await connect({ port: given.port, reconnect: false })
    await expect(talker.ask({ type: 'Say', text: 'x' })).resolves.toMatchObject({ text: 'still here' })
    expect(inHandler).toHaveLength(reasons.length)
    for (const error of inHandler) expect(error).toBeInstanceOf(RangeError)
    for (const reason of reasons) await expect(talker.bye(reason as never)).rejects.toThrow(RangeError)
    for (const everywhere of ['yes', 1, null])
      await expect(talker.logout(everywhere as never)).rejects.toThrow(RangeError)
    await expect(talker.ask({ type: 'Say', text: 'x' })).resolves.toMatchObject({ text: 'still here' })
    await talker.bye('IDLE')
    await expect(talker.over).resolves.toMatchObject({ how: 'bye', code: 'IDLE', by: 'us' })
    await given.close()
  })

  test('names those that there are', async () => {
    const { session } = await serverIn('converse')
    expect(() => session.bye('NONSENSE' as never)).toThrow(
      'The reason of a Bye is one of DONE, LOGGED_OUT, IDLE, SHUTTING_DOWN, REPLACED.',
    )
  })
})
