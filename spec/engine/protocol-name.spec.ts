import { describe, expect, test } from '@jest/globals'
import { clientIn, serverIn } from '../support/states.ts'
import { frame, len, message, num, number, numberOf, textOf } from '../support/wire.ts'

/** A Hello that is right but for the name of its protocol. */
const helloOf = (protocol: string): Buffer =>
  message('Hello', Buffer.concat([num(1, 1), num(2, 1), len(5, protocol)]))

/** A Welcome that is right but for the name of its protocol. */
const welcomeOf = (protocol: string): Buffer =>
  message(
    'Welcome',
    Buffer.concat([
      num(1, 1),
      len(2, Buffer.alloc(8, 7)),
      len(4, 's1'),
      num(5, 73_733),
      num(6, 30_000),
      len(7, protocol),
    ]),
  )

describe('who speaks another protocol', () => {
  test('as a client is told so by the server, in a Fault VERSION', async () => {
    const { world, raw, state } = await serverIn('connect.hello')
    raw.say(helloOf('kv'), frame(number.Ping, num(1, 7)))
    await world.pass()
    expect(raw.words).toEqual(['Fault VERSION'])
    const [fault] = raw.frames
    expect(fault && textOf(fault, 2)).toBe('This server speaks talk, the client kv.')
    expect(fault && numberOf(fault, 4)).toBe(number.Hello)
    expect(state()).toBe('close.done')
  })

  test('as a server is told so by the client, in a Fault VERSION', async () => {
    const { world, raw, caller } = await clientIn('connect.welcome')
    raw.say(welcomeOf('kv'))
    await world.pass()
    expect(raw.words).toEqual(['Hello', 'Fault VERSION'])
    const [, fault] = raw.frames
    expect(fault && textOf(fault, 2)).toBe('The server speaks kv, this client talk.')
    expect(fault && numberOf(fault, 4)).toBe(number.Welcome)
    raw.end()
    await world.pass(3_000)
    expect(await caller.over).toMatchObject({
      how: 'fault',
      code: 'VERSION',
      by: 'us',
      detail: 'The server speaks kv, this client talk.',
    })
  })

  test('is told so before versions are compared', async () => {
    const { world, raw } = await serverIn('connect.hello')
    raw.say(message('Hello', Buffer.concat([num(1, 2), num(2, 3), len(5, 'kv')])))
    await world.pass()
    const [fault] = raw.frames
    expect(fault && textOf(fault, 2)).toContain('kv')
  })
})

test('a client that is told so ends with the sentence of the server', async () => {
  const { world, raw, caller } = await clientIn('connect.welcome')
  raw.say(
    message(
      'Fault',
      Buffer.concat([num(1, 5), len(2, 'This server speaks kv, the client talk.'), num(4, 1)]),
    ),
  )
  raw.end()
  await world.pass(3_000)
  expect(raw.words).toEqual(['Hello'])
  expect(await caller.over).toMatchObject({
    how: 'fault',
    code: 'VERSION',
    by: 'them',
    detail: 'This server speaks kv, the client talk.',
  })
})

test.each([
  ['is missing', Buffer.alloc(0)],
  ['is empty', len(5, '')],
  ['has other characters than a-z, 0-9 and -', len(5, 'Talk')],
  ['is longer than 64 bytes', len(5, 't'.repeat(65))],
])('a Hello whose protocol %s is MALFORMED', async (_, protocol) => {
  const { world, raw } = await serverIn('connect.hello')
  raw.say(message('Hello', Buffer.concat([num(1, 1), num(2, 1), protocol])))
  await world.pass()
  expect(raw.words).toEqual(['Fault MALFORMED'])
})

test('a protocol of the same name and another contract is spoken with', async () => {
  const { world, raw } = await serverIn('connect.hello')
  const contract = len(3, Buffer.alloc(8, 9))
  raw.say(message('Hello', Buffer.concat([num(1, 1), num(2, 1), contract, len(5, 'talk')])))
  await world.pass()
  expect(raw.words).toEqual(['Welcome', 'Ready'])
})
