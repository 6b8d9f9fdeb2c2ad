import * as E from 'fp-ts/lib/Either.js'
import {
  type AnyMessages,
  type Contract,
  createServer,
  type Log,
  type Server,
  type ServerEvent,
  type ServerHandlers,
  type ServerOptions,
  type Talk,
  talk,
} from '../../../index.ts'
import { CliError, errorPhrase } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import type { Language } from '../../i18n/language.ts'
import type { MinLevel } from '../../log/levels.ts'
import type { ServerLog } from '../../log/open.ts'
import type { Destination } from '../../log/spool.ts'
import { Operator } from '../../operator/operator.ts'
import { linesOf } from '../../terminal/input-lines.ts'
import { canEditLines, LineEditor } from '../../terminal/line-editor.ts'
import { MAX_UNREAD_BYTES } from '../../terminal/output.ts'
import { StandardInput } from '../../terminal/standard-input.ts'
import { plainTranscript, terminalTranscript } from '../../terminal/transcript.ts'
import { loadHandlers } from './load-handlers.ts'
import type { Measured } from './metrics-endpoint.ts'

/** The settings of a server beside its contract and its handlers. */
type ListenSettings = Omit<ServerOptions, 'contract' | 'converse' | 'began' | 'gone'>

/** Answers what clients say. */
export interface Replier {
  /** Starts a server that answers so; see `createServer` of the library. */
  listen(settings: ListenSettings): Promise<
    Pick<Server, 'host' | 'port' | 'close' | 'renewCertificate' | 'setRegistration' | 'setSources'> &
      Measured & {
        /** Its other processes log from this level on; missing where it has none. */
        setLogLevel?(level: MinLevel): void
      }
  >
  /** Where a log on the console goes, so that it does not tear what is typed; null: where it goes otherwise. */
  readonly console: Destination | null
  /** Watches a server's events on their way to its log. */
  watch(log: ServerLog): Log<ServerEvent>
  /** The server listens. Resolves if somebody here wants it to stop. */
  attend(): Promise<void>
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

/** The path of the module that a `--reply` names; null: it names none. */
export const moduleOf = (reply: string): string | null =>
  reply === 'echo' || reply === 'operator' ? null : reply

/**
 * Opens the replier that the settings name, whose server `create` makes. Throws a CliError if it cannot: an operator's output is no
 * JSON.
 */
export const openReplier = async (
  { reply, lang, json }: ReplySettings,
  contract: Contract<AnyMessages> = untyped(talk),
  create: typeof createServer = createServer,
): Promise<Replier> => {
  switch (reply) {
    case 'echo':
      return handled((settings) => create({ ...settings, converse: ECHO }))
    case 'operator':
      if (json) throw new CliError(Exit.wrongUsage, (say) => say.operatorJson)
      return canEditLines() ? operatorAtTerminal(lang) : operatorOfLines(lang)
    default: {
      const handlers = await loadHandlers(reply, contract)
      return handled((settings) => create({ ...settings, ...handlers, contract }))
    }
  }
}

const ECHO: ServerHandlers = { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) }

/** A contract whose messages a module knows, and not the compiler. */
const untyped = ({ messages: _types, ...contract }: Contract<Talk>): Contract<AnyMessages> => contract

const handled = (listen: Replier['listen']): Replier => ({
  listen,
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
    listen: (settings) => listenFor(operator, settings),
    console: process.stderr.isTTY ? above(editor) : null,
    watch: (log) => operator.watch(log),
    attend: () => {
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
  const obeyLines = async (): Promise<void> => {
    for await (const line of linesOf(input))
      if (E.isRight(line)) operator.obey(line.right)
      else operator.showError(line.left)
  }
  return {
    listen: (settings) => listenFor(operator, settings),
    console: null,
    watch: (log) => operator.watch(log),
    attend: () => {
      // An input that cannot be read is as good as ended.
      obeyLines().catch((error: unknown) => {
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

const listenFor = (operator: Operator, settings: ListenSettings): ReturnType<Replier['listen']> =>
  createServer({ ...settings, converse: operator.converse, began: (peer) => operator.welcome(peer) })

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
