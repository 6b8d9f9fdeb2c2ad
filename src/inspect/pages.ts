import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Contract } from '../contract/index.ts'
import type { MachineModule } from '../engine/index.ts'
import { chartOfMachine } from '../visualize/charts/machine.ts'
import { pictureOf } from '../visualize/layout/picture.ts'
import type { PageLanguage } from '../visualize/page/i18n/index.ts'
import { pageOf } from '../visualize/page/index.ts'
import { svgOf } from '../visualize/svg/svg.ts'
import type { Asked } from './http.ts'
import { MAX_FIND_CHARACTERS } from './limits.ts'
import type { ObservedServer } from './observed-server.ts'
import { outlineOf } from './outline.ts'
import { livePage } from './page/index.ts'
import type { Streams } from './streams.ts'
import { traceOf } from './trace.ts'
import type { Wanted } from './view.ts'

/** Both machines as SVG, whole, and the outline of the server's. */
interface Pictures {
  readonly outline: string
  readonly client: string
  readonly server: string
}

/** Draws the pictures: before anybody talks, since that takes the event loop for as long as it lasts. */
export const drawPictures = async (of: {
  readonly contract: Contract
  readonly client: MachineModule
  readonly server: MachineModule
}): Promise<Pictures> => {
  const client = chartOfMachine(of.client, 'client', of.contract)
  const server = chartOfMachine(of.server, 'server', of.contract)
  return {
    outline: svgOf(await pictureOf([outlineOf(server)], 'leftOut')),
    client: svgOf(await pictureOf([client], 'below')),
    server: svgOf(await pictureOf([server], 'below')),
  }
}

/** The parts that pages are made of. */
interface PageParts {
  readonly contract: Contract
  /** Whether texts of the conversation are shown. */
  readonly texts: boolean
  readonly language: PageLanguage
  readonly drawn: Pictures
  readonly observed: ObservedServer
  readonly streams: Streams
}

/** The live page, the page of each session that was refused, and the events that keep the live page so. */
export class Pages {
  private readonly parts: PageParts
  /** Tells pages of this server from those of one before, at the same address. */
  private readonly run = randomBytes(8).toString('hex')

  constructor(parts: PageParts) {
    this.parts = parts
  }

  /** Answers what is asked for; false: there is no such page. */
  answer({ path, query }: Asked, response: ServerResponse): boolean {
    const [, refused] = /^\/refused\/(\d{1,15})$/.exec(path) ?? []
    if (refused !== undefined) return this.sendRefusal(response, Number(refused))
    if (path === '/events') return this.sendEvents(response, query)
    if (path !== '/') return false
    this.sendPage(response)
    return true
  }

  private sendPage(response: ServerResponse): void {
    const { contract, drawn, language, texts } = this.parts
    const nonce = randomBytes(16).toString('base64')
    const page = livePage({ contract, picture: drawn.outline, language, texts, run: this.run, nonce })
    sendHtml(response, page, pagePolicy(nonce))
  }

  private sendRefusal(response: ServerResponse, number: number): boolean {
    const { contract, drawn, language, observed } = this.parts
    const refusal = observed.refusals.withNumber(number)
    if (refusal === undefined) return false
    const { client, server } = drawn
    const stories = [traceOf(contract, observed.names, refusal)]
    // The page has a policy of its own, of which this is what a page cannot say itself.
    sendHtml(response, pageOf({ contract, client, server, stories, language }), "frame-ancestors 'none'")
    return true
  }

  private sendEvents(response: ServerResponse, query: URLSearchParams): boolean {
    const { streams } = this.parts
    const wanted = wantedIn(query)
    if (wanted === null) return false
    if (streams.isFull) {
      response.writeHead(503).end()
      return true
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    response.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ run: this.run })}\n\n`)
    streams.add(response, wanted)
    return true
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
