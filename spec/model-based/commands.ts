import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { ServerConversation } from '../../protocol/talk/messages.ts'
import type { HeardMessage } from '../../src/engine/index.ts'
import { ask, say } from '../../src/engine/message-context.ts'
import { failed, hasEnded } from '../../src/engine/rejections.ts'
import type { Strike } from './faulty-store.ts'
import { heardIn, type Network, type Proof, type Stage } from './stage.ts'
import type { Talk, Talks } from './talks.ts'
import { type Command, comes, command, type Known, SETTLED_MS } from './visits.ts'

/** Something that befalls one of those that are talking calmly. */
const toTalk = (
  text: string,
  which: number,
  run: (talk: Talk, known: Known, stage: Stage) => Promise<void>,
): Command =>
  command(
    `${text}, ${which}`,
    (known, stage) => run(known.talks.calm[which % known.talks.calm.length] as Talk, known, stage),
    ({ talks }) => talks.calm.length > 0,
  )

const talksOf =
  (side: 'client' | 'server' | 'ask' | 'ask slowly') =>
  ({ guest }: Talk, { talks }: Known, stage: Stage, bytes: number): void => {
    const session = guest.caller.messaging?.session ?? guest.caller.session
    const text = side === 'ask slowly' ? `${talks.text('ask', bytes)} slowly` : talks.text(side, bytes)
    const message = { type: 'Say' as const, text }
    if (side === 'server')
      return talks.follow(
        'server',
        session,
        text,
        stage.sessionOf(guest)?.say(message) ?? failed(hasEnded(null)),
      )
    if (side === 'client') return talks.follow('client', session, text, say(guest.caller, message))
    talks.pending += 1
    ask(guest.caller, message).then(
      (heard) => {
        // The contract lets a server of talk say nothing else.
        const answer = heard as HeardMessage<ServerConversation>
        talks.pending -= 1
        if (answer.text !== `canary-text answer to ${text}`)
          talks.surprises.push(`${text} is answered with ${answer.text}`)
        heardIn(stage.answered, session).push(answer)
      },
      () => {
        talks.pending -= 1
      },
    )
  }

const leaves = async ({ guest }: Talk, talks: Talks, how: () => void): Promise<void> => {
  for (const talk of talks.all) if (talk.guest === guest) talk.calm = false
  how()
}

const logsOut =
  (talk: Talk, everywhere: boolean) =>
  async ({ model, talks }: Known, stage: Stage): Promise<void> => {
    const { guest, row } = talk
    const struckBefore = stage.store.struck
    await leaves(talk, talks, () => guest.caller.logout(everywhere))
    await stage.world.pass(SETTLED_MS)
    const certain = stage.store.struck === struckBefore
    if (row !== null) model.revoke(row, certain)
    if (everywhere) model.revokeAll(guest.name, certain)
    if (!certain) {
      // Nobody knows whom it reached.
      for (const other of talks.all) if (other.guest.name === guest.name) other.calm = false
      return
    }
    expect(guest.ending).toMatchObject({ how: 'bye', code: 'LOGGED_OUT' })
    for (const other of talks.calm) {
      const sameName = other.guest.name === guest.name
      const unclear = sameName && !everywhere && (row === null || other.row === null)
      if (!unclear) {
        const reached = sameName && (everywhere || other.row === row)
        if (reached) expect(other.guest.ending).toMatchObject({ how: 'bye', code: 'LOGGED_OUT', by: 'them' })
        else expect(other.guest.ending).toBeUndefined()
      }
      if (other.guest.ending !== undefined) other.calm = false
    }
  }

const breaks =
  (talk: Talk, how: 'cut' | 'reset') =>
  async ({ talks }: Known, stage: Stage): Promise<void> => {
    const { guest, returns } = talk
    talks.broken.add(guest.caller.session)
    await leaves(talk, talks, () => guest.links.at(-1)?.[how]())
    if (how === 'reset') await stage.world.pass(SETTLED_MS)
    // It came back, and goes on in a session of its own.
    if (how === 'reset' && returns && guest.ending === undefined) talks.all.push({ ...talk, calm: true })
  }

