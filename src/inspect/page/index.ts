import type { Contract } from '../../contract/index.ts'
import { data, type Html, html, markup } from '../../visualize/page/html.ts'
import { type PageLanguage, pageWords } from '../../visualize/page/i18n/index.ts'
import { style as pageStyle } from '../../visualize/page/style.ts'
import { zoomer } from '../../visualize/page/tools.ts'
import { script } from './generated/script.ts'
import { type LiveWords, liveWords } from './i18n/index.ts'
import { style } from './style.ts'

/** Parts of the live page. */
export interface LivePageInput {
  readonly contract: Contract
  /** The server's machine, as SVG. */
  readonly picture: string
  readonly language: PageLanguage
  /** Whether texts of the conversation are shown. */
  readonly texts: boolean
  /** Tells one run of the server from the next. */
  readonly run: string
  /** Allows the page's own styles and scripts. */
  readonly nonce: string
}

/** The live page: its frame. What it shows comes as events, and is put in as text. */
export const livePage = ({ contract, picture, language, texts, run, nonce }: LivePageInput): string => {
  const words = liveWords[language]
  const { protocol, version } = contract
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${protocol} · ${words.live}</title>
<style nonce="${nonce}">${markup(pageStyle)}${markup(style)}</style>
</head>
<body>
<header>
<div class="heading"><h1>${protocol} <span class="version">${words.version(version)}</span></h1>
<p id="link" role="status">${words.script.connecting}</p></div>
<p id="hint">${words.hint}</p>
<p id="masking" class="${texts ? 'unmasked' : 'masked'}">${texts ? words.unmasked : words.masked}</p>
<p id="restarted" role="status" hidden></p>
</header>
<main class="live">
<section class="machine server" aria-labelledby="server-title">
<div class="machine-head"><h2 id="server-title">${words.machine}</h2>${zoomer('server', pageWords[language])}</div>
<div id="server-chart" class="chart" role="group" tabindex="0" aria-labelledby="server-title">${markup(picture.replace('<style>', `<style nonce="${nonce}">`))}</div>
</section>
<div class="right">
<section aria-label="${words.figures}"><dl class="figures">${figures(words)}</dl></section>
<div class="side">
${sessions(words)}
${watched(words)}
</div>
${refusals(words)}
</div>
</main>
${data('words', words.script)}
${data('page', { run, locale: words.locale, protocol })}
<script type="module" nonce="${nonce}">${markup(script)}</script>
</body>
</html>
`.markup
}

const figures = ({ figure }: LiveWords): readonly Html[] =>
  Object.entries(figure).map(
    ([id, title]) => html`
<div class="figure" id="figure-${id}"><dt>${title}</dt><dd><span class="value">–</span><svg class="spark" viewBox="0 0 60 20" preserveAspectRatio="none" aria-hidden="true"><polyline points=""/></svg></dd></div>`,
  )

const sessions = (words: LiveWords): Html => html`
<section id="sessions" aria-labelledby="sessions-title">
<div class="bar"><h2 id="sessions-title">${words.sessions}</h2><span id="found" class="count" aria-live="polite"></span></div>
<div class="bar"><input id="find" type="search" maxlength="64" autocomplete="off" spellcheck="false" aria-label="${words.find}" placeholder="${words.find}">
<button id="every-state" type="button" title="${words.everyState}" hidden><span id="only-state"></span> <span aria-hidden="true">✕</span></button></div>
<ol id="rows" aria-labelledby="sessions-title"></ol>
<p id="rows-more" class="aside"></p>
</section>`

const watched = (words: LiveWords): Html => html`
<section id="watched" aria-labelledby="watched-title" hidden>
<div class="bar"><h2 id="watched-title">${words.watched}</h2><span id="watched-state" class="standing"></span>
<button id="unwatch" type="button" aria-label="${words.close}" title="${words.close} (Esc)"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg></button></div>
<p id="watched-facts" class="aside"></p>
<p id="watched-ending" role="status" hidden></p>
<ol id="frames" tabindex="0" aria-label="${words.messages}"></ol>
</section>`

const refusals = (words: LiveWords): Html => html`
<section id="refusals" aria-labelledby="refusals-title">
<h2 id="refusals-title">${words.refusals}</h2>
<p id="no-refusals" class="aside">${words.noRefusals}</p>
<div id="refused" class="refused" hidden>
<div><h3>${words.lastRefused}</h3><ol id="last-refused"></ol></div>
<div><h3>${words.codes}</h3>
<table class="codes"><thead><tr><th scope="col">${words.code}</th><th scope="col">${words.by}</th><th scope="col">${words.count}</th></tr></thead><tbody id="codes"></tbody></table></div>
</div>
</section>`
