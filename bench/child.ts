import type { Question, Reading } from './parts/answer.ts'
import { startProcess } from './process.ts'

/** The servers that bytes made beforehand are sent to. */
export type ServerName = 'bare' | 'framer' | 'ws' | 'colloquy'

/** A server in a process of its own. */
export interface Child {
  readonly port: number
  ask(question: Question): Promise<Reading>
  stop(): Promise<void>
}

/** Starts a server in a process of its own: a file of `servers/`. */
export const startChild = async (name: string, ...args: readonly string[]): Promise<Child> => {
  const { first, ask, stop } = await startProcess<number, Question, Reading>(`servers/${name}`, ...args)
  return { port: first, ask, stop }
}