const network: fc.Arbitrary<Network> = fc.oneof(
  fc.record({
    delayMs: fc.constantFrom(0, 1, 150),
    pieces: fc.array(fc.constantFrom(1, 2, 15, 16, 17, 500), { minLength: 1, maxLength: 4 }),
    bufferBytes: fc.constant(10_000_000),
  }),
  // Slow in both ways is so slow that a last word needs more than its time.
  fc.record({
    delayMs: fc.constant(0),
    pieces: fc.constant([100_000]),
    bufferBytes: fc.constantFrom(200, 4_096, 65_536),
  }),
)

const which = fc.nat(5)

const calmNetwork: Network = { delayMs: 0, pieces: [100_000], bufferBytes: 10_000_000 }

/** With this everything begins: somebody is there whose name is registered. */
export const beginning: Command = comes({
  name: 'anna',
  proof: 'register',
  address: '127.0.0.1',
  network: calmNetwork,
  reconnect: false,
  twice: false,
})

const someoneComes: fc.Arbitrary<Command> = fc
  .record({
    name: fc.constantFrom('anna', 'anna', 'anna', 'bert'),
    proof: fc.constantFrom<Proof>(
      'register',
      'token',
      'token',
      'token',
      'password',
      'password',
      'wrong',
      'revoked',
    ),
    address: fc.constantFrom('127.0.0.1', '127.0.0.2'),
    network,
    reconnect: fc.boolean(),
    twice: fc.boolean(),
  })
  .map(comes)

/** Everything that may happen; what is named twice happens twice as often. */
export const everyCommand: fc.Arbitrary<Command>[] = [
  someoneComes,
  someoneComes,
  fc
    .record({
      side: fc.constantFrom('client' as const, 'server' as const, 'ask' as const, 'ask slowly' as const),
      times: fc.integer({ min: 1, max: 5 }),
      bytes: fc.constantFrom(0, 30, 3_000),
      which,
    })
    .map(({ side, times, bytes, which }) =>
      toTalk(`${side} ${times} times ${bytes}`, which, async (talk, known, stage) => {
        for (let time = 0; time < times; time++) talksOf(side)(talk, known, stage, bytes)
      }),
    ),
  fc
    .record({ ms: fc.oneof(fc.nat(5), fc.nat(1_000), fc.constant(100_000)) })
    .map(({ ms }) => command(`${ms} ms pass`, (_, stage) => stage.world.pass(ms))),
  fc
    .record({ how: fc.constantFrom('cut' as const, 'reset' as const), which })
    .map(({ how, which }) => toTalk(how, which, (talk, known, stage) => breaks(talk, how)(known, stage))),
  fc
    .record({
      by: fc.constantFrom('client' as const, 'server' as const),
      reason: fc.constantFrom('DONE' as const, 'SHUTTING_DOWN' as const),
      which,
    })
    .map(({ by, reason, which }) =>
      toTalk(`${by} says bye, ${reason}`, which, (talk, { talks }, stage) =>
        leaves(talk, talks, () =>
          by === 'client' ? talk.guest.caller.bye() : stage.sessionOf(talk.guest)?.bye(reason),
        ),
      ),
    ),
  fc
    .record({ everywhere: fc.boolean(), which })
    .map(({ everywhere, which }) =>
      toTalk(everywhere ? 'logs out everywhere' : 'logs out', which, (talk, known, stage) =>
        logsOut(talk, everywhere)(known, stage),
      ),
    ),
  fc.record({ hours: fc.constantFrom(-30, -1, 1, 12, 30, 200) }).map(({ hours }) =>
    command(`the clock is set by ${hours} h`, async (_, stage) => {
      stage.skewMs += hours * 60 * 60 * 1000
    }),
  ),
  fc
    .record({ afterCalls: fc.nat(6), done: fc.boolean() })
    .map((strike: Strike) =>
      command(`the store fails ${JSON.stringify(strike)}`, async (_, stage) => stage.store.strike(strike)),
    ),
]
