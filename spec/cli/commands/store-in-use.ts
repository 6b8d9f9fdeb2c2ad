import { join } from 'node:path'
import { openSqliteStore } from '../../../src/store/index.ts'
import { succeed } from '../../store/results.ts'
import type { Ended, LogLine, Program, Programs, Serving } from '../../support/program.ts'

/** A server, and what is done to its store while it runs. */
export class StoreInUse {
  private readonly programs: Programs
  private readonly server: Serving

  constructor(programs: Programs, server: Serving) {
    this.programs = programs
    this.server = server
  }

  /** Runs a command on the store. */
  run(args: readonly string[], password?: string): Promise<Ended> {
    const env = password === undefined ? {} : { COLLOQUY_PASSWORD: password }
    return this.programs.run([...args, '--data', this.server.data], { env })
  }

  /** Runs a list with --json. */
  async list(
    what: 'users' | 'sessions' | 'addresses',
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { stdout } = await this.run([what, 'list', '--json'])
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  }

  /** The exit code of a login that says one line. */
  async login(name: string, password: string, more: readonly string[] = []): Promise<number | null> {
    return (await this.connect(name, password, ['--message', 'x', ...more]).end()).code
  }

  /** A client that has logged in, and stays. */
  async stay(name: string, password: string): Promise<Program> {
    const client = this.connect(name, password)
    await client.event('ready')
    return client
  }

  /** Writes what no command would. */
  async addAsItIs(name: string): Promise<void> {
    const store = await succeed(openSqliteStore(join(this.server.data, 'store.sqlite')))
    const account = {
      id: `id-${Math.random().toString(36).slice(2)}`,
      name,
      passwordHash: '$none',
      createdAtMs: 0,
    }
    await succeed(store.accounts.add(account))
    await succeed(store.close())
  }

  private connect(name: string, password: string, more: readonly string[] = []): Program {
    const args = ['connect', '127.0.0.1', String(this.server.port), '--name', name, '--no-tokens', '--json']
    return this.programs.start([...args, ...more], { env: { COLLOQUY_PASSWORD: password } })
  }
}

/** Resolves with how a client was ended, and after how many milliseconds. */
export const endOf = async (client: Program): Promise<LogLine & { readonly afterMs: number }> => {
  const sinceMs = performance.now()
  const ended = await client.event('disconnected')
  await client.end()
  return { ...ended, afterMs: performance.now() - sinceMs }
}
