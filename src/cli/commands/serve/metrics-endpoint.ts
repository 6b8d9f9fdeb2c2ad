import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { formatHostPort } from '../../../address.ts'
import { PROMETHEUS_TYPE, prometheusText, type ServerMetrics } from '../../../index.ts'
import type { Usage } from '../../../server/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import type { Endpoint } from '../../options/endpoint.ts'
import { processText } from './process-text.ts'

/** Room for a line and a few headers. */
const MAX_HEADER_BYTES = 8 * 1024
const MAX_CONNECTIONS = 32
const REQUEST_WITHIN_MS = 5_000
const IDLE_WITHIN_MS = 60_000

/** A server that is measured. */
export interface Measured {
  /** READY while it takes whoever comes. */
  readonly readiness: string
  metrics(): ServerMetrics | Promise<ServerMetrics>
  /** The resources of its other processes; missing where it has none. */
  readonly usage?: readonly Usage[]
}

/** An HTTP server that tells how a server does. */
export interface MetricsEndpoint {
  /** The URL of the figures. */
  readonly url: string
  readonly close: () => void
}

/**
 * Answers `/metrics` for Prometheus, `/health` while the process is there, and `/ready` while the server takes somebody: 503 where it
 * drains, or its store cannot be read. Throws a CliError where it cannot listen.
 */
export const openMetrics = async ({ host, port }: Endpoint, server: Measured): Promise<MetricsEndpoint> => {
  const http = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: IDLE_WITHIN_MS,
      connectionsCheckingInterval: REQUEST_WITHIN_MS,
    },
    (request, response) => void answer(request, response, server),
  )
  http.maxConnections = MAX_CONNECTIONS
  http.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    http.once('error', ({ code = '' }: NodeJS.ErrnoException) =>
      reject(new CliError(Exit.cannotConnect, (say) => say.metricsUnheard(formatHostPort(host, port), code))),
    )
    http.listen(port, host, resolve)
  })
  http.on('error', () => {})
  // It keeps nobody: the process ends with its server.
  http.unref()
  const address = http.address()
  const heard = address === null || typeof address === 'string' ? port : address.port
  return {
    url: `http://${formatHostPort(host, heard)}/metrics`,
    close: () => {
      http.close()
      http.closeAllConnections()
    },
  }
}

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  server: Measured,
): Promise<void> => {
  // Nothing that is sent along is read.
  request.resume()
  const { method, url = '' } = request
  const send = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === METHOD_NOT_ALLOWED ? { allow: 'GET, HEAD' } : {}),
    })
    response.end(method === 'HEAD' ? undefined : text)
  }
  if (method !== 'GET' && method !== 'HEAD') return send(METHOD_NOT_ALLOWED, 'GET or HEAD only.\n')
  switch (url.replace(/\?.*$/s, '')) {
    case '/metrics':
      return send(OK, prometheusText(await server.metrics()) + processText(server.usage), PROMETHEUS_TYPE)
    case '/health':
      return send(OK, 'ok\n')
    case '/ready': {
      const { readiness } = server
      return send(readiness === 'READY' ? OK : UNAVAILABLE, `${readiness}\n`)
    }
    default:
      return send(NOT_FOUND, 'There are /metrics, /health and /ready.\n')
  }
}

const OK = 200
const NOT_FOUND = 404
const METHOD_NOT_ALLOWED = 405
const UNAVAILABLE = 503
