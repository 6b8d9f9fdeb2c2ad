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
    expect(ended).toMatchObject([{ said: 3, arrived, acknowledged, again: true }])
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
