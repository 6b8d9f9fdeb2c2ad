import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { activatedSocket } from '../../src/cli/commands/serve/systemd.ts'
import { Programs, within } from '../support/program.ts'
import { TcpPeer } from '../support/tcp-peer.ts'

const programs = new Programs()

test('a socket is ours where systemd says so, and one alone is served', () => {
  expect(activatedSocket({ LISTEN_PID: '7', LISTEN_FDS: '1' }, 7)).toBe(3)
  expect(activatedSocket({ LISTEN_PID: '8', LISTEN_FDS: '1' }, 7)).toBeNull()
  expect(activatedSocket({}, 7)).toBeNull()
  expect(() => activatedSocket({ LISTEN_PID: '7', LISTEN_FDS: '2' }, 7)).toThrow(
    /^systemd passes 2 sockets, /,
  )
})

test('a server takes over a socket that was opened before, and tells systemd how far it is', async () => {
  const folder = programs.folder()
  const told = join(folder, 'told')
  const notify = join(folder, 'systemd-notify')
  writeFileSync(notify, `#!/bin/sh\necho "$1" >> ${told}\n`)
  chmodSync(notify, 0o700)
  const socket = createServer()
  socket.listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const address = socket.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  // A field of Node's own: a test passes the descriptor on, as systemd does.
  const { fd } = (socket as unknown as { readonly _handle: { readonly fd: number } })._handle
  const serve = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
  const command = [
    process.execPath,
    'dist/cli.js',
    'serve',
    '--mode',
    'echo',
    '--data',
    join(folder, 'data'),
    '--json',
  ]
  const child = spawn('sh', ['-c', serve, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'inherit', fd],
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, NOTIFY_SOCKET: '/nowhere' },
  })
  try {
    const [line] = await within(
      'the line that it listens',
      once(child.stdout as NodeJS.ReadableStream, 'data'),
    )
    expect(JSON.parse(String(line))).toMatchObject({ event: 'listening', host: '127.0.0.1', port })
    socket.close()
    const peer = await (await TcpPeer.to(port)).converse()
    child.kill('SIGTERM')
    await peer.hear('Bye')
    peer.socket.destroy()
    expect(await within('its end', once(child, 'exit'))).toEqual([0, null])
    expect(readFileSync(told, 'utf8')).toBe('--ready\n--stopping\n')
  } finally {
    child.kill('SIGKILL')
    socket.close()
  }
})
