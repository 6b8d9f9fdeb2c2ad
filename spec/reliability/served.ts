import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstLine } from '../store/children/run.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** It runs what is built: a process that runs the sources takes seconds to begin. */
const CHILD = fileURLToPath(new URL('./children/serve.js', import.meta.url))

/** A server in a process of its own, which ends and starts again on the same port with the same store. */
export class Served {
  readonly store: string
  port = 0
  private readonly record: string
  private child: ChildProcess | null = null

  constructor() {
    const folder = temporaryFolder()
    this.store = join(folder, 'store.sqlite')
    this.record = join(folder, 'record')
  }

  /** The messages that a handler got, as the disk has them. */
  get recorded(): readonly string[] {
    if (!existsSync(this.record)) return []
    return readFileSync(this.record, 'utf8').split('\n').slice(0, -1)
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [CHILD, this.store, this.record, String(this.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.child = child
    this.port = Number(await firstLine(child))
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this
    this.child = null
    if (child === null || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
