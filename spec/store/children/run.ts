import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Runs a script of this folder in a process of its own. Its errors go where ours go. */
export const runChild = (script: string, args: readonly string[], uid?: number): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })

/** The lines that a child says, as they come. */
export const linesOf = (child: ChildProcess): AsyncIterable<string> => {
  if (child.stdout === null) throw new Error('the child has no stdout')
  return createInterface({ input: child.stdout })
}

/** The first line that a child says. */
export const firstLine = async (child: ChildProcess): Promise<string> => {
  for await (const line of linesOf(child)) return line
  throw new Error('the child said nothing')
}

/** Ends a child without its knowing. */
export const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
