import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { MAX_CONNECTIONS, MAX_HEAD_BYTES, REQUEST_WITHIN_MS } from './limits.ts'

/** A request that may be answered: the token was right, and is not in the path any more. */
export interface Asked {
  /** Begins with a slash. */
  readonly path: string
  readonly query: URLSearchParams
}

/** Answers a request; false: there is nothing at that path. */
export type Answer = (asked: Asked, response: ServerResponse) => boolean

/** Headers of every response: nothing of it is kept, framed, guessed at, or told to others. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const

/**
 * A server for this machine alone, which answers GET requests that name the token as the first part of the path, and
 * gives 404 to everything else. Names of other machines are refused, so that no web page gets here by one of its own
 * (DNS rebinding), and so is every other origin.
 */
export const guardedServer = (token: string, answer: Answer): Server => {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: REQUEST_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: REQUEST_WITHIN_MS / 5,
    },
    (request, response) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
      const asked = askedIn(request, token)
      if (asked === null || !answer(asked, response)) notFound(request, response)
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

const notFound = (request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end('There is nothing here.\n', () => request.destroy())
}

const askedIn = (request: IncomingMessage, token: string): Asked | null => {
  const { method, url = '', headers } = request
  if (method !== 'GET' || 'content-length' in headers || 'transfer-encoding' in headers) return null
  if (!isOfThisMachine(headers.host)) return null
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return null
  const [, given = '', path = '', query = ''] = /^\/([^/?]*)(\/[^?]*)(?:\?(.*))?$/s.exec(url) ?? []
  return isEqual(given, token) ? { path, query: new URLSearchParams(query) } : null
}

/** On any port: it may be forwarded from another machine. */
const isOfThisMachine = (host: string | undefined): boolean =>
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? '')

/** Takes the same time for all that are wrong. */
const isEqual = (given: string, token: string): boolean => timingSafeEqual(digest(given), digest(token))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
