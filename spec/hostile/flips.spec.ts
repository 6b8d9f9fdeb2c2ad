import { expect, test } from '@jest/globals'
import type { RawPeer } from '../support/raw-peer.ts'
import { message, sayFrame } from '../support/wire.ts'
import { World } from '../support/world.ts'
import { judge, type Verdict } from './judge.ts'

const hello = message('Hello')
const talk = Buffer.concat([
  sayFrame(1, 'é'),
  message('Ping'),
  message('Cancel'),
  message('Ack'),
  message('Bye'),
])
const greeting = Buffer.concat([message('Welcome'), message('Ready')])

/** The bytes with one bit of them the other way. */
const flipped = (bytes: Buffer, bit: number): Buffer => {
  const other = Buffer.from(bytes)
  other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7))
  return other
}

/** The last word that counts for the verdict. */
const verdictOf = ({ words }: RawPeer): Verdict =>
  (words.findLast((word) => /^(Fault|Bye) /.test(word)) ?? 'nothing') as Verdict

const ends = async (world: World, raw: RawPeer): Promise<void> => {
  raw.end()
  await world.pass()
  // A Fault is lingered over.
  if (!raw.hasEnded) await world.pass(2_000)
  expect([raw.unfinished, raw.hasEnded]).toEqual([0, true])
}

test('each bit of a Hello: the server judges it as the wire document does, and ends', async () => {
  for (let bit = 0; bit < hello.length * 8; bit++) {
    const world = new World()
    const { raw } = world.rawClient()
    const bytes = flipped(hello, bit)
    raw.say(bytes)
    await world.pass()
    const { verdict, goesOn } = judge('client', 'hello', bytes)
    expect([bit, raw.words.includes('Ready')]).toEqual([bit, goesOn === 'greet'])
    await ends(world, raw)
    expect([bit, verdictOf(raw)]).toEqual([bit, verdict])
  }
})

test('each bit of what a client says: the server judges it as the wire document does, and ends', async () => {
  const verdicts = new Set<string>()
  for (let bit = 0; bit < talk.length * 8; bit++) {
    const world = new World()
    const { raw } = world.rawClient({ converse: { Say: () => {} } })
    raw.say(hello)
    await world.until(() => raw.words.includes('Ready'))
    const bytes = flipped(talk, bit)
    raw.say(bytes)
    await ends(world, raw)
    const { verdict } = judge('client', 'converse', bytes)
    verdicts.add(verdict)
    expect([bit, verdictOf(raw)]).toEqual([bit, verdict])
  }
  expect([...verdicts].sort()).toEqual([
    'Bye DONE',
    'Bye LOGGED_OUT',
    'Fault GAP',
    'Fault MALFORMED',
    'Fault TOO_LARGE',
    'Fault UNEXPECTED_MESSAGE',
    'nothing',
  ])
})

test('each bit of what a server says: the client judges it as the wire document does, and ends', async () => {
  const whole = Buffer.concat([greeting, talk])
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const world = new World()
    const { raws } = world.rawServer({ converse: { Say: () => {} } })
    await world.pass()
    const [raw] = raws as [RawPeer]
    const bytes = flipped(whole, bit)
    raw.say(bytes)
    await ends(world, raw)
    const { verdict } = judge('server', 'welcome', bytes)
    expect([bit, verdictOf(raw)]).toEqual([bit, verdict])
  }
})
