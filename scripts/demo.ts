// Plays a whole conversation between two real processes and prints it: register, converse, a restart of the server,
// resume with the token, log out. Everything it makes lies in a temporary folder and goes with it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-demo-'))
const password = randomBytes(12).toString('base64url')
const environment = { ...process.env, XDG_STATE_HOME: folder, COLLOQUY_PASSWORD: password }

const tell = (who: string, line: string): void => console.log(`${who.padEnd(8)}${line}`)

const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join('dist', 'cli.js'), ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Starts the server and resolves with its port once it listens. */
const serve = async (port = '0'): Promise<{ readonly process: ChildProcess; readonly port: string }> => {
  const server = start('serve', '--port', port, '--data', join(folder, 'data'), '--json')
  const [line] = (await once(createInterface({ input: server.stdout as NodeJS.ReadableStream }), 'line')) as [
    string,
  ]
  const listening = JSON.parse(line) as { readonly host: string; readonly port: number }
  tell('server', `listens on ${listening.host}:${listening.port}`)
  return { process: server, port: String(listening.port) }
}

const stop = async (server: ChildProcess): Promise<void> => {
  server.kill('SIGTERM')
  await once(server, 'exit')
  tell('server', 'has stopped')
}

/** Runs the client and prints each of its events as one line. */
const converse = async (port: string, ...args: readonly string[]): Promise<void> => {
  tell('client', `$ colloquy connect 127.0.0.1 ${port} ${args.join(' ')}`)
  const client = start('connect', '127.0.0.1', port, '--json', ...args)
  for await (const line of createInterface({ input: client.stdout as NodeJS.ReadableStream })) {
    const { event, ...rest } = JSON.parse(line) as { readonly event: string }
    tell('client', `  ${event.padEnd(13)}${JSON.stringify(rest)}`)
  }
  if (client.exitCode === null) await once(client, 'exit')
  if (client.exitCode !== 0) throw new Error(`The client ended with ${client.exitCode}.`)
}

try {
  const first = await serve()
  await converse(
    first.port,
    '--name',
    'anna',
    '--register',
    '--message',
    'hello',
    '--message',
    'how are you?',
  )
  await stop(first.process)
  const second = await serve(first.port)
  await converse(second.port, '--name', 'anna', '--message', 'here again, by my token')
  await converse(second.port, '--name', 'anna', '--logout', '--message', 'goodbye')
  await stop(second.process)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
