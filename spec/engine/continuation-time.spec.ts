import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { createAuthenticator } from '../../src/auth/index.ts'
import type { EndedConversation } from '../../src/client/config.ts'
import { say } from '../../src/engine/message-context.ts'
import { memoryStore } from '../../src/store/index.ts'
import { cheapHasher, World } from '../support/world.ts'

const HOUR_MS = 3_600_000

/** A conversation that breaks off, and can go on after so long; meanwhile the clock on the wall is set. */
const interrupted = async ({ outageMs, stepMs }: { readonly outageMs: number; readonly stepMs: number }) => {
  const world = new World()
  const { clock } = world
  let stepped = 0
  const today = (): number => 1_800_000_000_000 + clock.now() + stepped
  const store = memoryStore()
  const heard: string[] = []
  const ended: EndedConversation[] = []
  let isUp = true
  const server = {
    mode: 'auth' as const,
    store,
    today,
    authenticator: createAuthenticator({
      store,
      registration: 'open',
      hasher: cheapHasher,
      elapsed: () => clock.now(),
      now: today,
    }),
    converse: { Say: ({ text }: { readonly text: string }) => void heard.push(text) },
  }
  const { caller } = world.rawServer({
    credentials: { name: 'anna', password: 'a password', register: true },
    reconnect: true,
    ended: (conversation) => ended.push(conversation),
    open: async () => {
      if (!isUp) return E.left({ code: 'REFUSED', host: 'server', port: 7707 })
      const link = world.link()
      world.serve(link, server)
      return E.right(link.client)
    },
  })
  await world.until(() => caller.messaging !== null, 10_000)
  await world.pass(100)
  isUp = false
  world.links[0]?.reset()
  await world.pass()
  void say(caller, { type: 'Say', text: 'meanwhile' }).catch(() => {})
  stepped = stepMs
  await world.pass(outageMs)
  isUp = true
  caller.connectNow()
  await world.until(() => world.clientLog.filter(({ event }) => event === 'ready').length > 1, 10_000)
  await world.pass(100)
  return { heard, isContinued: world.clientLog.some(({ event }) => event === 'continued'), ended }
}

test('a conversation is held for two minutes, however the clock on the wall is set meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 115_000 }),
      // A token is good for 24 hours.
      fc.integer({ min: -100_000 * HOUR_MS, max: 23 * HOUR_MS }),
      async (outageMs, stepMs) => {
        const { heard, isContinued, ended } = await interrupted({ outageMs, stepMs })
        expect({ heard, isContinued, ended }).toEqual({ heard: ['meanwhile'], isContinued: true, ended: [] })
      },
    ),
    { numRuns: 25 },
  )
})

test.each([
  ['after more than two minutes', { outageMs: 122_000, stepMs: 0 }],
  ['after more than two minutes, though the clock was set back', { outageMs: 122_000, stepMs: -HOUR_MS }],
  ['with a token that the clock has let expire', { outageMs: 10, stepMs: 25 * HOUR_MS }],
])('a new one begins, and what was not acknowledged is told: %s', async (_, outage) => {
  const { heard, isContinued, ended } = await interrupted(outage)
  expect({ heard, isContinued }).toEqual({ heard: [], isContinued: false })
  expect(ended).toMatchObject([{ said: 1, acknowledged: 0, again: true }])
})
