import { createHash } from 'node:crypto'
import type { Contract, Side } from '../../contract/index.ts'
import type { Trace } from '../../verify/trace.ts'
import { script } from './generated/script.ts'
import { data, type Html, html, markup, nothing } from './html.ts'
import { type PageLanguage, type PageWords, pageWords } from './i18n/index.ts'
import { messagesTable, typesTable } from './messages.ts'
import { hint, panel, player } from './player.ts'
import { statesTable } from './states.ts'
import { style } from './style.ts'
import { searcher, zoomer } from './tools.ts'

/** Parts of a page. The pictures name the state of each box in `data-state`, and its place in `data-place`. */
export interface PageInput {
  readonly contract: Contract
  /** The client's machine, as SVG. */
  readonly client: string
  /** The server's machine, as SVG. */
  readonly server: string
  /** The traces that can be stepped through. */
  readonly stories: readonly Trace[]
  /** The language of what the page says itself; English unless given. */
  readonly language?: PageLanguage
}

/** A page that needs no network and no other file: both machines, the contract's tables, and a player of stories. */
export const pageOf = ({ contract, client, server, stories, language = 'en' }: PageInput): string => {
  const words = pageWords[language]
  const playable = stories.filter(({ moments }) => moments.length > 0)
  const sections: readonly Section[] = [
    { id: 'states', title: words.states, table: statesTable(contract, words) },
    { id: 'messages', title: words.messages, table: messagesTable(contract, words) },
    ...(contract.types.length === 0
      ? []
      : [{ id: 'types', title: words.types, table: typesTable(contract, words) }]),
  ]
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy([client, server])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="colloquy visualize">
<title>${contract.protocol} ${contract.version}</title>
<style>${markup(style)}</style>
</head>
<body>
<header>
<h1>${contract.protocol} <span class="version">${words.version(contract.version)}</span></h1>
<p>${contract.about}</p>
<nav aria-label="${words.contents}"><a href="#machines">${words.machines}</a>${sections.map(({ id, title }) => html` <a href="#${id}">${title}</a>`)}</nav>
${hint(playable.length > 0, words)}
</header>
<main>
<div class="theatre">
${playable.length === 0 ? nothing : player(playable, words)}
${searcher(words)}
<div id="machines" class="machines">
${machine('client', client, words)}
${machine('server', server, words)}
</div>
</div>
${sections.map(section)}
</main>
${panel(words)}
${data('stories', playable)}
${data('words', words.script)}
<script type="module">${markup(script)}</script>
</body>
</html>
`.markup
}

/** Nothing is fetched, no script runs but the page's own, and no style counts but its own and the pictures'. */
const policy = (pictures: readonly string[]): string => {
  const styles = pictures.flatMap((svg) =>
    [...svg.matchAll(/<style>([^<]*)<\/style>/g)].map(([, text]) => text ?? ''),
  )
  return [
    "default-src 'none'",
    `style-src ${sources([style, ...styles])}`,
    `script-src ${sources([script])}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

const sources = (texts: readonly string[]): string =>
  [...new Set(texts)]
    .map((text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`)
    .join(' ')

const machine = (side: Side, svg: string, words: PageWords): Html => html`
<section class="machine ${side}" aria-labelledby="${side}-title">
<div class="machine-head"><h2 id="${side}-title">${words.machineOf[side]}</h2>${zoomer(side, words)}</div>
<div id="${side}-chart" class="chart" role="group" tabindex="0" aria-labelledby="${side}-title">${markup(svg)}</div>
</section>`

interface Section {
  readonly id: string
  readonly title: string
  readonly table: Html
}

const section = ({ id, title, table }: Section): Html => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${table}
</section>`
