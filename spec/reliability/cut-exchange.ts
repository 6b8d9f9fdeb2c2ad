import {
  type ClientEvent,
  connect,
  createServer,
  type ServerEvent,
  type ServerPeer,
  type TlsServerOptions,
} from '../../src/index.ts'
import { type Exchange, exchange } from '../support/exchange/index.ts'
import { Party } from '../support/exchange-party.ts'
import { randomOf } from '../support/random.ts'
import { CuttingProxy } from './cutting-proxy.ts'

/** An exchange between a server and clients whose connections are cut. */
export interface CutExchange {
  readonly seed: number
  readonly clients: number
  /** Connections that are cut, in all. */
  readonly cuts: number
  readonly tls?: { readonly server: TlsServerOptions; readonly ca: string }
}

/** The outcome. */
export interface Exchanged {
  /** The properties that do not hold; none, if all is well. */
  readonly wrong: readonly string[]
  readonly cuts: number
  readonly messages: number
}

const MAX_BODY_BYTES = 60_000
/** Of both sides' notes, questions and streams that are not over: so that less waits to be acknowledged than is kept, which is 1 MiB. */
const MAX_WAITING = 12
const ALL_WITHIN_MS = 60_000

/** Half-open connections end so. */
const OF_SILENCE: readonly string[] = ['TIMEOUT', 'STALLED']

const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** Clients and a server that say, ask and stream through a proxy that cuts their connections. */
export const exchangeThroughCuts = async ({ seed, clients, cuts, tls }: CutExchange): Promise<Exchanged> => {
  const random = randomOf(seed)
  const ways = { random, wait: later, maxBytes: MAX_BODY_BYTES, maxWaitMs: 20 }
  const wrong: string[] = []
  const atServer = new Map<string | null, Party>()
  const peers = new Map<string | null, ServerPeer<Exchange>>()
  const partyOf = ({ name }: { readonly name: string | null }): Party => {
    const party = atServer.get(name) ?? new Party(`server of ${name}`, ways)
    atServer.set(name, party)
    return party
  }
  const note = (event: ClientEvent | ServerEvent): void => {
    const isWrong =
      event.event === 'failed' || (event.event === 'refused' && !OF_SILENCE.includes(event.code))
    if (isWrong) wrong.push(JSON.stringify(event))
  }
  const server = await createServer({
    contract: exchange,
    port: 0,
    heartbeatMs: 1_000,
    ...(tls === undefined ? {} : { tls: tls.server }),
    log: { data: false, write: note },
    began: (peer) => {
      if (peers.has(peer.name)) wrong.push(`${peer.name} began twice`)
      peers.set(peer.name, peer)
    },
    converse: {
      Note: (message, peer) => partyOf(peer).handlers.Note(message),
      Question: (message, peer) => partyOf(peer).handlers.Question(message),
      Count: (message, peer) => partyOf(peer).handlers.Count(message),
    },
  })
  const proxy = await CuttingProxy.start({ port: () => server.port, random, maxBytes: 300_000 })
  proxy.isCutting = false
  const callers = await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const name = `client ${index + 1}`
      const party = new Party(name, ways)
      const client = await connect({
        contract: exchange,
        port: proxy.port,
        ...(tls === undefined ? {} : { tls: { ca: tls.ca } }),
        credentials: { name, password: 'a long password', register: true },
        log: { data: false, write: note },
        ended: ({ ending }) => wrong.push(`${name} ended: ${ending.code}: ${ending.detail}`),
        converse: party.handlers,
      })
      return { name, party, client }
    }),
  )
  proxy.isCutting = true
  const hurry = setInterval(() => {
    for (const { client } of callers) client.connectNow()
  }, 5)
  const verdict = (): readonly string[] =>
    callers.flatMap(({ name, party }) => {
      const other = atServer.get(name) ?? partyOf({ name })
      return [...party.verdict(other), ...other.verdict(party)]
    })
  while (proxy.cuts < cuts && wrong.length === 0) {
    for (const { name, party, client } of callers) {
      if (party.waiting < MAX_WAITING) party.act(client)
      const peer = peers.get(name)
      const other = partyOf({ name })
      if (peer !== undefined && other.waiting < MAX_WAITING) other.act(peer)
    }
    await later(Math.floor(random() * 4))
  }
  proxy.isCutting = false
  const endsAtMs = performance.now() + ALL_WITHIN_MS
  while (verdict().length > 0 && wrong.length === 0 && performance.now() < endsAtMs) await later(20)
  if (wrong.length === 0) wrong.push(...verdict())
  const messages = callers.reduce((sum, { client }) => sum + client.counts.said + client.counts.heard, 0)
  const exchanged = { wrong: [...wrong], cuts: proxy.cuts, messages }
  clearInterval(hurry)
  // Half-open connections of the server would be waited for.
  await Promise.all(callers.map(({ client }) => client.bye()))
  await proxy.close()
  await server.close(0)
  return exchanged
}
