import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BUNDLES } from './bundle.ts'
import type { Question, Reading } from './servers/answer.ts'

/** The servers that are compared. */
export type ServerName = 'bare' | 'framer' | 'ws' | 'colloquy'

/** A server in a process of its own. */
export interface Child {
  readonly port: number
  ask(question: Question): Promise<Reading>
  stop(): Promise<void>
}

/** Starts a server in a process of its own. */
export const startChild = async (name: ServerName, ...args: readonly string[]): Promise<Child> => {
  const child = fork(join(BUNDLES, `${name}.mjs`), args, { execArgv: ['--expose-gc'] })
  const port = await told<number>(child, name)
  return {
    port,
    ask: (question) => {
      child.send(question)
      return told<Reading>(child, name)
    },
    stop: async () => {
      if (child.exitCode !== null) return
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

const told = <A>(child: ChildProcess, name: string): Promise<A> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The server ${name} ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      // The servers here say nothing else.
      resolve(message as A)
    })
  })
