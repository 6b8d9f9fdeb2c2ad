import { describe, expect, test } from '@jest/globals'
import type { EndedConversation } from '../../src/index.ts'
import { message, num, sample, sayFrame } from '../support/wire.ts'
import { World } from '../support/world.ts'

/** A client that has said three messages. */
const threeSaid = async () => {
  const world = new World()
  const ended: EndedConversation[] = []
  const { caller, raws } = world.rawServer({
    reconnect: true,
    ended: (conversation) => ended.push(conversation),
  })
  await world.pass()
  raws[0]?.say(message('Welcome'), message('Ready'))
  await world.pass()
  for (const text of ['one', 'two', 'three']) await caller.connection?.messaging?.say({ type: 'Say', text })
  await world.pass()
  const [raw] = raws
  if (raw === undefined) throw new Error('nobody connected')
  return { world, caller, raw, ended }
}

const fail = (): never => {
  throw new Error('made up')
}

const shuttingDown = message('Bye', num(1, 4))

describe('when a conversation ends, the program is told which of its messages may not have arrived', () => {
  test.each([
    ['none is known to have arrived', [], 0, 0],
    ['those up to an Ack arrived', [message('Ack', num(1, 2))], 2, 2],
    ['those up to one that was answered arrived', [sayFrame(1, 'to two', 2)], 2, 2],
    ['the later of both counts', [sayFrame(1, 'to three', 3), message('Ack', num(1, 1))], 3, 3],
    ['a Bye of theirs says nothing of what they had not heard', [shuttingDown], 0, 0],
  ])('%s', async (_, frames, arrived, acknowledged) => {
    const { world, raw, ended } = await threeSaid()
    raw.say(...frames)
    raw.end()
    await world.pass()
    expect(ended).toMatchObject([{ said: 3, arrived, acknowledged, written: 3, again: true }])
  })

  test('all have arrived when the other side has answered our Bye', async () => {
    const { world, caller, raw, ended } = await threeSaid()
    caller.bye()
    await world.pass()
    raw.say(message('Bye', sample.Bye))
    raw.end()
    await world.pass()
    expect(ended).toMatchObject([
      { said: 3, arrived: 3, acknowledged: 0, again: false, ending: { code: 'DONE', by: 'us' } },
    ])
  })

  test('a Bye that nobody answered says nothing', async () => {
    const { world, caller, raw, ended } = await threeSaid()
    caller.bye()
    await world.pass()
    raw.end()
    await world.pass()
    expect(ended).toMatchObject([{ said: 3, arrived: 0, again: false }])
  })
})

/** A client in mode auth that has said a message, whose connection broke off, and that says two more. */
const saidInOutage = async () => {
  const world = new World()
  const ended: EndedConversation[] = []
  const { caller, raws } = world.rawServer({
    reconnect: true,
    credentials: { name: 'Ada', password: 'eight or more' },
    ended: (conversation) => ended.push(conversation),
  })
  const say = (text: string) => void caller.messaging?.say({ type: 'Say', text })
  /** The server lets it in over its newest connection; the bodies of Granted are those of a conversation that goes on, or not. */
  const letIn = async (granted: Uint8Array = sample.Granted): Promise<void> => {
    const raw = raws.at(-1)
    raw?.say(message('Welcome'), message('Greeting'), message('Challenge'))
    await world.pass()
    raw?.say(message('Granted', granted))
    await world.pass()
  }
  await world.pass()
  await letIn()
  say('one')
  await world.pass()
  raws[0]?.connection.destroy()
  await world.pass()
  say('two')
  say('three')
  await world.pass()
  expect(ended).toEqual([])
  return { world, caller, raws, ended, say, letIn }
}

/** Goes on, having received nothing. */
const continued = Buffer.concat([sample.Granted, num(4, 1)])

describe('what was said while there was no connection', () => {
  test('was given to none where the next conversation begins anew', async () => {
    const { world, raws, ended, letIn } = await saidInOutage()
    await world.until(() => raws.length === 2, 10_000)
    await letIn()
    expect(ended).toMatchObject([{ said: 3, arrived: 0, written: 1, again: true }])
  })

  test('was given to none where the client gives up', async () => {
    const { world, caller, ended } = await saidInOutage()
    caller.bye()
    await world.pass(10_000)
    expect(ended).toMatchObject([{ said: 3, arrived: 0, written: 1, again: false }])
  })

  test('was given to the next connection where the conversation goes on over it', async () => {
    const { world, raws, ended, say, letIn } = await saidInOutage()
    await world.until(() => raws.length === 2, 10_000)
    await letIn(continued)
    expect(raws[1]?.words.filter((word) => word.startsWith('Say'))).toEqual(['Say 1', 'Say 2', 'Say 3'])
    raws[1]?.connection.destroy()
    await world.pass()
    say('four')
    await world.until(() => raws.length === 3, 30_000)
    await letIn()
    expect(ended).toMatchObject([{ said: 4, arrived: 0, written: 3, again: true }])
  })
})

test.each([
  ['throws', fail],
  ['rejects', async () => fail()],
])('a program that %s there is told of in the log, and the client goes on', async (_, ended) => {
  const world = new World()
  const { raws } = world.rawServer({ reconnect: true, ended })
  await world.pass()
  raws[0]?.say(message('Welcome'), message('Ready'))
  await world.pass()
  raws[0]?.end()
  await world.until(() => raws.length === 2)
  expect(world.clientLog).toContainEqual(
    expect.objectContaining({ event: 'failed', what: 'ended', detail: expect.stringContaining('made up') }),
  )
})

test('a proof that is denied after a break ends it with that denial, not with a farewell', async () => {
  const world = new World()
  const credentials = { name: 'Ada', password: 'eight or more' }
  const { caller, raws } = world.rawServer({ reconnect: true, credentials })
  const challenge = [message('Welcome'), message('Greeting'), message('Challenge')]
  await world.pass()
  raws[0]?.say(...challenge)
  await world.pass()
  raws[0]?.say(message('Granted'))
  await world.pass()
  raws[0]?.end()
  await world.until(() => raws.length === 2)
  const [next, ready] = [caller.inbox.next(), caller.ready()]
  next.catch(() => {})
  raws[1]?.say(...challenge)
  await world.pass()
  raws[1]?.say(message('Denied', Buffer.concat([num(1, 1), num(3, 2)])))
  await world.pass()
  raws[1]?.say(message('Bye', sample.Bye))
  raws[1]?.end()
  await world.pass()
  const denial = { code: 'DENIED', failure: { reason: 'BAD_CREDENTIALS' } }
  expect(caller.failure).toMatchObject(denial)
  await expect(next).rejects.toMatchObject(denial)
  await expect(ready).rejects.toMatchObject(denial)
  // Too late a farewell changes nothing.
  caller.bye()
  expect(caller.failure).toMatchObject(denial)
})
