import { readdirSync } from 'node:fs'
import { type Socket, connect as startConnecting } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { connect } from '../../src/index.ts'
import { Programs } from '../support/program.ts'

const programs = new Programs({ alone: true })
const OPEN_FILES = 160
/** 80 less. */
const ROOM = 80

const serve = (more: readonly string[] = [], openFiles = OPEN_FILES) => {
  const data = join(programs.folder(), 'data')
  const args = ['serve', '--port', '0', '--data', data, '--json', ...more]
  return { data, program: programs.start(args, { openFiles }) }
}

/** Connections that say nothing, of another address than that of whoever comes beside them. */
const crowd = async (port: number, many: number): Promise<readonly Socket[]> => {
  const sockets = Array.from({ length: many }, () =>
    startConnecting({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
      .on('error', () => {})
      .resume(),
  )
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  return sockets
}

test('a server that is full still checks passwords, writes its store and its log, and has files to spare', async () => {
  const { data, program } = serve()
  const port = Number((await program.event('listening')).port)
  const password = programs.secret()
  let prove = (): void => {}
  const proving = new Promise<string>((resolve) => {
    prove = () => resolve(password)
  })
  let isAsked = false
  const coming = connect({
    port,
    credentials: {
      name: 'anna',
      register: true,
      password: () => {
        isAsked = true
        return proving
      },
    },
  })
  while (!isAsked) await pause(10)
  // More than there is room for, and more than are told so.
  const sockets = await crowd(port, OPEN_FILES)
  await pause(200)
  const open = readdirSync(`/proc/${program.child.pid}/fd`).length
  expect(open).toBeGreaterThan(ROOM)
  expect(open).toBeLessThanOrEqual(OPEN_FILES - 12)
  prove()
  const client = await coming
  expect((await client.ask({ type: 'Say', text: 'hello' })).text).toBe('hello')
  await programs.logged(data, 'granted', { name: 'anna' })
  for (const socket of sockets) socket.destroy()
  await client.bye()
  program.signal('SIGTERM')
  expect(await program.end()).toMatchObject({ code: 0, stderr: '' })
})

describe('more sessions than there are descriptors for', () => {
  test('are refused at the start, with the number that there is room for', async () => {
    const { program } = serve(['--max-sessions', String(ROOM + 1)])
    expect(await program.end()).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'Of 160 files that may be open the server needs 80 itself; give --max-sessions at most 80, or raise the limit with ulimit -n.\n',
    })
    const russian = serve(['--max-sessions', '1000000', '--lang', 'ru']).program
    expect(await russian.end()).toMatchObject({
      code: 2,
      stderr:
        'Открытых файлов может быть 160, из них 80 нужны самому серверу; укажите в --max-sessions не больше 80 или поднимите предел: ulimit -n.\n',
    })
    const fitting = serve(['--max-sessions', String(ROOM), '--mode', 'echo']).program
    await fitting.event('listening')
    fitting.signal('SIGTERM')
    expect(await fitting.end()).toMatchObject({ code: 0 })
  })

  test('and so is a server for which there are none at all', async () => {
    for (const more of [[], ['--max-sessions', '1']])
      expect(await serve(more, 80).program.end()).toMatchObject({
        code: 3,
        stderr: 'This process has too many files open; end some, or raise the limit of open files.\n',
      })
  })
})

programs.keepSecrets()
