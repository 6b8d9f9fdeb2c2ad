// Counts the moves of a message at the server, from the chunk that a socket gives to the one that it takes: calls from a method of one
// class into a method of another. Not counted are readers, writers, deadlines and bounded tables: data in the coat of a class.
// Exit codes: 0 within what CONTRIBUTING says, 1 above it.
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connect, createServer, memoryStore, password, personName } from '../src/index.ts'

/** The most that a message may move, and a call that tells its moves from those of others. */
const MESSAGES = [
  { what: 'a Say that is received', by: 'Handling.takeOriginal', max: 12 },
  { what: 'a Login that is denied', by: 'Throttle.failed', max: 20 },
] as const

const UNCOUNTED: ReadonlySet<string> = new Set(['Reader', 'Writer', 'Deadline', 'BoundedTable'])
const FOLDERS = ['engine', 'server', 'auth', 'transport', 'store']

type Method = (this: unknown, ...given: unknown[]) => unknown

/** The classes whose methods run now, the outermost first. */
const running: string[] = []
/** The moves since each chunk, and the calls from outside of any class among them. */
const chunks: { readonly moves: string[]; readonly calls: Set<string> }[] = []

const counted = (name: string, key: string, method: Method): Method =>
  function counting(this: unknown, ...given) {
    const from = running.at(-1)
    if (name === 'MessageConnection' && key === 'chunk') chunks.push({ moves: [], calls: new Set() })
    const chunk = chunks.at(-1)
    chunk?.calls.add(`${name}.${key}`)
    if (from !== undefined && from !== name && !UNCOUNTED.has(name))
      chunk?.moves.push(`${from} → ${name}.${key}`)
    running.push(UNCOUNTED.has(name) ? (from ?? name) : name)
    try {
      return method.apply(this, given)
    } finally {
      running.pop()
    }
  }

const watched = new Set<unknown>()
const watch = (value: unknown): void => {
  if (typeof value !== 'function' || watched.has(value) || !/^class\b/.test(`${value}`)) return
  watched.add(value)
  const { prototype, name } = value
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
    if (typeof property.value === 'function' && key !== 'constructor')
      Object.defineProperty(prototype, key, {
        ...property,
        value: counted(name, key, property.value as Method),
      })
}

const watchAll = async (): Promise<void> => {
  for (const folder of FOLDERS) {
    const under = join(import.meta.dirname, '../src', folder)
    // A thread begins to work when it is imported.
    for (const file of readdirSync(under, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.ts') && !file.endsWith('thread.ts'))
        for (const value of Object.values(await import(join(under, file)))) watch(value)
  }
}

/** The other process: logs in with wrong passwords, and says something, slowly. */
const converse = async (port: number): Promise<void> => {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
  const [name, converse] = [personName('nobody'), {}]
  const prover = async () => {
    await pause()
    return { type: 'Login', name, password: password(`wrong ${Math.random()}`) } as const
  }
  await connect({ port, reconnect: false, credentials: { name, prover }, converse }).catch(() => {})
  const credentials = { name: 'somebody', password: 'long enough', register: true }
  const client = await connect({ port, reconnect: false, credentials, converse })
  for (let time = 0; time < 3; time++) {
    await pause()
    await client.say({ type: 'Say', text: 'hello' })
  }
  await client.bye()
}

const count = async (): Promise<void> => {
  await watchAll()
  const server = await createServer({
    port: 0,
    mode: 'auth',
    store: memoryStore(),
    log: { data: false, write: () => {} },
    converse: { Say: () => {} },
  })
  const client = fork(import.meta.filename, [String(server.port)])
  await new Promise((resolve) => client.once('exit', resolve))
  await server.close()
  for (const { what, by, max } of MESSAGES) {
    const moves = chunks.find(({ calls }) => calls.has(by))?.moves ?? []
    console.log(`${what}: ${moves.length} moves, at most ${max}\n  ${moves.join('\n  ')}`)
    if (moves.length === 0 || moves.length > max) process.exitCode = 1
  }
}

const [port] = process.argv.slice(2)
if (port === undefined) await count()
else await converse(Number(port))
