import { connect } from '../src/index.ts'
import { call } from './caller.ts'
import { type Child, startChild } from './child.ts'
import { sessionsWithin } from './parts/sessions.ts'
import { kibibytes, type Row, ratio } from './row.ts'
import { TEXT, wires } from './wires/index.ts'

const SESSIONS = 2_000
const SESSIONS_WITH_AUTH = 1_000
const AT_ONCE = 50
const GOAL_BYTES = 10 * 1024

interface Bytes {
  readonly resident: number
  readonly heap: number
}

/** Opens a connection, has one message echoed over it, and gives what closes it. */
type Opener = () => Promise<() => void>

/** Memory of the server for each connection that has echoed one message and rests. */
export const sessionsAtRest = async (): Promise<readonly Row[]> => {
  const bare = await measured(await startChild('bare'), SESSIONS, raw('bare'))
  const echo = await measured(await startChild('colloquy', 'echo'), SESSIONS, raw('colloquy'))
  const auth = await measured(await startChild('colloquy', 'auth'), SESSIONS_WITH_AUTH, proven)
  return [
    kibibytes('a session at rest (echo), resident', echo.resident, GOAL_BYTES),
    kibibytes('  of it in the heap', echo.heap, null),
    kibibytes('a session at rest (auth), more in the heap', auth.heap - echo.heap, null),
    kibibytes('  so in all', echo.resident + auth.heap - echo.heap, GOAL_BYTES),
    kibibytes('  (a bare net socket, resident)', bare.resident, null),
    kibibytes('  (of it in the heap)', bare.heap, null),
    ratio('  (a session in echo, times a bare socket)', echo.resident / bare.resident, null),
  ]
}

/**
 * Half as many more are opened before the first reading, and stay: what is there once, whatever the number of
 * sessions, is then there already.
 */
const measured = async (child: Child, max: number, openerFor: (child: Child) => Opener): Promise<Bytes> => {
  const sessions = await sessionsWithin(max)
  const opener = openerFor(child)
  const closers: (() => void)[] = []
  try {
    closers.push(...(await many(Math.floor(sessions / 2), opener)))
    await quiet()
    const before = await child.ask('memory')
    closers.push(...(await many(sessions, opener)))
    await quiet()
    const after = await child.ask('memory')
    return {
      resident: (after.residentBytes - before.residentBytes) / sessions,
      heap: (after.heapBytes - before.heapBytes) / sessions,
    }
  } finally {
    for (const close of closers) close()
    await child.stop()
  }
}

const raw =
  (name: 'bare' | 'colloquy') =>
  (child: Child): Opener =>
  async () => {
    const caller = await call(child.port, wires[name])
    await caller.send(1, 1)
    return () => caller.hangUp()
  }

/**
 * One account, registered by the first. The others come one after the other, each with the token that was granted
 * to the one before: to hash a password for each would take half a minute.
 */
const proven = ({ port }: Child): Opener => {
  let token: string | null = null
  const open = async (): Promise<() => void> => {
    const client = await connect({ port, reconnect: false, name: 'Ada', credentials: credentials() })
    await client.ask({ type: 'Say', text: TEXT })
    return () => void client.bye()
  }
  const credentials = () => ({
    name: 'Ada',
    password: 'correct horse battery staple',
    register: token === null,
    tokens: {
      take: async () => ({
        token,
        keep: async (granted: string) => {
          token = granted
        },
        forget: async () => {},
        release: async () => {},
      }),
    },
  })
  let before: Promise<unknown> = Promise.resolve()
  return () => {
    const opened = before.then(open)
    before = opened
    return opened
  }
}

const many = async (count: number, opener: Opener): Promise<(() => void)[]> => {
  const open: (() => void)[] = []
  while (open.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - open.length) }, opener)
    open.push(...(await Promise.all(some)))
  }
  return open
}

/** Longer than the alarm of an Ack. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_500))
