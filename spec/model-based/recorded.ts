import { createAuthenticator } from '../../src/auth/index.ts'
import { memoryStore } from '../../src/store/index.ts'
import { record } from '../support/recording.ts'
import { cheapHasher, World } from '../support/world.ts'

const todayMs = 1_800_000_000_000

/** A capture of a short conversation: somebody registers, talks, is silent for a while, and logs out. */
export const recordConversation = async (): Promise<string> => {
  const world = new World()
  const recording = record(world.clock)
  const store = memoryStore()
  const authenticator = createAuthenticator({
    store,
    registration: 'open',
    hasher: cheapHasher,
    now: () => todayMs + world.clock.now(),
    mintToken: () => 'made-up'.padEnd(43, '-'),
  })
  const { caller, session } = world.pair(
    {
      mode: 'auth',
      agent: 'colloquy',
      store,
      authenticator,
      converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: `You said: ${heard.text}` }) },
    },
    {
      agent: 'colloquy',
      name: 'anna',
      credentials: { name: 'anna', password: 'made up for this', register: true },
      converse: {
        Say: (_, peer) => (peer.re === 0 ? peer.reply({ type: 'Say', text: 'Here I am.' }) : undefined),
      },
    },
    { delayMs: 3 },
    recording.tap,
  )
  await world.pass(100)
  const say = (text: string) => caller.connection?.messaging?.say({ type: 'Say', text })
  await say('hello')
  await world.pass(1_200)
  await say('Is anybody there?')
  await say('привет, 世界')
  await world.pass(700)
  await session().say({ type: 'Say', text: 'Are you there, anna?' })
  await world.pass(35_000)
  caller.logout(false)
  await world.pass(10_000)
  await caller.over
  recording.stop()
  return recording.texts()[0] ?? ''
}
