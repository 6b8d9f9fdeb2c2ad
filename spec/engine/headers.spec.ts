import { describe, expect, test } from '@jest/globals'
import { contract } from '../support/contract.ts'
import { type Brought, clientIn, passing, serverIn } from '../support/states.ts'
import { frame, len, message, num, number, numberOf, sample, sayFrame } from '../support/wire.ts'

/** One breach of a header or of what follows it, in the order in which they are judged. */
interface Breach {
  readonly what: string
  readonly code: string
  readonly flags?: number
  readonly length?: number
  readonly id?: number
  readonly re?: number
  readonly body?: Buffer
}

const breachesOf = {
  Say: [
    { what: 'flags', code: 'MALFORMED', flags: 1 },
    { what: 'length', code: 'TOO_LARGE', length: 73_734 },
    { what: 'id', code: 'GAP', id: 2 },
    { what: 're', code: 'MALFORMED', re: 1 },
    { what: 'body', code: 'MALFORMED', body: Buffer.from([0xff]) },
  ],
  Ack: [
    { what: 'flags', code: 'MALFORMED', flags: 0x8000 },
    { what: 'length', code: 'TOO_LARGE', length: 0xffff_ffff },
    { what: 'id', code: 'MALFORMED', id: 1 },
    { what: 're', code: 'MALFORMED', re: 1 },
    { what: 'body', code: 'MALFORMED', body: Buffer.from([0xff]) },
    { what: 'received', code: 'GAP', body: num(1, 1) },
  ],
  MyName: [
    { what: 'flags', code: 'MALFORMED', flags: 256 },
    { what: 'type', code: 'UNEXPECTED_MESSAGE' },
    { what: 'length', code: 'TOO_LARGE', length: 73_734 },
    { what: 'id', code: 'MALFORMED', id: 1 },
  ],
} as const satisfies Readonly<Record<string, readonly Breach[]>>

const subsetsOf = <A>(all: readonly A[]): readonly (readonly A[])[] =>
  all.reduce<readonly (readonly A[])[]>((sets, one) => sets.flatMap((set) => [set, [...set, one]]), [[]])

const sides = [
  ['server', () => serverIn('converse')],
  ['client', () => clientIn('converse')],
] as const

const answerTo = async ({ world, raw }: Brought, ...bytes: readonly Buffer[]): Promise<readonly string[]> => {
  const before = raw.frames.length
  raw.say(...bytes)
  await world.pass()
  return raw.words.slice(before)
}

describe.each(sides)('the %s judges a frame', (_, bring) => {
  test.each(['Say', 'Ack', 'MyName'] as const)(
    '%s with several breaches by the first in order',
    async (type) => {
      const always = type === 'MyName' ? ['type'] : []
      for (const subset of subsetsOf<Breach>(breachesOf[type])) {
        if (!always.every((what) => subset.some((breach) => breach.what === what))) continue
        const base = { flags: 0, id: type === 'Say' ? 1 : 0, re: 0, body: sample[type] }
        const { flags, id, re, body, length } = Object.assign(
          { length: undefined },
          base,
          ...[...subset].reverse(),
        ) as Breach
        const bytes = frame(number[type], body, {
          flags: flags ?? 0,
          id: id ?? 0,
          re: re ?? 0,
          length: length ?? body?.length ?? 0,
        })
        const brought = await bring()
        const words = await answerTo(brought, bytes)
        const what = subset.map((breach) => breach.what).join()
        const [first] = subset
        expect([what, words]).toEqual([what, first === undefined ? [] : [`Fault ${first.code}`]])
        if (first !== undefined) expect(numberOf(brought.raw.last as never, 4)).toBe(number[type])
      }
    },
  )

  test.each([
    ['0', [sayFrame(0, 'x')]],
    ['2 before 1', [sayFrame(2, 'x')]],
    ['1 again', [sayFrame(1, 'x'), sayFrame(1, 'x')]],
    ['the highest of all', [sayFrame(0xffff_ffff, 'x')]],
  ])('whose id is %s as a GAP', async (_, frames) => {
    expect(await answerTo(await bring(), ...frames)).toEqual(['Fault GAP'])
  })

  test('that answers what was never said as MALFORMED', async () => {
    expect(await answerTo(await bring(), sayFrame(1, 'x', 1))).toEqual(['Fault MALFORMED'])
  })
})

