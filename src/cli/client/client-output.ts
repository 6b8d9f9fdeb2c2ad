import type { ClientEvent, EndedConversation, HeardMessage, Log } from '../../index.ts'
import { catalogues } from '../i18n/catalogues.ts'
import type { Phrase } from '../i18n/errors.ts'
import { sentenceOf } from '../i18n/events.ts'
import type { Language } from '../i18n/language.ts'
import { Calendar, timeOfDay } from '../i18n/time.ts'
import { isColoured, noStyles, styles } from '../terminal/colours.ts'
import { BoundedOutput } from '../terminal/output.ts'
import { printable } from '../terminal/printable.ts'

type Disconnected = Extract<ClientEvent, { readonly event: 'disconnected' }>

/** Where a client's conversation and its service messages go. */
export interface ClientOutput {
  readonly log: Log<ClientEvent>
  said(text: string, id: number): void
  heard(message: HeardMessage): void
  /** Something that is wrong, as one sentence. */
  showError(phrase: Phrase): void
  /** A conversation is over. */
  ended(conversation: EndedConversation): void
  /** Nothing follows. */
  close(): void
}

/**
 * The bare text of each reply on stdout, service messages on stderr: a pipe sees only the conversation. If it is quiet,
 * only those of what goes wrong.
 */
export const plainOutput = (lang: Language, isQuiet = false): ClientOutput => {
  const sentences = catalogues[lang].events.client
  const { stdout, stderr } = process
  const output = new BoundedOutput(stderr, (count) => service(catalogues[lang].console.leftOut(count)))
  const shown = stderr.isTTY ? timed(isColoured(stderr, process.env)) : (line: string): string => line
  const service = (line: string): void => {
    if (output.admits()) stderr.write(`${shown(printable(line))}\n`)
  }
  return {
    log: {
      data: !isQuiet,
      write: (event) => {
        if (!isQuiet || isProblem(event)) service(sentenceOf(sentences, event))
      },
    },
    said: () => {},
    heard: ({ text }) => {
      stdout.write(`${stdout.isTTY ? text.split('\n').map(printable).join('\n') : text}\n`)
    },
    showError: (phrase) => service(phrase(catalogues[lang].errors)),
    // The lines in doubt are named once, at the end.
    ended: () => {},
    close: () => {},
  }
}

/** Lines as an interactive client shows them: with the local time of day, and the date where a new day begins. */
const timed = (coloured: boolean): ((line: string) => string) => {
  const { service } = coloured ? styles : noStyles
  const calendar = new Calendar(Date.now())
  return (line) => {
    const nowMs = Date.now()
    const day = calendar.turn(nowMs)
    return `${day === null ? '' : `${service(day)}\n`}${service(`${timeOfDay(nowMs)} -- ${line}`)}`
  }
}

/** Prints an event as one line of JSON. */
export const printJson = (event: object): void => {
  process.stdout.write(`${printable(JSON.stringify(event))}\n`)
}

/** One JSON object an event on stdout; `disconnected` is the last. */
export const jsonOutput = (lang: Language): ClientOutput => {
  const showError = (phrase: Phrase): void => {
    process.stderr.write(`${printable(phrase(catalogues[lang].errors))}\n`)
  }
  let last: Disconnected | null = null
  const print = printJson
  return {
    log: {
      data: false,
      write: (event) => {
        switch (event.event) {
          case 'received':
          case 'sent':
          case 'identified':
          case 'refused':
            return
          case 'disconnected':
            last = event
            return
          case 'connected':
            last = null
            return print({ event: 'connected', host: event.remote.address, port: event.remote.port })
          case 'failed':
            // Any other failure ends the conversation, and is told then.
            if (event.what === 'token') showError(() => event.detail)
            return print({ event: 'failed', what: event.what, detail: event.detail })
          default:
            return print(event)
        }
      },
    },
    said: (text, id) => print({ event: 'sent', type: 'Say', id, re: 0, text }),
    heard: ({ type, id, re, text }) => print({ event: 'received', type, id, re, text }),
    showError,
    ended: ({ said, arrived, written }) => {
      if (arrived < written) print({ event: 'unacknowledged', first: arrived + 1, last: written })
      if (written < said) print({ event: 'unsent', first: written + 1, last: said })
    },
    close: () => {
      if (last === null) return
      const { how, by, code, detail } = last
      if (how === 'fault') print({ event: 'fault', code, by, detail })
      print(last)
    },
  }
}

/** Whether an event is told of where only that is which goes wrong. */
export const isProblem = (event: ClientEvent): boolean => {
  switch (event.event) {
    case 'refused':
    case 'denied':
    case 'failed':
    case 'reconnecting':
      return true
    case 'disconnected':
      // A server that ends it before everything is said leaves something undone.
      return event.how !== 'bye' || (event.by === 'them' && event.code !== 'DONE')
    default:
      return false
  }
}
