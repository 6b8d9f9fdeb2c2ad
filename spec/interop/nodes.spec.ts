import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { type Client, connect, type EndedConversation, type Talk } from '../../src/index.ts'
import { freePort } from '../support/free-port.ts'
import { Cluster, PASSWORD } from '../support/postgres.ts'
import { Programs, type Serving } from '../support/program.ts'
import { needs, tool } from '../support/tools/index.ts'

const { describe, test } = needs('haproxy', 'postgres')

/** Rolling restarts, restarts of the database, and kills; npm run soak has more. */
const ROUNDS = Number(process.env.COLLOQUY_RESTARTS ?? 1)

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** Appends to one file what each server was told, before it answers. */
const handlers = (file: string): string => `import { appendFileSync } from 'node:fs'
export default {
  Say: async ({ text }, peer) => {
    appendFileSync(${JSON.stringify(file)}, text + '\\n')
    if (text.startsWith('ask')) await peer.reply({ type: 'Say', text: 'answer to ' + text })
  },
}
`

/** How HAProxy finds each of its servers, asked at its admin socket. */
const statesOf = async (path: string): Promise<readonly string[]> => {
  const socket = createConnection({ path }).setEncoding('utf8')
  // Of every proxy, the servers alone.
  socket.end('show stat -1 4 -1\n')
  const told = (await socket.toArray()).join('')
  return told.split('\n').flatMap((line) => {
    const state = line.startsWith('#') ? undefined : line.split(',')[STATUS]
    return state === undefined ? [] : [state]
  })
}

/** The column of a server's state. */
const STATUS = 17

/** A client that says and asks for as long as it is let, and what became of that. */
class Talker {
  readonly name: string
  readonly answers: string[] = []
  readonly failures: unknown[] = []
  readonly ended: EndedConversation[] = []
  said = 0
  private isOver = false
  private client: Client<Talk> | null = null
  private speaking: Promise<void> = Promise.resolve()

  constructor(name: string) {
    this.name = name
  }

  async come(port: number): Promise<this> {
    const client = await connect({
      port,
      credentials: { name: this.name, password: 'a long password', register: true },
      ended: (conversation) => this.ended.push(conversation),
    })
    this.client = client
    this.speaking = this.speak(client)
    return this
  }

  /** Says nothing new, and leaves once all is answered. */
  async leave(): Promise<void> {
    this.isOver = true
    await this.speaking
    for (let tries = 0; this.answers.length + this.failures.length < this.said && tries < 2_000; tries++)
      await later(10)
    await this.client?.bye()
  }

  private async speak(client: Client<Talk>): Promise<void> {
    while (!this.isOver) {
      this.said += 1
      const [line, question] = ['line', 'ask'].map((what) => `${what} ${this.name} ${this.said}`)
      await client.say({ type: 'Say', text: line ?? '' }).catch((error) => this.failures.push(error))
      client.ask({ type: 'Say', text: question ?? '' }, { withinMs: Number.POSITIVE_INFINITY }).then(
        ({ text }) => this.answers.push(text),
        (error) => this.failures.push(error),
      )
      client.connectNow()
      await later(2)
    }
  }
}

