import * as E from 'fp-ts/lib/Either.js'
import {
  type Contract,
  type Log,
  type Messages,
  type Server,
  type ServerEvent,
  type ServerHandlers,
  talk,
} from '../../../index.ts'
import { CliError, errorPhrase } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import type { Language } from '../../i18n/language.ts'
import type { Destination } from '../../log/spool.ts'
import { Operator } from '../../operator/operator.ts'
import { linesOf } from '../../terminal/input-lines.ts'
import { canEditLines, LineEditor } from '../../terminal/line-editor.ts'
import { MAX_UNREAD_BYTES } from '../../terminal/output.ts'
import { StandardInput } from '../../terminal/standard-input.ts'
import { plainTranscript, terminalTranscript } from '../../terminal/transcript.ts'
import { type LoadedHandlers, loadHandlers } from './load-handlers.ts'

/** Answers what clients say. */
export interface Replier extends LoadedHandlers {
  /** The contract that the handlers are of. */
  readonly contract: Contract
  /** Where a log on the console goes, so that it does not tear what is typed; null: where it goes otherwise. */
  readonly console: Destination | null
  /** Watches a server's events on their way to its log. */
  watch(log: Log<ServerEvent>): Log<ServerEvent>
  /** The server listens. Resolves if somebody here wants it to stop. */
  attend(server: Server<Messages>): Promise<void>
  /** Nothing follows. */
  close(): void
}

/** Settings of the command line for it. */
export interface ReplySettings {
  /** `echo`, `operator`, or else the path of a module. */
  readonly reply: string
  readonly lang: Language
  /** A program reads the output. */
  readonly json: boolean
}

/** Opens the replier that the settings name. Throws a CliError if it cannot: an operator's output is no JSON. */
export const openReplier = async (
  { reply, lang, json }: ReplySettings,
  contract: Contract = talk,
): Promise<Replier> => {
  switch (reply) {
    case 'echo':
      return handled(talk, { converse: ECHO })
    case 'operator':
      if (json) throw new CliError(Exit.wrongUsage, (say) => say.operatorJson)
      return canEditLines() ? operatorAtTerminal(lang) : operatorOfLines(lang)
    default:
      return handled(contract, await loadHandlers(reply, contract))
  }
}

const ECHO: ServerHandlers = { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) }

const handled = (contract: Contract, handlers: LoadedHandlers): Replier => ({
  ...handlers,
  contract,
  console: null,
  watch: (log) => log,
  attend: () => new Promise(() => {}),
  close: () => {},
})

const operatorAtTerminal = (lang: Language): Replier => {
  const editor = new LineEditor()
  const quit = quitting()
  const operator = new Operator(terminalTranscript(editor, catalogues[lang].console), lang, quit.now)
  return {
    contract: talk,
    converse: operator.converse,
    console: process.stderr.isTTY ? above(editor) : null,
    watch: (log) => operator.watch(log),
    attend: (server) => {
      operator.attend(ofTalk(server))
      editor.open(`${catalogues[lang].console.operator}> `, {
        entered: (line) => operator.obey(line),
        left: quit.now,
        severalLines: () => operator.tellOfLines(),
        completions: (begun) => operator.completions(begun),
        unreadable: (code) => operator.showError((say) => say.inputUnread(code)),
      })
      return quit.wanted
    },
    close: () => editor.close(),
  }
}

/** A script: the end of its lines does not end the server. */
const operatorOfLines = (lang: Language): Replier => {
  const quit = quitting()
  const operator = new Operator(plainTranscript(process.stdout, catalogues[lang].console), lang, quit.now)
  const input = new StandardInput()
  let isClosed = false
  const listen = async (): Promise<void> => {
    for await (const line of linesOf(input))
      if (E.isRight(line)) operator.obey(line.right)
      else operator.showError(line.left)
  }
  return {
    contract: talk,
    converse: operator.converse,
    console: null,
    watch: (log) => operator.watch(log),
    attend: (server) => {
      operator.attend(ofTalk(server))
      // An input that cannot be read is as good as ended.
      listen().catch((error: unknown) => {
        if (!isClosed) operator.showError(errorPhrase(error))
      })
      return quit.wanted
    },
    close: () => {
      isClosed = true
      input.close()
    },
  }
}

/** An operator speaks talk, and so does the server that they attend. */
const ofTalk = (server: Server<Messages>): Server => server as unknown as Server

const quitting = (): { readonly wanted: Promise<void>; readonly now: () => void } => {
  let now = (): void => {}
  const wanted = new Promise<void>((resolve) => {
    now = resolve
  })
  return { wanted, now: () => now() }
}

/** Lines of a log, above the line that is being typed. A terminal that is not read is full, as a pipe would be. */
const above = (editor: LineEditor): Destination => ({
  open: () => true,
  write: (bytes) => {
    if (editor.writableLength > MAX_UNREAD_BYTES)
      throw Object.assign(new Error('It is full.'), { code: 'EAGAIN' })
    editor.print(bytes.toString('utf8').trimEnd().split('\n'))
    return bytes.length
  },
  close: () => {},
})
