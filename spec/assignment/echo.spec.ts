import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { logOf, Programs, type Serving } from '../support/program.ts'
import { needs, tool } from '../support/tools/index.ts'
import { connecting, firstsOf, inOrder } from './connecting.ts'

const nc = needs('nc')
const programs = new Programs()

const PORTION_BYTES = 1024

const serveRaw = (): Promise<Serving> => programs.serve({ more: ['--mode', 'raw'] })

/** The bytes that nc gets back for its standard input; it half-closes at its end. */
const echoed = (port: number, input: Uint8Array): Buffer => {
  const { status, stdout, stderr } = spawnSync(tool('nc').path, ['-N', '127.0.0.1', String(port)], {
    input,
    timeout: 10_000,
    maxBuffer: 10_000_000,
  })
  expect([status, stderr.toString()]).toEqual([0, ''])
  return stdout
}

/** The bytes of each portion that a server logged. */
const portionsOf = (server: Serving, event: 'received' | 'sent'): readonly number[] =>
  server
    .log()
    .filter((line) => line.event === event)
    .map(({ bytes }) => Number(bytes))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

nc.test('row 1: what nc sends comes back, every byte of it', async () => {
  const server = await serveRaw()
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const sent = [
    Buffer.from('hello'),
    Buffer.from('привет\n'),
    Buffer.from([0x00]),
    Buffer.from([0xff]),
    every,
    Buffer.alloc(PORTION_BYTES, 0xff),
    Buffer.alloc(PORTION_BYTES + 1),
    Buffer.alloc(0),
  ]
  for (const bytes of sent) expect(echoed(server.port, bytes)).toEqual(bytes)
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' })
  expect(server.log().filter(({ event }) => event === 'disconnected')).toHaveLength(sent.length)
  for (const event of ['received', 'sent'] as const) {
    expect(Math.max(...portionsOf(server, event))).toBe(PORTION_BYTES)
    expect(sum(portionsOf(server, event))).toBe(sum(sent.map(({ length }) => length)))
  }
})

test('row 1: a file of 100 KB comes back byte for byte, in portions of at most 1 KB, each told', async () => {
  const server = await serveRaw()
  const file = join(programs.folder(), 'file')
  writeFileSync(file, Buffer.concat([Buffer.from([0x00, 0xff]), randomBytes(102_398)]))
  const client = programs.start(connecting(server, '--raw'))
  expect((await client.typeLast(readFileSync(file)).end()).code).toBe(0)
  expect(client.stdoutBytes.equals(readFileSync(file))).toBe(true)
  await server.stop()
  for (const event of ['received', 'sent'] as const) {
    const portions = portionsOf(server, event)
    expect(portions.length).toBeGreaterThanOrEqual(100)
    expect(Math.max(...portions)).toBeLessThanOrEqual(PORTION_BYTES)
    expect(Math.min(...portions)).toBeGreaterThan(0)
    expect(sum(portions)).toBe(102_400)
  }
})

const serverTells = {
  en: [
    'The server starts in mode raw: ',
    'Listening on port ',
    'A client connected from 127.0.0.1, port ',
    'Received 6 bytes.',
    'Sent 6 bytes.',
    'Disconnected (DONE): ',
    'The server stops; ',
    'The server has stopped; ',
  ],
  ru: [
    'Сервер запускается в режиме raw: ',
    'Сервер слушает порт ',
    'Подключился клиент с адреса 127.0.0.1, порт ',
    'Получены данные: 6 байт.',
    'Отправлены данные: 6 байт.',
    'Соединение закрыто (DONE): ',
    'Сервер останавливается; ',
    'Сервер остановлен; ',
  ],
} as const

