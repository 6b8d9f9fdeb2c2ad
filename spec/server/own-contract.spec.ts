import { afterAll, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract, Messages } from '../../src/codec/index.ts'
import { loadContract } from '../../src/contract/index.ts'
import type { Handler } from '../../src/engine/index.ts'
import { compile } from '../../src/engine/runtime.ts'
import { type Client, connect, createServer, type Server } from '../../src/index.ts'
import { bases, contract as talkContract } from '../support/contract.ts'
import { generatedFrom } from '../support/generated.ts'
import { runningKv, until } from '../support/kv-store.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { frame, len, message, num, numberOf, wordOf } from '../support/wire.ts'

interface Put {
  readonly type: 'Put'
  readonly key: string
  readonly value: Uint8Array
}
interface Get {
  readonly type: 'Get'
  readonly key: string
}
interface Found {
  readonly type: 'Found'
  readonly value: Uint8Array
}
interface KeptClient {
  readonly says: { readonly Put: Put; readonly Get: Get }
  readonly asks: object
  readonly streams: object
  readonly handlers: { readonly Found?: Handler<Found, KeptClient, KeptServer> }
}
interface KeptServer {
  readonly says: { readonly Found: Found }
  readonly asks: object
  readonly streams: object
  readonly handlers: {
    readonly Put: Handler<Put, KeptServer, KeptClient>
    readonly Get: Handler<Get, KeptServer, KeptClient>
  }
}
interface Kept {
  readonly client: KeptClient
  readonly server: KeptServer
}

/** A contract with three messages of its own, whose values have so many bytes at most. */
const keptIn = async (maxBytes: string, others = ''): Promise<Contract<Kept>> => {
  const text = `
protocol: kept
base: colloquy@1
version: 3
about: Keeps values.
messages:
  Put:
    number: 64
    from: client
    about: Keeps a value.
    fields:
      key: { tag: 1, type: string, maxBytes: 64, about: Its key. }
      value: { tag: 2, type: bytes, maxBytes: ${maxBytes}, about: The value. }
  Get: { number: 65, from: client, about: Asks for a value., fields: { key: { tag: 1, type: string, maxBytes: 64, about: Its key. } } }
  Found: { number: 65535, from: server, about: A value., fields: { value: { tag: 1, type: bytes, maxBytes: ${maxBytes}, about: It. } } }
${others}`
  const loaded = loadContract(text, 'kept.yaml', { bases })
  if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  return generatedFrom(loaded.right) as Contract<Messages> as Contract<Kept>
}

const open: { close(): Promise<void> }[] = []
afterAll(() => Promise.all(open.map((one) => one.close())))

/** A server that keeps values, and a client of it. */
const kept = async (contract: Contract<Kept>): Promise<{ server: Server<Kept>; client: Client<Kept> }> => {
  const values = new Map<string, Uint8Array>()
  const server = await createServer({
    contract,
    port: 0,
    mode: 'echo',
    converse: {
      Put: ({ key, value }) => void values.set(key, value),
      Get: ({ key }, peer) => peer.reply({ type: 'Found', value: values.get(key) ?? new Uint8Array(0) }),
    },
  })
  const client = await connect({ contract, port: server.port, reconnect: false })
  open.push({ close: () => client.bye() }, server)
  return { server, client }
}

const filled = (bytes: number): Uint8Array => new Uint8Array(bytes).map((_, at) => at * 31)

