import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BUNDLES } from './bundle.ts'

/** A bundle in a process of its own, which answers one question at a time. */
export interface BenchProcess<Question, Answer> {
  ask(question: Question): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a bundle, and waits for what it tells first. The types are those that the bundle keeps to. */
export const startProcess = async <First, Question extends object | string, Answer>(
  bundle: string,
  ...args: readonly string[]
): Promise<BenchProcess<Question, Answer> & { readonly first: First }> => {
  const child = fork(join(BUNDLES, `${bundle}.mjs`), args, { execArgv: ['--expose-gc'] })
  return {
    first: await told<First>(child, bundle),
    ask: (question) => {
      child.send(question)
      return told<Answer>(child, bundle)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

const told = <A>(child: ChildProcess, bundle: string): Promise<A> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${bundle} ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      // The bundles here say nothing else.
      resolve(message as A)
    })
  })
