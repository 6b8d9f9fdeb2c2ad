import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { type Program, Programs, within } from '../support/program.ts'

const programs = new Programs({ alone: true })

/** More than a pipe holds, and more than is read ahead. */
const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(60_000))
const bytes = texts.join('\n').length + 1

const says = (port: number): readonly string[] => [
  'connect',
  '127.0.0.1',
  String(port),
  ...texts.flatMap((text) => ['--message', text]),
]

/** Starts a program whose output nobody reads yet. */
const unread = (args: readonly string[]): Program => {
  const program = programs.start(args)
  program.child.stdout?.pause()
  return program
}

test('what a reader takes late is not lost: the program waits for it', async () => {
  const { port, data } = await programs.serve({ mode: 'echo' })
  const client = unread(says(port))
  await programs.logged(data, 'disconnected')
  expect(client.isRunning).toBe(true)
  client.child.stdout?.resume()
  const { code, stdout } = await client.end()
  expect([code, stdout.length, stdout.split('\n').slice(0, -1)]).toEqual([0, bytes, texts])
})

test('a client that is stopped waits 5 s at most for a reader who does not read', async () => {
  const { port, data } = await programs.serve({ mode: 'echo' })
  const client = unread(['connect', '127.0.0.1', String(port)])
  client.type(`${texts.join('\n')}\n`)
  await programs.logged(data, 'received', { id: texts.length })
  client.signal('SIGTERM')
  await programs.logged(data, 'disconnected')
  await within('the exit', once(client.child, 'exit'))
  expect(client.child.exitCode).toBe(130)
})

test('so does a server that is stopped', async () => {
  const { port, program, data } = await programs.serve({ mode: 'echo', more: ['--reply', 'operator'] })
  program.child.stdout?.pause()
  const client = programs.start(says(port))
  await programs.logged(data, 'received', { id: texts.length })
  client.signal('SIGTERM')
  await programs.logged(data, 'disconnected')
  program.signal('SIGTERM')
  await within('the exit', once(program.child, 'exit'))
  expect(program.child.exitCode).toBe(0)
})
