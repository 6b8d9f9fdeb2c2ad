import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { type CaptureEntry, captureText, capturing, readCapture } from '../../src/capture/index.ts'
import { storyOf } from '../../src/visualize/trace-of-capture.ts'
import { contractOf, filesOf, running, type Said } from '../codegen/generated.ts'
import { keyValue, numbers, rooms, shapes, work } from '../codegen/samples.ts'

const hash = '0123456789abcdef'

/** Secrets at every place that a contract has for one. */
const vault = contractOf(`
protocol: vault
version: 1
about: Keeps keys.
types:
  Key: { base: string, maxBytes: 64, secret: true, about: A key. }
  Seed: { base: bytes, maxBytes: 8, secret: true, about: A seed. }
  Owner: { base: record, about: An owner., fields: { name: { tag: 1, type: string, maxBytes: 64, about: A name. } } }
  Lock:
    base: record
    about: A lock.
    fields:
      room: { tag: 1, type: string, maxBytes: 64, about: A room. }
      key: { tag: 2, type: Key, about: Its key. }
  Way:
    base: union
    about: A way in.
    of:
      door: { tag: 1, type: Lock, about: By a door. }
      owner: { tag: 2, type: Owner, about: With its owner. }
      seed: { tag: 3, type: Seed, about: By a seed. }
messages:
  Keep:
    number: 1
    from: client
    about: Keeps.
    fields:
      key: { tag: 1, type: Key, about: A key. }
      seed: { tag: 2, type: Seed, optional: true, about: A seed. }
      keys: { tag: 3, list: Key, maxItems: 4, about: Keys. }
      lock: { tag: 4, type: Lock, about: A lock. }
      locks: { tag: 5, list: Lock, maxItems: 4, about: Locks. }
      way: { tag: 6, type: Way, about: A way in. }
      ways: { tag: 7, list: Way, maxItems: 4, about: Ways in. }
      owner: { tag: 8, type: Owner, about: An owner. }
states:
  open: { turn: client, within: 1 s, maxBody: 8 KiB, about: Open., says: { Keep: done } }
  done: { turn: nobody, about: Done. }
`)

const SECRET = 'canary'

const kept = {
  type: 'Keep',
  key: SECRET,
  seed: Buffer.from(SECRET),
  keys: [SECRET],
  lock: { room: 'hall', key: SECRET },
  locks: [{ room: 'hall', key: SECRET }],
  way: { case: 'seed', value: Buffer.from(SECRET) },
  ways: [{ case: 'door', value: { room: 'hall', key: SECRET } }],
  owner: { name: 'anna' },
}

const said = (contract: typeof vault, message: Said): CaptureEntry => ({
  at: 0,
  side: 'client',
  does: 'says',
  message: capturing(contract)(message),
  id: 0,
  re: 0,
})

const read = (text: string): readonly CaptureEntry[] => {
  const capture = readCapture(text)
  if (E.isLeft(capture)) throw new Error(JSON.stringify(capture.left))
  return capture.right.incidents
}

/** The sentence of a page about one message of the client. */
const told = (contract: typeof vault, message: Said): string => {
  const incidents = read(captureText(contract, hash, [said(contract, message)]))
  const capture = { protocol: contract.protocol, version: 1, contract: hash, incidents }
  return storyOf(capture, contract, '').moments.at(-1)?.text ?? ''
}

describe('a secret', () => {
  test('is nowhere in a capture, wherever the contract has one', () => {
    const text = captureText(vault, hash, [said(vault, kept)])
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain(Buffer.from(SECRET).toString('hex'))
    expect(read(text)[0]).toMatchObject({
      message: {
        type: 'Keep',
        key: '***',
        seed: '***',
        keys: '***',
        lock: '***',
        way: '***',
        owner: { name: 'anna' },
      },
    })
  })

  test('is not in what a page tells, even where a capture holds it', () => {
    const honest = JSON.parse(captureText(vault, hash, [said(vault, kept)]).split('\n')[1] ?? '')
    const seed = Buffer.from(SECRET).toString('hex')
    const forged: CaptureEntry = {
      ...honest,
      message: { ...kept, seed, way: { case: 'seed', value: seed } },
    }
    const capture = { protocol: 'vault', version: 1, contract: hash, incidents: [forged] }
    const page = JSON.stringify(storyOf(capture, vault, ''))
    expect(page).toContain('owner {name “anna”}')
    expect(page).not.toContain(SECRET)
    expect(page).not.toContain(seed)
  })
})