describe('two servers behind HAProxy, on one PostgreSQL database', () => {
  const programs = new Programs({ alone: true })
  const folder = programs.folder()
  const heardFile = join(folder, 'heard')
  const passwordFile = join(folder, 'password')
  const module = join(folder, 'handlers.mjs')
  const datas = ['one', 'two'].map((name) => join(folder, name))
  const servers: Serving[] = []
  let cluster: Cluster
  let port = 0
  let more: readonly string[] = []

  const start = async (index: number, at = 0): Promise<void> => {
    servers[index] = await programs.serve({
      port: at,
      data: datas[index] as string,
      more: [...more, '--node', index === 0 ? 'one' : 'two'],
    })
  }
  const portOf = (index: number): number => (servers[index] as Serving).port
  /** Resolves once HAProxy sees both servers. */
  const areSeen = async (): Promise<void> => {
    const socket = join(folder, 'haproxy.sock')
    for (let tries = 0; tries < 1_000; tries++, await later(20)) {
      const states = await statesOf(socket).catch(() => [])
      if (states.length === 2 && states.every((state) => state === 'UP')) return
    }
    throw new Error('HAProxy does not see both servers.')
  }

  beforeAll(async () => {
    cluster = await Cluster.start()
    writeFileSync(passwordFile, PASSWORD)
    chmodSync(passwordFile, 0o600)
    writeFileSync(module, handlers(heardFile))
    writeFileSync(heardFile, '')
    more = [
      ...['--store', cluster.url(await cluster.database()), '--store-password-file', passwordFile],
      ...['--reply', module, '--proxy-from', '127.0.0.1', '--strict-port'],
    ]
    await start(0)
    // Clients know both by one key.
    mkdirSync(datas[1] as string, { mode: 0o700 })
    copyFileSync(join(datas[0] as string, 'identity.pem'), join(datas[1] as string, 'identity.pem'))
    chmodSync(join(datas[1] as string, 'identity.pem'), 0o600)
    await start(1)
    port = await freePort()
    const config = readFileSync(join(import.meta.dirname, '../../deploy/haproxy.cfg'), 'utf8')
      .replace('bind :7707', `bind 127.0.0.1:${port}`)
      .replace('/run/haproxy/admin.sock', join(folder, 'haproxy.sock'))
      .replace('inter 1s', 'inter 100ms')
      // A check that takes longer than the time between two is no failure on a busy machine.
      .replace('option tcp-check\n', 'option tcp-check\n  timeout check 10s\n')
      .replace('10.0.0.1:7707', `127.0.0.1:${portOf(0)}`)
      .replace('10.0.0.2:7707', `127.0.0.1:${portOf(1)}`)
    writeFileSync(join(folder, 'haproxy.cfg'), config)
    const haproxy = spawn(tool('haproxy').path, ['-db', '-f', join(folder, 'haproxy.cfg')], {
      stdio: 'ignore',
    })
    leaving.push(() => haproxy.kill('SIGKILL'))
    await areSeen()
  }, 60_000)
  const leaving: (() => unknown)[] = []
  afterAll(async () => {
    for (const leave of leaving) leave()
    await cluster.end('SIGQUIT')
  })

  /** Everybody was heard once and in order, and answered. */
  const allWhole = (talkers: readonly Talker[]): void => {
    const heard = readFileSync(heardFile, 'utf8').split('\n')
    for (const { name, said, answers, failures, ended } of talkers) {
      const expected = (what: string): string[] =>
        Array.from({ length: said }, (_, at) => `${what} ${name} ${at + 1}`)
      expect(failures).toEqual([])
      expect(ended).toMatchObject([{ ending: { how: 'bye', code: 'DONE', by: 'us' } }])
      expect(heard.filter((text) => text.startsWith(`line ${name} `))).toEqual(expected('line'))
      expect(heard.filter((text) => text.startsWith(`ask ${name} `))).toEqual(expected('ask'))
      expect(answers).toEqual(expected('answer to ask'))
    }
  }

  test('a rolling restart under load loses no message, and doubles none', async () => {
    const talkers = await Promise.all(['anna', 'bert', 'carl'].map((name) => new Talker(name).come(port)))
    for (let round = 0; round < ROUNDS; round++)
      for (const index of [0, 1]) {
        const at = portOf(index)
        await later(300)
        expect((await (servers[index] as Serving).stop()).code).toBe(0)
        await start(index, at)
        await areSeen()
      }
    for (const talker of talkers) await talker.leave()
    allWhole(talkers)
    for (const server of servers)
      expect(server.log().filter(({ event }) => event === 'connected').length).toBeLessThan(100)
  }, 600_000)

  test('a restart of the database ends no conversation', async () => {
    const talkers = await Promise.all(['dora', 'emil'].map((name) => new Talker(name).come(port)))
    for (let round = 0; round < ROUNDS; round++) {
      await later(200)
      await cluster.restart()
    }
    for (const talker of talkers) await talker.leave()
    allWhole(talkers)
  }, 600_000)

  test('of a server that is killed the clients are told what was not acknowledged', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const names = ['faye', 'gus', 'hal'].map((name) => `${name}${round}`)
      const talkers = await Promise.all(names.map((name) => new Talker(name).come(port)))
      await later(300)
      const [first] = servers
      const at = portOf(0)
      first?.program.signal('SIGKILL')
      await first?.program.end()
      await later(300)
      await start(0, at)
      await areSeen()
      for (const talker of talkers) await talker.leave()
      const heard = readFileSync(heardFile, 'utf8').split('\n')
      for (const { name, ended } of talkers) {
        // Lines and questions take turns.
        const lost = ended.filter(({ again }) => again)
        let before = 0
        for (const { said, arrived } of lost) {
          for (let id = 1; id <= arrived; id++) {
            const text = `${(before + id) % 2 === 1 ? 'line' : 'ask'} ${name} ${Math.ceil((before + id) / 2)}`
            expect(heard).toContain(text)
          }
          before += said
        }
        expect(new Set(heard.filter((text) => text.includes(` ${name} `))).size).toBe(
          heard.filter((text) => text.includes(` ${name} `)).length,
        )
      }
    }
  }, 600_000)
})
