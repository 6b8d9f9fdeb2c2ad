import { call } from './caller.ts'
import { type Child, startChild } from './child.ts'
import { kibibytes, type Row, ratio } from './row.ts'
import { wires } from './wires/index.ts'

const SESSIONS = 2_000
/** Opened and closed before the first reading, so that code and caches are there. */
const WARMING = 300
const AT_ONCE = 50
const GOAL_BYTES = 10 * 1024

interface Bytes {
  readonly resident: number
  readonly heap: number
}

/** Memory of the server for each connection that has echoed one message and rests. */
export const sessionsAtRest = async (): Promise<readonly Row[]> => {
  const bare = await measured('bare', 'echo')
  const echo = await measured('colloquy', 'echo')
  return [
    kibibytes('a session at rest (echo), resident', echo.resident, GOAL_BYTES),
    kibibytes('  of it in the heap', echo.heap, null),
    kibibytes('  (a bare net socket, resident)', bare.resident, null),
    kibibytes('  (of it in the heap)', bare.heap, null),
    ratio('  (a session, times a bare socket)', echo.resident / bare.resident, null),
  ]
}

type Opened = () => void

const measured = async (name: 'bare' | 'colloquy', mode: 'echo' | 'auth'): Promise<Bytes> => {
  const child = await startChild(name, mode)
  const opener = echoOpener(name, child)
  try {
    const warming = await many(WARMING, opener)
    for (const close of warming) close()
    await quiet()
    const before = await child.ask('memory')
    const open = await many(SESSIONS, opener)
    await quiet()
    const after = await child.ask('memory')
    for (const close of open) close()
    return {
      resident: (after.residentBytes - before.residentBytes) / SESSIONS,
      heap: (after.heapBytes - before.heapBytes) / SESSIONS,
    }
  } finally {
    await child.stop()
  }
}

const echoOpener = (name: 'bare' | 'colloquy', child: Child) => async (): Promise<Opened> => {
  const caller = await call(child.port, wires[name])
  await caller.send(1, 1)
  return () => caller.hangUp()
}

const many = async (count: number, opener: () => Promise<Opened>): Promise<Opened[]> => {
  const open: Opened[] = []
  while (open.length < count) {
    const batch = Math.min(AT_ONCE, count - open.length)
    open.push(...(await Promise.all(Array.from({ length: batch }, opener))))
  }
  return open
}

/** Longer than the alarm of an Ack. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500))