describe.each([
  ['shapes', shapes],
  ['numbers', numbers],
  ['kv', keyValue],
  ['chat', rooms],
  ['jobs', work],
])('messages of %s', (_, contract) => {
  test('are captured as their JSON form has them, read again, and told without a fault', async () => {
    const { arbitraries, json } = await running(contract, filesOf(contract))
    const own = contract.messages.flatMap(({ name, ofBase }) =>
      ofBase ? [] : (arbitraries[name]?.valid ?? []),
    )
    const secrets = new Set(
      contract.messages.flatMap(({ name, fields }) => (fields.some(({ secret }) => secret) ? [name] : [])),
    )
    fc.assert(
      fc.property(
        fc.oneof(...own).filter(({ type }) => !secrets.has(type)),
        (message) => {
          const captured = capturing(contract)(message)
          expect(captured).toEqual(json.encode(message))
          expect(read(captureText(contract, hash, [said(contract, message)]))[0]).toEqual({
            at: 0,
            side: 'client',
            does: 'says',
            message: JSON.parse(JSON.stringify(captured)),
            id: 0,
            re: 0,
          })
          expect(told(contract, message)).not.toContain('(not of the contract)')
        },
      ),
      { numRuns: 100 },
    )
  })
})

test('a page tells records, lists, unions, big and real numbers, and values of later versions', () => {
  expect(
    told(shapes, {
      type: 'Tell',
      entry: { id: 9007199254740993n, labels: [], blobs: [Buffer.from('00ff', 'hex')], words: ['a', 'b'] },
      change: { case: 'gone' },
      ways: [
        { case: 'arm', value: 'UNKNOWN_7' },
        { case: 'word', value: 'x' },
      ],
    }),
  ).toMatch(
    /^The client says Tell: entry \{id 9007199254740993, labels \[\], blobs \[00ff\], words \[“a”, “b”\]\}, change gone, ways \[arm UNKNOWN_7, word “x”\]\./,
  )
  expect(told(shapes, { type: 'Tell', change: { case: 'unknown', tag: 9 }, ways: [] })).toContain(
    'change unknown with tag 9',
  )
  expect(
    told(shapes, {
      type: 'Count',
      small: Array.from({ length: 10 }, (_, index) => index),
      rows: [],
      real: [0.5, -1e300],
      flags: [true, false],
      colors: ['RED', 'UNKNOWN_9'],
      counts: [],
    }),
  ).toContain(
    'small [0, 1, 2, 3, 4, 5, 6, 7, 2 more], rows [], real [0.5, -1e+300], flags [true, false], colors [RED, UNKNOWN_9]',
  )
})

const opening = `{"capture":1,"protocol":"shapes","version":2,"contract":"${hash}"}`
const line = (fields: string, more = ''): string =>
  `${opening}\n{"at":0,"side":"client","does":"says","message":{"type":"Tell"${fields}},"id":0,"re":0${more}}\n`

describe('a hostile capture', () => {
  test.each([
    ['a key that is none', line(',"entry":{"__proto__":{"a":1}}')],
    ['null', line(',"entry":{"id":null}')],
    ['a number beyond all', line(',"change":1e999')],
    [
      'more fields than a record has',
      line(`,"entry":{${Array.from({ length: 65 }, (_, n) => `"f${n}":1`)}}`),
    ],
    ['more depth than a contract has', line(`,"entry":${'['.repeat(33)}${']'.repeat(33)}`)],
    ['depth without end', line(`,"entry":${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
    ['a negative count', line('', ',"omitted":-1')],
    ['a message that is a list', line('').replace('{"type":"Tell"}', '[]')],
    ['entries that are no number', `${opening}\n{"at":0,"side":"client","does":"omits","entries":"9"}\n`],
  ])('with %s is refused, with its line', (_, text) => {
    const capture = readCapture(text)
    expect(E.isLeft(capture) && [capture.left.code, capture.left.line]).toEqual(['NO_INCIDENT', 2])
  })

  test.each([
    [',"entry":7', 'entry (not of the contract)'],
    [',"entry":[1]', 'entry (not of the contract)'],
    [',"entry":{"id":{"a":1}}', 'entry {id (not of the contract)}'],
    [',"ways":"all"', 'ways (not of the contract)'],
    [',"change":{"case":"constructor"}', 'change (not of the contract)'],
    [',"change":{"value":3}', 'change (not of the contract)'],
    [',"change":{"case":"put","value":[]}', 'change put (not of the contract)'],
    [',"ways":[{"case":"word","value":["x"]}]', 'ways [word (not of the contract)]'],
  ])('with %s is told as what it is', (fields, expected) => {
    const [incident] = read(line(fields))
    const capture = {
      protocol: 'shapes',
      version: 2,
      contract: hash,
      incidents: incident === undefined ? [] : [incident],
    }
    expect(storyOf(capture, shapes, '').moments.at(-1)?.text).toContain(`Tell: ${expected}`)
  })
})

test('what was left out of a capture is told', () => {
  const text = `${line('', ',"omitted":2000000')}{"at":1,"side":"client","does":"omits","entries":12}\n`
  const incidents = read(text)
  const { moments } = storyOf({ protocol: 'shapes', version: 2, contract: hash, incidents }, shapes, '')
  expect(moments.slice(1).map((moment) => moment.text)).toEqual([
    'The client says Tell: 2000000 characters of it were not recorded.',
    'What the client says and hears from now on was not recorded: 12 more.',
  ])
})