describe('an Ack', () => {
  const twoSaid = async (): Promise<Brought> => {
    const brought = await serverIn('converse')
    void brought.session.say({ type: 'Say', text: 'one' })
    void brought.session.say({ type: 'Say', text: 'two' })
    await brought.world.pass()
    return brought
  }
  const ack = (received: number): Buffer => message('Ack', num(1, received))

  test('may come up to what was said, and again', async () => {
    expect(await answerTo(await twoSaid(), ack(1), ack(1), ack(2), ack(2))).toEqual([])
  })

  test('beyond what was said is a GAP', async () => {
    expect(await answerTo(await twoSaid(), ack(3))).toEqual(['Fault GAP'])
  })

  test('below an earlier one is a GAP', async () => {
    expect(await answerTo(await twoSaid(), ack(2), ack(1))).toEqual(['Fault GAP'])
  })
})

describe('the limit of each state', () => {
  /** A legal message that has no small body of its own to be judged by: the header alone decides. */
  const legalIn: Readonly<Record<string, keyof typeof number>> = {
    'connect.hello': 'Hello',
    'identify.name': 'MyName',
    'auth.prove': 'Login',
    converse: 'Say',
    'connect.welcome': 'Welcome',
    'identify.greet': 'Greeting',
    'identify.named': 'Greeting',
    'identify.greeted': 'Challenge',
    'auth.verify': 'Granted',
  }
  const open = contract.states.filter(({ turn, inFlight }) => turn !== 'nobody' && !inFlight)

  test.each(open.map(({ name, maxBody, turn }): [string, number, string] => [name, maxBody, turn]))(
    'of %s is %d bytes, and is known from the header',
    async (state, maxBody, turn) => {
      const ends =
        turn === 'both' ? (['client', 'server'] as const) : turn === 'client' ? ['server'] : ['client']
      for (const side of ends) {
        expect(passing[side as 'client' | 'server']).not.toContain(state)
        const type = number[legalIn[state] as keyof typeof number]
        for (const over of [0, 1]) {
          const brought = side === 'server' ? await serverIn(state) : await clientIn(state)
          const header = frame(type, Buffer.alloc(0), { length: maxBody + over, id: type === 64 ? 1 : 0 })
          expect(header).toHaveLength(16)
          expect([over, await answerTo(brought, header)]).toEqual([
            over,
            over === 0 ? [] : ['Fault TOO_LARGE'],
          ])
        }
      }
    },
  )

  test('closes without a word after the last one', async () => {
    for (const brought of [await serverIn('close.server'), await clientIn('close.client')]) {
      const words = await answerTo(brought, frame(64, Buffer.alloc(0), { length: 73_734, id: 1 }))
      expect([words, brought.raw.hasEnded]).toEqual([[], true])
    }
  })
})

describe('the last id', () => {
  const last = 4_294_967_295

  test('that is heard ends the conversation with Bye(DONE), and is acknowledged', async () => {
    const heard: string[] = []
    const converse = { Say: ({ text }: { text: string }) => void heard.push(text) }
    const brought = await serverIn('converse', { converse })
    brought.session.connection.sequence.heard = last - 1
    expect(await answerTo(brought, sayFrame(last, 'enough'))).toEqual([`Ack ${last}`, 'Bye DONE'])
    expect(heard).toEqual(['enough'])
    expect(await answerTo(brought, message('Bye'))).toEqual([])
    expect(brought.session.connection.ending).toMatchObject({ how: 'bye', code: 'DONE', by: 'us' })
  })

  test('that is said ends the conversation with Bye(DONE), and nothing can be said after it', async () => {
    const brought = await clientIn('converse')
    const { connection } = brought.caller
    if (connection === null) throw new Error('no connection')
    connection.sequence.said = last - 2
    const said = ['a', 'b', 'c'].map((text) => connection.messaging?.say({ type: 'Say', text }))
    const before = brought.raw.frames.length
    await expect(said[0]).resolves.toBe(last - 1)
    await expect(said[1]).resolves.toBe(last)
    await expect(said[2]).rejects.toMatchObject({ code: 'ENDED' })
    await brought.world.pass()
    expect(brought.raw.words.slice(before)).toEqual([`Say ${last - 1}`, `Say ${last}`, 'Bye DONE'])
  })

  test('has no successor', async () => {
    const brought = await serverIn('converse')
    brought.session.connection.sequence.heard = last
    expect(await answerTo(brought, sayFrame(0, 'x'))).toEqual(['Fault GAP'])
  })
})

test('a body that is not what the contract says is named by its field, and not repeated', async () => {
  const { world, raw } = await serverIn('identify.name')
  raw.say(message('MyName', len(1, ' \u001b[2Jroot')))
  await world.pass()
  expect(raw.words.at(-1)).toBe('Fault MALFORMED')
  const detail = raw.last?.body.toString('latin1')
  expect(detail).toContain('MyName.name')
  expect(detail).not.toContain('root')
})
