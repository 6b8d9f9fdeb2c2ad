import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, jest, test } from '@jest/globals'
import { type Program, startProgram } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { frame } from '../support/wire.ts'
import { fileOf } from './credit.ts'

jest.setTimeout(60_000)

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The example as somebody has it who copied the folder: Colloquy, as it was built, and XState are installed. */
const folder = join(temporaryFolder(), 'credit')
cpSync(fileOf(''), folder, { recursive: true })
mkdirSync(join(folder, 'node_modules'))
symlinkSync(root, join(folder, 'node_modules', 'colloquy'))
symlinkSync(join(root, 'node_modules', 'xstate'), join(folder, 'node_modules', 'xstate'))

const started: Program[] = []
afterAll(async () => {
  for (const program of started.filter(({ isRunning }) => isRunning)) {
    program.signal('SIGKILL')
    await program.end()
  }
})

const start = (file: string, port: number): Program => {
  const program = startProgram(process.execPath, [file, String(port)], folder, { PATH: process.env.PATH })
  started.push(program)
  return program
}

/** The consumer, and the port that it listens on. */
const serving = async (): Promise<{ consumer: Program; port: number }> => {
  const consumer = start('serve.js', 0)
  const [, port] = /^Listening on port (\d+)\.$/.exec(await consumer.firstLine()) ?? []
  return { consumer, port: Number(port) }
}

const guide = readFileSync(new URL('../../docs/own-protocol.md', import.meta.url), 'utf8')
const [shownConsumer = '', shownProducer = ''] = [
  ...guide.matchAll(/^```console\n\$ .*\n([\s\S]*?)^```$/gm),
].map(([, printed]) => printed)

test('each line of the producer is an item at the consumer, and both end in peace, as the guide shows', async () => {
  const { consumer, port } = await serving()
  const producer = start('connect.js', port).typeLast('1\n2\n3\n')
  expect(await producer.end()).toMatchObject({ code: 0, stdout: shownProducer, stderr: '' })
  await consumer.until('done', ({ lines }) => lines.find((line) => line === 'done'))
  expect(consumer.stdout.replace(String(port), '7707')).toBe(shownConsumer)
  consumer.signal('SIGINT')
  expect(await consumer.end()).toMatchObject({ code: 0, stderr: '' })
})

test('Ctrl-C of the producer ends the conversation of both in peace', async () => {
  const { consumer, port } = await serving()
  const producer = start('connect.js', port)
  producer.type('1\n')
  await consumer.until('an item', ({ lines }) => lines.find((line) => line === '1'))
  producer.signal('SIGINT')
  expect(await producer.end()).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' })
  await consumer.until('done', ({ lines }) => lines.find((line) => line === 'done'))
  expect(consumer.lines.slice(1)).toEqual(['lines begin', '1', 'done'])
})

test('Ctrl-C of the consumer ends it, and every producer in peace', async () => {
  const { consumer, port } = await serving()
  const producers = [start('connect.js', port), start('connect.js', port)]
  for (const producer of producers) producer.type('1\n')
  await consumer.until('both items', ({ lines }) => lines.filter((line) => line === '1').at(1))
  consumer.signal('SIGINT')
  for (const producer of producers)
    expect(await producer.end()).toMatchObject({ code: 0, stdout: 'done\n', stderr: '' })
  expect(await consumer.end()).toMatchObject({ code: 0, stderr: '' })
  expect(consumer.lines.slice(-2)).toEqual(['done', 'done'])
})

test('an item for which there is no credit is refused, and the consumer goes on', async () => {
  const { consumer, port } = await serving()
  const peer = await TcpPeer.to(port)
  // Open is number 1, Item 64.
  peer.say(frame(1, Buffer.alloc(0)), frame(64, Buffer.alloc(0), { id: 1 }))
  await peer.end()
  // Fault, number 5, with code 1.
  expect(peer.frames.map(({ type, body }) => [type, body.toString('hex')])).toEqual([[5, '0801']])
  peer.socket.end()
  const refused = await consumer.until('a refusal', ({ lines }) =>
    lines.find((line) => line.startsWith('refused')),
  )
  expect(refused).toBe('refused: Message 64 is not legal in flow.none.')
  const producer = start('connect.js', port).typeLast('1\n')
  expect(await producer.end()).toMatchObject({ code: 0, stdout: 'done\n' })
})

test('where nobody listens the producer says so in one sentence', async () => {
  const { consumer, port } = await serving()
  consumer.signal('SIGINT')
  await consumer.end()
  const { code, stdout, stderr } = await start('connect.js', port).end()
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^[^\n]+\n$/)
})
