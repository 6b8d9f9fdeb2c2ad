import { afterEach, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyMessage, Contract, Messages } from '../../src/codec/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { AnyPeer } from '../../src/engine/peer.ts'
import { connect, createServer } from '../../src/index.ts'
import { bases } from '../support/contract.ts'
import { generatedFrom } from '../support/generated.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { frame, len, message, num } from '../support/wire.ts'

/** Version 1 of a contract, and version 2 with a message, fields and an arm more. */
const text = (version: 1 | 2): string => {
  const inTwo = (line: string): string => (version === 2 ? line : '')
  return `
protocol: notes
base: colloquy@1
version: ${version}
${inTwo('speaks: 1')}
about: Keeps notes.
types:
  Text: { base: string, maxBytes: 64, about: A text. }
  Mark:
    base: record
    about: A mark.
    fields:
      text: { tag: 1, type: Text, about: What it says. }
${inTwo('      colour: { tag: 2, type: Text, since: 2, about: How it looks. }')}
  Place:
    base: union
    about: Where it stands.
    of:
      page: { tag: 1, type: Text, about: A page. }
${inTwo('      board: { tag: 2, type: Text, since: 2, about: A board. }')}
messages:
  Note:
    number: 64
    from: client
    about: Keeps a note.
    fields:
      text: { tag: 1, type: Text, about: What it says. }
      place: { tag: 2, type: Place, optional: true, about: Where it stands. }
${inTwo('      urgent: { tag: 3, type: bool, since: 2, about: Whether it hurries. }')}
${inTwo('      until: { tag: 4, type: uint32, optional: true, since: 2, about: How long it holds. }')}
${inTwo('      marks: { tag: 5, list: Mark, maxItems: 4, since: 2, about: Its marks. }')}
    answer: [Kept]
  Kept:
    number: 65
    from: server
    about: It was kept.
    fields:
      marks: { tag: 1, list: Mark, maxItems: 4, about: Its marks. }
${inTwo('  Drop: { number: 66, from: client, since: 2, about: Forgets a note., answer: [Kept] }')}
`
}

const contractOf = async (version: 1 | 2): Promise<Contract<Messages>> => {
  const loaded = loadContract(text(version), `notes${version}.yaml`, { bases })
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  return generatedFrom(loaded.right)
}
const contracts = { 1: await contractOf(1), 2: await contractOf(2) }

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A server of one version with a client of another, and what the server hears. */
const between = async (server: 1 | 2, client: 1 | 2) => {
  const heard: AnyMessage[] = []
  const versions: number[] = []
  const answers = {
    Note: (note: AnyMessage, peer: AnyPeer) => {
      heard.push(note)
      versions.push(peer.version)
      return { type: 'Kept', marks: [{ text: 'seen', colour: 'red' }] }
    },
    ...(server === 2 ? { Drop: () => ({ type: 'Kept', marks: [] }) } : {}),
  }
  const listening = await createServer({
    contract: contracts[server],
    port: 0,
    mode: 'echo',
    converse: answers,
  })
  const talking = await connect({ contract: contracts[client], port: listening.port, reconnect: false })
  open.push({ close: () => talking.bye() }, listening)
  // Neither contract has types here.
  return { heard, versions, port: listening.port, peer: talking as unknown as AnyPeer }
}

const full = {
  type: 'Note',
  text: 'water',
  urgent: true,
  until: 7,
  marks: [{ text: 'a', colour: 'blue' }],
  place: { case: 'page', value: 'one' },
}

describe('two versions of a contract', () => {
  test('converse in the earlier one, whichever side is ahead, and say nothing that came later', async () => {
    const ahead = await between(1, 2)
    expect(ahead.peer.version).toBe(1)
    await expect(ahead.peer.ask(full)).resolves.toMatchObject({ type: 'Kept', marks: [{ text: 'seen' }] })
    expect(ahead.heard).toEqual([{ type: 'Note', text: 'water', place: { case: 'page', value: 'one' } }])

    const behind = await between(2, 1)
    expect(behind.peer.version).toBe(1)
    const kept = await behind.peer.ask({ type: 'Note', text: 'water' })
    expect(kept).toMatchObject({ type: 'Kept', marks: [{ text: 'seen' }] })
    expect(JSON.stringify(kept)).not.toContain('colour')
    expect(behind.versions).toEqual([1])
    expect(behind.heard).toEqual([{ type: 'Note', text: 'water', urgent: false, marks: [] }])
  })

  test('say all there is where both are of the later one', async () => {
    const { peer, heard } = await between(2, 2)
    expect(peer.version).toBe(2)
    await expect(peer.ask(full)).resolves.toMatchObject({ marks: [{ text: 'seen', colour: 'red' }] })
    expect(heard).toEqual([full])
    await expect(peer.ask({ type: 'Drop' })).resolves.toMatchObject({ type: 'Kept' })
  })

  test('a message, and an arm, that came later cannot be said to the earlier one', async () => {
    const { peer } = await between(1, 2)
    await expect(peer.ask({ type: 'Drop' })).rejects.toMatchObject({
      code: 'TOO_NEW',
      failure: { path: 'Drop', since: 2, version: 1 },
    })
    const onBoard = { ...full, place: { case: 'board', value: 'one' } }
    await expect(peer.ask(onBoard)).rejects.toMatchObject({
      code: 'TOO_NEW',
      message:
        'The other side speaks version 1, and Note.place.board came with version 2. Nothing was said; see peer.version.',
    })
    await expect(peer.ask(full)).resolves.toMatchObject({ type: 'Kept' })
  })

  test.each([
    [
      'a message',
      frame(66, Buffer.alloc(0), { id: 1 }),
      'UNEXPECTED_MESSAGE',
      'Message 66 is not legal in converse.',
    ],
    ['a field', frame(64, num(3, 1), { id: 1 }), 'MALFORMED', 'Note.urgent is of version 2.'],
    ['an optional field', frame(64, num(4, 7), { id: 1 }), 'MALFORMED', 'Note.until is of version 2.'],
    ['a list', frame(64, len(5, len(1, 'a')), { id: 1 }), 'MALFORMED', 'Note.marks is of version 2.'],
    ['an arm', frame(64, len(2, len(2, 'one')), { id: 1 }), 'MALFORMED', 'Note.place.board is of version 2.'],
  ])('%s that came later is a breach where the earlier one was chosen', async (_, said, code, detail) => {
    const { port } = await between(2, 2)
    const raw = await TcpPeer.to(port)
    await raw.converse(message('Hello', Buffer.concat([num(1, 1), num(2, 1), len(5, 'notes')])))
    raw.say(said)
    const fault = await raw.hear('Fault')
    expect(fault.body.toString()).toContain(detail)
    expect(raw.words).toContain(`Fault ${code}`)
    raw.socket.destroy()
  })
})
