import { printNotice } from '../../terminal/standard-error.ts'
import type { Listening } from './listen.ts'
import type { Measured, MetricsEndpoint } from './metrics-endpoint.ts'
import type { ServeFlags } from './options.ts'

/** Serves the figures where that is wanted, and tells where; where they cannot be, the server does not stay, either. */
export const serveMetrics = async (
  { metrics, json, quiet }: Pick<ServeFlags, 'metrics' | 'json' | 'quiet'>,
  server: Listening,
): Promise<MetricsEndpoint | null> => {
  if (metrics === undefined || !isMeasured(server)) return null
  try {
    // Loaded here, since most servers start without HTTP.
    const { openMetrics } = await import('./metrics-endpoint.ts')
    const endpoint = await openMetrics(metrics, server)
    if (!json && !quiet) printNotice((say) => say.metricsServed(endpoint.url))
    return endpoint
  } catch (error) {
    await server.close(0)
    throw error
  }
}

const isMeasured = (server: Listening): server is Listening & Measured => server.metrics !== undefined
