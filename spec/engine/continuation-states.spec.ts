import { expect, test } from '@jest/globals'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { AnyMessage } from '../../src/codec/index.ts'
import { compile } from '../../src/engine/runtime.ts'
import type { ClientHandlers, ServerHandlers } from '../../src/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { generatedFrom } from '../support/generated.ts'
import { shop } from '../support/shop.ts'
import { cheapHasher, World } from '../support/world.ts'

const runtime = compile(generatedFrom(shop))

/** A customer and a shop, over links that take a moment. */
const trade = async () => {
  const world = new World()
  const store = memoryStore()
  const atServer: string[] = []
  const atClient: string[] = []
  const failures: unknown[] = []
  const noting =
    (heard: string[]) =>
    ({ type }: AnyMessage): void =>
      void heard.push(type)
  const server = { Order: noting(atServer), Take: noting(atServer) }
  const client = { Offer: noting(atClient), Refuse: noting(atClient) }
  const { caller, session } = world.pair(
    {
      runtime,
      mode: 'auth',
      store,
      authenticator: createAuthenticator({ store, registration: 'open', hasher: cheapHasher }),
      // The world is made for the contract talk; its types are those.
      converse: server as unknown as ServerHandlers,
    },
    {
      runtime,
      credentials: { name: 'anna', password: 'a password', register: true },
      reconnect: true,
      converse: client as unknown as ClientHandlers,
    },
    { delayMs: 5 },
  )
  await world.until(() => caller.messaging !== null, 10_000)
  await world.pass(100)
  const peer = session().messaging?.peer
  const say = (message: AnyMessage): void =>
    void caller.messaging?.say(message).catch((error) => failures.push(error))
  const tell = (message: AnyMessage): void =>
    void peer?.say(message as never).catch((error) => failures.push(error))
  const stands = (): readonly string[] =>
    [caller.messaging?.state, session().messaging?.state].map((state) => runtime.stateName(state ?? -1))
  const goesOn = (): Promise<void> =>
    world.until(() => world.clientLog.some(({ event }) => event === 'continued'), 10_000)
  return { world, caller, session, say, tell, stands, goesOn, atServer, atClient, failures }
}

test('both go on in the state in which they left the other connection', async () => {
  const { world, say, tell, stands, goesOn, atServer, atClient, failures } = await trade()
  say({ type: 'Order' })
  await world.pass(50)
  world.links[0]?.reset()
  await goesOn()
  await world.pass(50)
  expect(stands()).toEqual(['converse.ordered', 'converse.ordered'])
  tell({ type: 'Offer' })
  await world.pass(50)
  say({ type: 'Take' })
  await world.pass(50)
  expect([atServer, atClient, failures]).toEqual([['Order', 'Take'], ['Offer'], []])
})

test.each([
  ['the server’s', 'server'],
  ['the client’s', 'client'],
] as const)('a message that crosses %s last word leads on what goes on later', async (_, who) => {
  const { world, caller, session, say, tell, stands, goesOn, atServer, atClient, failures } = await trade()
  if (who === 'client') {
    say({ type: 'Order' })
    await world.pass(50)
  }
  // Both are on their way at the same time.
  if (who === 'server') {
    say({ type: 'Order' })
    session().bye('IDLE')
  } else {
    tell({ type: 'Refuse' })
    // As its deadline does.
    caller.connection?.silent()
  }
  await goesOn()
  await world.pass(50)
  const state = who === 'server' ? 'converse.ordered' : 'converse.idle'
  expect(stands()).toEqual([state, state])
  expect([atServer, atClient, failures]).toEqual([['Order'], who === 'server' ? [] : ['Refuse'], []])
})
