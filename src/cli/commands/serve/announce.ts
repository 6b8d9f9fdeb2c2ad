import { formatHostPort } from '../../../address.ts'
import type { Server } from '../../../index.ts'
import type { Inspector } from '../../../inspect/index.ts'
import { catalogues } from '../../i18n/catalogues.ts'
import { isColoured } from '../../terminal/colours.ts'
import { printable } from '../../terminal/printable.ts'
import { printNotice } from '../../terminal/standard-error.ts'
import { certificateFingerprint, type ServedChannel } from './channel.ts'
import { servingHint } from './hint.ts'
import type { MetricsEndpoint } from './metrics-endpoint.ts'
import { ownCommand } from './own-command.ts'
import type { Settings } from './settings.ts'
import { notifySystemd } from './systemd.ts'

/** A server that listens, and what listens beside it. */
export interface Announced {
  readonly server: Pick<Server, 'host' | 'port'>
  readonly channel: ServedChannel
  readonly metrics: MetricsEndpoint | null
  readonly inspector: Inspector | null
}

/** Says that a server listens: to whoever reads standard output, to systemd, and to a person who has just started it. */
export const announce = (settings: Settings, announced: Announced): void => {
  const { json, quiet } = settings
  const { server, channel, inspector } = announced
  process.stdout.write(`${readyLine(settings, announced)}\n`)
  notifySystemd('ready', process.env)
  if (inspector !== null && !json) tellLivePage(inspector)
  if (settings.tls === 'auto' && !json && !quiet) tellFingerprint(channel)
  if (process.stdout.isTTY && !json && !quiet) hint(settings, server)
}

const readyLine = (settings: Settings, { server, channel, metrics, inspector }: Announced): string => {
  const { json, mode, port, socket, fd } = settings
  const { tls } = channel
  const fingerprint = tls === undefined ? {} : { fingerprint: certificateFingerprint(tls) }
  const figures = {
    ...(metrics === null ? {} : { metrics: metrics.url }),
    ...(inspector === null ? {} : { inspect: inspector.url }),
  }
  if (json && socket !== undefined)
    return JSON.stringify({ event: 'listening', socket: server.host, mode, ...figures })
  if (socket !== undefined) return `listening on unix:${server.host}`
  if (json)
    return JSON.stringify({
      event: 'listening',
      host: server.host,
      port: server.port,
      mode,
      ...fingerprint,
      ...figures,
    })
  const address = formatHostPort(server.host, server.port)
  const moved = fd === null && port !== 0 && port !== server.port
  return `listening on ${address}${moved ? ` (${port} is taken)` : ''}`
}

/** Tells whoever starts a server where its live page is: there, and in no log. */
const tellLivePage = ({ url }: Inspector): void => printNotice((say) => say.inspectServed(url))

/** Tells whoever starts a server what clients are to be told. */
const tellFingerprint = ({ tls }: ServedChannel): void => {
  if (tls === undefined) return
  const fingerprint = certificateFingerprint(tls)
  printNotice((say) => say.serverFingerprint(fingerprint))
}

/** Tells a person how to go on, below the line that it listens. */
const hint = (settings: Settings, server: Pick<Server, 'host' | 'port'>): void => {
  const { mode, data, log, insecurePassword, contract, lang } = settings
  const call = ownCommand({ script: process.argv[1] ?? '', folder: process.cwd(), env: process.env })
  const lines = servingHint(
    {
      server,
      mode,
      data,
      log,
      insecurePassword,
      contract,
      call,
      tls: settings.tls !== undefined || settings.tlsCert !== undefined,
    },
    catalogues[lang].console,
  ).map(printable)
  const isDim = isColoured(process.stdout, process.env)
  for (const line of lines) process.stdout.write(isDim ? `\u001b[2m${line}\u001b[22m\n` : `${line}\n`)
}
