import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
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
import { type PageLanguage, pageLanguages } from '../visualize/page/i18n/index.ts'
import { guardedServer } from './http.ts'
import { ObservedServer } from './observed-server.ts'
import { drawPictures, Pages } from './pages.ts'
import { Streams } from './streams.ts'

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
  const drawn = await drawPictures({ contract, client, server })
  const observed = new ObservedServer(contract, texts, now)
  const streams = new Streams(observed, clock, now)
  const pages = new Pages({ contract, texts, language, drawn, observed, streams })

  const http = guardedServer(token, (asked, response) => pages.answer(asked, response))
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
