import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { connect, createServer } from '../../src/index.ts'

let told: jest.SpiedFunction<typeof console.error>
beforeEach(() => {
  told = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => told.mockRestore())

const texts = (): readonly string[] => told.mock.calls.map(([text]) => String(text))

const failingServer = (log = {}) =>
  createServer({
    port: 0,
    mode: 'echo',
    converse: {
      Say: ({ text }) => {
        throw new Error(`no answer to ${text}`)
      },
    },
    ...log,
  })

const visit = async (port: number, text: string): Promise<void> => {
  const client = await connect({ port, reconnect: false })
  await client.say({ type: 'Say', text })
  await client.over
}

test('a server without a log tells its first failure with the place and how to hear of all, and no other', async () => {
  const server = await failingServer()
  await visit(server.port, '\u001b[2J\u202e')
  await visit(server.port, 'again')
  await server.close()
  expect(told).toHaveBeenCalledTimes(1)
  const [text = ''] = texts()
  const lines = text.split('\n')
  expect(lines[0]).toBe(
    'colloquy: something failed on this side (handler): Error: no answer to \\u001b[2J\\u202e',
  )
  expect(lines[1]).toMatch(/^ {4}at .*notice\.spec\.ts:\d+/)
  expect(lines.at(-1)).toMatch(
    /^Only the first failure is told here; give createServer a log .*write: \(event\)/,
  )
})

test('a client without a log tells the first failure of its handlers', async () => {
  const server = await createServer({
    port: 0,
    mode: 'echo',
    converse: { Say: (_, peer) => peer.reply({ type: 'Say', text: 'x' }) },
  })
  const client = await connect({
    port: server.port,
    reconnect: false,
    converse: { Say: () => Promise.reject(new Error('not taken')) },
  })
  await client.say({ type: 'Say', text: 'x' })
  await client.over
  await server.close()
  expect(texts()).toEqual([
    expect.stringMatching(/^colloquy: .*\(handler\): Error: not taken\n.*give connect a log/s),
  ])
})

test('what rejects a promise is not told a second time', async () => {
  const taken = await createServer({ port: 0, mode: 'echo', converse: { Say: () => {} } })
  await expect(createServer({ port: taken.port, mode: 'echo', converse: { Say: () => {} } })).rejects.toThrow(
    'Port',
  )
  const asking = await createServer({ port: 0, mode: 'identify', converse: { Say: () => {} } })
  const name = (): never => {
    throw new Error('no name')
  }
  await expect(connect({ port: asking.port, name })).rejects.toThrow('no name')
  await Promise.all([taken.close(), asking.close()])
  expect(told).not.toHaveBeenCalled()
})

test('a program that gives a log hears of it there, and standard error stays empty', async () => {
  const events: string[] = []
  const server = await failingServer({
    log: { data: false, write: ({ event }: { event: string }) => events.push(event) },
  })
  await visit(server.port, 'x')
  await server.close()
  expect(events.filter((event) => event === 'failed')).toHaveLength(1)
  expect(told).not.toHaveBeenCalled()
})