describe('a contract of somebody’s own', () => {
  test.each([
    ['1 MiB', 1024 * 1024, 20],
    // With 66 bytes of key, a tag and four bytes of length the body has 16 MiB less one.
    ['16777144', 16_777_144, 3],
  ])(
    'runs beside talk, with values of %s',
    async (maxBytes, bytes, times) => {
      const { client } = await kept(await keptIn(maxBytes))
      const talking = await createServer({
        port: 0,
        mode: 'echo',
        converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text: text.toUpperCase() }) },
      })
      const talker = await connect({ port: talking.port })
      open.push({ close: () => talker.bye() }, talking)
      const value = filled(bytes)
      const key = 'k'.repeat(64)
      for (let time = 0; time < times; time++) {
        await client.say({ type: 'Put', key, value })
        const [found, said] = await Promise.all([
          client.ask({ type: 'Get', key }),
          talker.ask({ type: 'Say', text: `time ${time}` }),
        ])
        expect(found.type === 'Found' && Buffer.compare(found.value, value)).toBe(0)
        expect(said.text).toBe(`TIME ${time}`)
      }
    },
    60_000,
  )

  test('a value that is larger than the contract allows is not said, and the conversation goes on', async () => {
    const { client } = await kept(await keptIn('1 KiB'))
    const large = client.say({ type: 'Put', key: 'large', value: new Uint8Array(1_025) })
    await expect(large).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE', failure: { path: 'Put.value' } })
    await client.say({ type: 'Put', key: 'small', value: Uint8Array.of(1) })
    expect(await client.ask({ type: 'Get', key: 'small' })).toMatchObject({ value: Uint8Array.of(1) })
  })

  test('a client of another protocol is refused with a Fault VERSION, whichever it is', async () => {
    const { server } = await kept(await keptIn('1 KiB'))
    const foreign = connect({ port: server.port, reconnect: false })
    await expect(foreign).rejects.toMatchObject({
      code: 'ENDED',
      failure: { ending: { code: 'VERSION', detail: 'This server speaks kept, the client talk.' } },
    })
    const raw = await TcpPeer.to(server.port)
    raw.say(message('Hello', Buffer.concat([num(1, 3), num(2, 3), len(5, 'talk')])))
    await raw.hear('Fault')
    expect(raw.frames.map(wordOf)).toEqual(['Fault VERSION'])
    await raw.end()
  })

  test('a message of the other side is refused by the one, and cannot be said by the other', async () => {
    const { server, client } = await kept(await keptIn('1 KiB'))
    const wrong = client.say({ type: 'Found', value: new Uint8Array(0) } as never)
    await expect(wrong).rejects.toMatchObject({ code: 'NOT_NOW', failure: { state: 'converse' } })
    const raw = await TcpPeer.to(server.port)
    raw.say(message('Hello', Buffer.concat([num(1, 3), num(2, 3), len(5, 'kept')])))
    await raw.hear('Ready')
    raw.say(frame(65_535, Buffer.alloc(0), { id: 1 }))
    await raw.hear('Fault')
    expect(raw.frames.map(wordOf)).toEqual(['Welcome', 'Ready', 'Fault UNEXPECTED_MESSAGE'])
    await raw.end()
  })

  test('the highest version that both sides speak is chosen, and none is a Fault VERSION', async () => {
    const { server } = await kept(await keptIn('1 KiB', 'speaks: 2\n'))
    const answers: string[] = []
    for (const [oldest, newest] of [
      [1, 2],
      [2, 9],
      [4, 9],
      [1, 1],
    ] as const) {
      const raw = await TcpPeer.to(server.port)
      raw.say(message('Hello', Buffer.concat([num(1, oldest), num(2, newest), len(5, 'kept')])))
      const heard = await Promise.race([raw.hear('Welcome'), raw.hear('Fault')])
      answers.push(`${wordOf(heard)} ${numberOf(heard, 1)}`)
      raw.socket.destroy()
    }
    expect(answers).toEqual(['Welcome 2', 'Welcome 3', 'Fault VERSION 5', 'Fault VERSION 5'])
  })

  test('handlers are judged by its messages', async () => {
    const contract = await keptIn('1 KiB')
    const converse = { Say: () => {} } as never
    await expect(createServer({ contract, port: 0, converse })).rejects.toThrow('there are: Put, Get.')
    await expect(connect({ contract, port: 1, converse })).rejects.toThrow('there are: Found.')
  })

  test('states within converse let each message be said where the contract says, and not elsewhere', async () => {
    const { client } = await kept(
      await keptIn(
        '1 KiB',
        `
states:
  converse.reading: { about: Values are asked for., says: { Put: converse.writing } }
  converse.writing: { about: A value was kept., says: { Get: converse.reading } }
`,
      ),
    )
    const put = (key: string) => client.say({ type: 'Put', key, value: Uint8Array.of(7) })
    await expect(client.say({ type: 'Get', key: 'a' })).rejects.toMatchObject({
      code: 'NOT_NOW',
      failure: { state: 'converse.reading', maySay: ['Put'] },
      message: 'That message cannot be said in converse.reading; say Put. Nothing was said.',
    })
    await put('a')
    await expect(put('b')).rejects.toMatchObject({
      code: 'NOT_NOW',
      failure: { state: 'converse.writing', maySay: ['Get'] },
    })
    expect(await client.ask({ type: 'Get', key: 'a' })).toMatchObject({ value: Uint8Array.of(7) })
    await put('b')
  })
})

test('a contract is compiled once, and its table is as large as its messages are many', async () => {
  const contract = await keptIn('1 KiB')
  const runtime = compile(contract)
  expect(compile(contract)).toBe(runtime)
  const { messages, states } = runtime
  expect(runtime.says.client).toHaveLength(messages.length * states.length)
  expect(messages.length).toBe(talkContract.messages.length + 2)
})

describe('a program hears', () => {
  test('of each conversation that begins and that is over, with the peer to say something to', async () => {
    const told: string[] = []
    const { server, client } = await runningKv(
      {},
      {
        began: ({ session }) => told.push(`began ${session}`),
        gone: ({ session, counts }) => told.push(`gone ${session}: ${counts.heard}`),
      },
    )
    expect([...server.peers]).toHaveLength(1)
    await client.ask({ type: 'Get', key: 'a' })
    await client.bye()
    await until(() => told.length === 2)
    expect(told).toEqual([`began ${client.session}`, `gone ${client.session}: 1`])
    expect([...server.peers]).toHaveLength(0)
  })

  test('of a hook that fails in the log, and nobody else does', async () => {
    const { client, failures } = await runningKv(
      {},
      {
        began: () => {
          throw new Error('no roster')
        },
        gone: async () => {
          throw new Error('no roster')
        },
      },
    )
    await client.ask({ type: 'Get', key: 'a' })
    await client.bye()
    await until(() => failures.length === 2)
    expect(failures).toEqual(['began: Error: no roster', 'gone: Error: no roster'])
  })
})
