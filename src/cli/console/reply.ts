import * as E from 'fp-ts/lib/Either.js'
import type { Log, Server, ServerConverse, ServerEvent } from '../../index.ts'
import { linesOf } from '../lines.ts'
import type { Destination } from '../log/spool.ts'
import { plainBoard, terminalBoard } from './board.ts'
import { loadHandlers } from './handlers.ts'
import { Operator } from './operator.ts'
import { canPrompt, Prompt } from './prompt.ts'

/** Who answers what clients say. */
export interface Reply {
  readonly converse: ServerConverse
  /** Where a log on the console goes, so that it does not tear what is typed; null: where it goes otherwise. */
  readonly console: Destination | null
  /** Watches a server's events on their way to its log. */
  watch(log: Log<ServerEvent>): Log<ServerEvent>
  /** The server listens. Resolves if somebody here wants it to stop. */
  attend(server: Server): Promise<void>
  /** Nothing follows. */
  close(): void
}

/** Who answers: `echo`, `operator`, or else a module at that path. Throws a Trouble if it cannot be had. */
export const replyOf = async (how: string): Promise<Reply> => {
  switch (how) {
    case 'echo':
      return handled({ Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) })
    case 'operator':
      return canPrompt() ? operatorAtTerminal() : operatorOfLines()
    default:
      return handled(await loadHandlers(how))
  }
}

const handled = (converse: ServerConverse): Reply => ({
  converse,
  console: null,
  watch: (log) => log,
  attend: () => new Promise(() => {}),
  close: () => {},
})

const operatorAtTerminal = (): Reply => {
  const prompt = new Prompt()
  const quit = quitting()
  const operator = new Operator(terminalBoard(prompt), quit.now)
  return {
    converse: operator.converse,
    console: process.stderr.isTTY ? above(prompt) : null,
    watch: (log) => operator.watch(log),
    attend: (server) => {
      operator.attend(server)
      prompt.open('operator> ', { entered: (line) => operator.obey(line), left: quit.now })
      return quit.wanted
    },
    close: () => prompt.close(),
  }
}

/** A script: the end of its lines does not end the server. */
const operatorOfLines = (): Reply => {
  const quit = quitting()
  const operator = new Operator(plainBoard(process.stdout), quit.now)
  const listen = async (): Promise<void> => {
    for await (const line of linesOf(process.stdin))
      if (E.isRight(line)) operator.obey(line.right)
      else operator.refuse('', line.left)
  }
  return {
    converse: operator.converse,
    console: null,
    watch: (log) => operator.watch(log),
    attend: (server) => {
      operator.attend(server)
      // What cannot be read is as good as ended.
      listen().catch(() => {})
      return quit.wanted
    },
    close: () => process.stdin.destroy(),
  }
}

const quitting = (): { readonly wanted: Promise<void>; readonly now: () => void } => {
  let now = (): void => {}
  const wanted = new Promise<void>((resolve) => {
    now = resolve
  })
  return { wanted, now: () => now() }
}

/** Lines of a log, above the line that is being typed. */
const above = (prompt: Prompt): Destination => ({
  open: () => true,
  write: (bytes) => {
    prompt.print(bytes.toString('utf8').trimEnd().split('\n'))
    return bytes.length
  },
  close: () => {},
})