test.each(['en', 'ru'] as const)(
  'row 2: the server tells and explains all that happens, in order (%s)',
  async (lang) => {
    const data = join(programs.folder(), 'data')
    const where = ['serve', '--port', '0', '--mode', 'raw', '--data', data]
    const server = programs.start([...where, '--log', 'both', '--lang', lang])
    const port = Number((await server.firstLine()).split(':')[1])
    await programs.start(connecting({ port }, '--raw')).typeLast('hello\n').end()
    await programs.logged(data, 'disconnected')
    server.signal('SIGTERM')
    const { code, stderr } = await server.end()
    expect(code).toBe(0)
    expect(stderr).toMatch(inOrder(...serverTells[lang]))
    const lines = logOf(data)
    expect(firstsOf(lines)).toEqual([
      'starting',
      'listening',
      'connected',
      'received',
      'sent',
      'disconnected',
      'stopping',
      'stopped',
    ])
    expect(lines.map(({ msg }) => msg).join('\n')).toMatch(inOrder(...serverTells[lang]))
    expect(stderr.split('\n')).toHaveLength(lines.length + 1)
  },
)

test('row 2: the same is told of a conversation in messages', async () => {
  const server = await programs.serve({ mode: 'echo' })
  await programs.run(connecting(server, '--message', 'hello'))
  await programs.logged(server.data, 'disconnected')
  await server.stop()
  const told = [
    'starting',
    'listening',
    'connected',
    'received',
    'sent',
    'disconnected',
    'stopping',
    'stopped',
  ]
  expect(firstsOf(server.log()).filter((event) => told.includes(event))).toEqual(told)
})

test('row 3: a string of standard input is sent to the server, as bytes and as messages', async () => {
  const raw = await serveRaw()
  const asBytes = await programs.start(connecting(raw, '--raw')).typeLast('привет, мир\n').end()
  expect([asBytes.code, asBytes.stdout]).toEqual([0, 'привет, мир\n'])
  const size = Buffer.byteLength('привет, мир\n')
  expect(await programs.logged(raw.data, 'disconnected')).toMatchObject({
    receivedBytes: size,
    sentBytes: size,
  })
  const framed = await programs.serve({ mode: 'echo' })
  const asMessages = await programs.start(connecting(framed)).typeLast('привет, мир\nwell met').end()
  expect([asMessages.code, asMessages.stdout]).toEqual([0, 'привет, мир\nwell met\n'])
  expect(await programs.logged(framed.data, 'disconnected')).toMatchObject({ heard: 2, said: 2 })
})

const clientTells = {
  en: {
    connected: 'Connected to 127.0.0.1, port ',
    sent: 'Sent 6 bytes.',
    received: 'Received 6 bytes.',
    disconnected: 'Disconnected (DONE): ',
    lost: /^Disconnected \((BROKEN|RESET)\): The /m,
  },
  ru: {
    connected: 'Соединение установлено: 127.0.0.1, порт ',
    sent: 'Отправлены данные: 6 байт.',
    received: 'Получены данные: 6 байт.',
    disconnected: 'Соединение закрыто (DONE): ',
    lost: /^Соединение закрыто \((BROKEN|RESET)\): [А-Я]/m,
  },
} as const

test.each(['en', 'ru'] as const)(
  'row 4: the client tells and explains all that happens, in order (%s)',
  async (lang) => {
    const server = await serveRaw()
    const { connected, sent, received, disconnected } = clientTells[lang]
    const { code, stdout, stderr } = await programs
      .start(connecting(server, '--raw', '--lang', lang))
      .typeLast('hello\n')
      .end()
    expect([code, stdout]).toEqual([0, 'hello\n'])
    expect(stderr).toMatch(inOrder(connected, sent, received, disconnected))
    expect(stderr.split('\n')).toHaveLength(5)
  },
)

test.each(['en', 'ru'] as const)(
  'row 4: the client tells and explains that the server is gone (%s)',
  async (lang) => {
    const server = await programs.serve({ mode: 'echo' })
    const client = programs.start(connecting(server, '--lang', lang))
    client.type('hello\n')
    await client.until('the echo', ({ lines }) => lines[0])
    server.program.signal('SIGKILL')
    const { connected, lost } = clientTells[lang]
    await client.until('the loss', ({ stderr }) => lost.exec(stderr) ?? undefined)
    expect(client.stderr).toContain(connected)
    client.signal('SIGKILL')
    await client.end()
  },
)
