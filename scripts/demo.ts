// Plays a conversation between two real processes, as the two persons would see it: anna registers and converses with an
// operator, the server is restarted, the conversation goes on by the token, anna logs out. Everything that it makes lies
// in a temporary folder and goes with it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { timeOfDay } from '../src/cli/i18n/time.ts'
import { isColoured, noStyles, styles, type Voice } from '../src/cli/terminal/colours.ts'

/** Longest wait for anything that is to happen. */
const WITHIN_MS = 20_000

const folder = mkdtempSync(join(tmpdir(), 'colloquy-demo-'))
const password = randomBytes(12).toString('base64url')
const environment = { ...process.env, XDG_STATE_HOME: folder, COLLOQUY_PASSWORD: password, LC_ALL: 'C.UTF-8' }

const ink = isColoured(process.stdout, process.env) ? styles : noStyles
const tell = (voice: Voice, who: string, text: string): void =>
  console.log(`${ink[voice](`${timeOfDay(Date.now())} ${who.padEnd(8)}`)} ${text}`)
const happens = (text: string): void => console.log(ink.service(`${timeOfDay(Date.now())} --       ${text}`))

/** A program, what it is told, and what it says, line by line. */
interface Running {
  readonly process: ChildProcess
  readonly lines: Interface
  type(line: string): void
}

const running: ChildProcess[] = []

// However it ends, nothing of it stays.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
// Nobody reads any more.
process.stdout.once('error', () => process.exit())

const start = (...args: readonly string[]): Running => {
  const child = spawn(process.execPath, [join('dist', 'cli.js'), ...args], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  running.push(child)
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    type: (line) => child.stdin.write(`${line}\n`),
  }
}

/** Resolves with the first line from now on that matches. */
const heard = ({ lines, process: { spawnargs } }: Running, pattern: RegExp): Promise<RegExpExecArray> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${spawnargs[2]}: no ${pattern}`)), WITHIN_MS)
    lines.on('line', function listen(line: string) {
      const found = pattern.exec(line)
      if (found === null) return
      clearTimeout(late)
      lines.off('line', listen)
      resolve(found)
    })
  })

const serve = async (port: string): Promise<{ readonly operator: Running; readonly port: string }> => {
  const operator = start('serve', '--port', port, '--data', join(folder, 'data'), '--reply', 'operator')
  const [, address = '', listening = ''] = await heard(operator, /^listening on (.*:(\d+))/)
  happens(`A server listens on ${address}; an operator sits at it.`)
  return { operator, port: listening }
}

const stop = async ({ process: child }: Running): Promise<void> => {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** The lines of a client with --json that the demo reads. */
type Told =
  | { readonly event: 'sent' | 'received'; readonly text: string }
  | { readonly event: 'granted'; readonly how: 'register' | 'login' | 'resume' }
  | { readonly event: 'reconnecting' | 'disconnected' | 'ready' }

let isAway = false

const show = (told: Told): void => {
  switch (told.event) {
    case 'sent':
      return tell('ours', 'anna', told.text)
    case 'received':
      return tell('theirs', 'operator', told.text)
    case 'granted':
      return happens(told.how === 'register' ? 'anna is registered.' : 'anna is let in by the token.')
    case 'reconnecting':
      // It may take several tries.
      if (!isAway) happens('The server stops; the client connects again by itself.')
      isAway = true
      return
    case 'disconnected':
      return happens('anna has logged out: the token is revoked.')
    default:
  }
}

/** One of them says something; resolves when the other one has heard it. */
const says = async (from: Running, line: string, to: Running, text = line): Promise<void> => {
  const arrival = heard(to, new RegExp(`${text.replace(/[?.]/g, '\\$&')}`))
  from.type(line)
  await arrival
}

const first = await serve('0')
const client = start('connect', '127.0.0.1', first.port, '--name', 'anna', '--register', '--logout', '--json')
client.lines.on('line', (line) => show(JSON.parse(line)))
await heard(client, /"event":"ready"/)
await says(client, 'Hello, is anybody there?', first.operator)
await says(first.operator, '@anna Yes. What can I do for you?', client, 'Yes. What can I do for you?')
await says(client, 'Restart the server, and tell me whether I notice.', first.operator)
await says(first.operator, '@anna As you wish.', client, 'As you wish.')
const again = heard(client, /"event":"ready"/)
await stop(first.operator)
const second = await serve(first.port)
await again
await says(second.operator, '@anna Did you notice?', client, 'Did you notice?')
await says(client, 'Hardly: nobody asked for my password.', second.operator)
await says(second.operator, '@anna Good. Goodbye!', client, 'Good. Goodbye!')
client.process.stdin?.end()
await once(client.process, 'exit')
if (client.process.exitCode !== 0) throw new Error(`The client ended with ${client.process.exitCode}.`)
await stop(second.operator)
