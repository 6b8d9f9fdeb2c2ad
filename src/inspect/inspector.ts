import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { aFlag, aNumber, aText, oneOf, optional, optionsOf } from '../arguments.ts'
import { aContract, type Contract } from '../contract/index.ts'
import { aMachineModule, ColloquyError, type MachineModule, type Observer } from '../engine/index.ts'
import {
  aClock,
  type Clock,
  isLoopback,
  listenFault,
  listenSentence,
  systemClock,
} from '../transport/index.ts'
import { chartOfMachine } from '../visualize/charts/machine.ts'
import { pictureOf } from '../visualize/layout/picture.ts'
import { type PageLanguage, pageLanguages } from '../visualize/page/i18n/index.ts'
import { pageOf } from '../visualize/page/index.ts'
import { svgOf } from '../visualize/svg/svg.ts'
import { type Asked, guardedServer } from './http.ts'
import { MAX_FIND_CHARACTERS } from './limits.ts'
import { ObservedServer } from './observed-server.ts'
import { outlineOf } from './outline.ts'
import { livePage } from './page/index.ts'
import { Streams } from './streams.ts'
import { traceOf } from './trace.ts'
import type { Wanted } from './view.ts'

/** A live page to be. */
export interface InspectorOptions {
  /** The contract that the server speaks, as it is written; servers of others are not shown. */
  readonly contract: Contract
  /** The client's machine, for what refused sessions went through. */
  readonly client: MachineModule
  /** The server's machine. */
  readonly server: MachineModule
  /** An address of this machine alone; 127.0.0.1 unless given. */
  readonly host?: string
  /** 0, any that is free, unless given. */
  readonly port?: number
  /** The secret in the page's address, 32 to 64 of `A-Z a-z 0-9 _ -`; a random one unless given. */
  readonly token?: string
  /** Shows texts and bytes of the conversation; masked unless given. Secrets never are shown. */
  readonly texts?: boolean
  /** The language of what the page says itself; English unless given. */
  readonly language?: PageLanguage
  readonly clock?: Clock
}

const inspectorOptions = optionsOf({
  contract: aContract,
  client: aMachineModule,
  server: aMachineModule,
  host: optional(aText),
  port: optional(aNumber),
  token: optional(aText),
  texts: optional(aFlag),
  language: optional(oneOf(pageLanguages)),
  clock: optional(aClock),
})

/** A live page. */
export interface Inspector {
  /** Give it to the server. */
  readonly observer: Observer
  /** The address of the page, with the secret in it. */
  readonly url: string
  /** Closes the page wherever it is open. */
  close(): Promise<void>
}

/**
 * Opens a live page of the servers that have its observer. Rejects with a ColloquyError, CANNOT_LISTEN; with a RangeError
 * for a host that others can reach, or a token that is none.
 */
export const openInspector = async (options: InspectorOptions): Promise<Inspector> => {
  inspectorOptions('options', options)
  const { contract, client, server, host = '127.0.0.1', port = 0, texts = false, language = 'en' } = options
  const { token = randomBytes(32).toString('base64url'), clock = systemClock } = options
  if (host !== 'localhost' && !isLoopback(host))
    throw new RangeError('host is an address of this machine alone.')
  if (!/^[\w-]{32,64}$/.test(token)) throw new RangeError('token is 32 to 64 letters, digits, - and _.')
  const now = (): number => Date.now()
  // Drawn before anybody talks: it takes the event loop for as long as it lasts.
  const charts = {
    client: chartOfMachine(client, 'client', contract),
    server: chartOfMachine(server, 'server', contract),
  }
  const picture = svgOf(await pictureOf([outlineOf(charts.server)], 'leftOut'))
  const pictures = {
    client: svgOf(await pictureOf([charts.client], 'below')),
    server: svgOf(await pictureOf([charts.server], 'below')),
  }
  const observed = new ObservedServer(contract, texts, now)
  const streams = new Streams(observed, clock, now)
  const run = randomBytes(8).toString('hex')

  const sendPage = (response: ServerResponse): void => {
    const nonce = randomBytes(16).toString('base64')
    sendHtml(response, livePage({ contract, picture, language, texts, run, nonce }), pagePolicy(nonce))
  }
  const sendRefusal = (response: ServerResponse, number: number): boolean => {
    const refusal = observed.refusals.withNumber(number)
    if (refusal === undefined) return false
    const stories = [traceOf(contract, observed.names, refusal)]
    // The page has a policy of its own, of which this is what a page cannot say itself.
    sendHtml(response, pageOf({ contract, ...pictures, stories, language }), "frame-ancestors 'none'")
    return true
  }
  const answer = ({ path, query }: Asked, response: ServerResponse): boolean => {
    const [, refused] = /^\/refused\/(\d{1,15})$/.exec(path) ?? []
    if (refused !== undefined) return sendRefusal(response, Number(refused))
    if (path === '/events') return sendEvents(response, query)
    if (path !== '/') return false
    sendPage(response)
    return true
  }
  const sendEvents = (response: ServerResponse, query: URLSearchParams): boolean => {
    const wanted = wantedIn(query)
    if (wanted === null) return false
    if (streams.isFull) {
      response.writeHead(503).end()
      return true
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    response.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ run })}\n\n`)
    streams.add(response, wanted)
    return true
  }

  const http = guardedServer(token, answer)
  http.listen({ host, port })
  await once(http, 'listening').catch((error: NodeJS.ErrnoException) => {
    const fault = listenFault(error, host, port)
    throw new ColloquyError({ code: 'CANNOT_LISTEN', fault }, listenSentence(fault))
  })
  // Errors of accepting later on are no reason to end the conversations.
  http.on('error', () => {})
  // It listens on a port.
  const bound = http.address() as AddressInfo
  const shownHost = bound.address.includes(':') ? `[${bound.address}]` : bound.address
  const close = async (): Promise<void> => {
    streams.close()
    const closed = once(http, 'close')
    http.close()
    http.closeAllConnections()
    await closed
  }
  let closing: Promise<void> | null = null
  return {
    observer: observed.observer,
    url: `http://${shownHost}:${bound.port}/${token}/`,
    close: async () => {
      closing ??= close()
      await closing
    },
  }
}

const sendHtml = (response: ServerResponse, text: string, policy: string): void => {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
  })
  response.end(text)
}

/** Nothing runs or styles but what has this response's nonce, and nothing is asked for but events. */
const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Null: more is asked than can be. */
const wantedIn = (query: URLSearchParams): Wanted | null => {
  const wanted = {
    watch: query.get('watch') ?? '',
    find: query.get('find') ?? '',
    state: query.get('state') ?? '',
  }
  return Object.values(wanted).some((text) => text.length > MAX_FIND_CHARACTERS) ? null : wanted
}
