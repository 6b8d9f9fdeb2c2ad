import { type Html, html } from './html.ts'
import type { PageWords } from './i18n/index.ts'

/** Buttons that make a chart larger or smaller: hidden as long as the script does not run. */
export const zoomer = (side: string, words: PageWords): Html => html`
<div id="${side}-zoom" class="zoom" role="group" aria-label="${words.sizeOfChart}" hidden>
<button id="${side}-out" type="button" aria-label="${words.smaller}" title="${words.smaller}">−</button>
<button id="${side}-in" type="button" aria-label="${words.larger}" title="${words.larger}">+</button>
<button id="${side}-fit" type="button" title="${words.wholeChart}">${words.overview}</button>
<button id="${side}-whole" type="button" title="${words.asDrawn}">100%</button>
</div>`

/** A field that finds states in both charts: hidden as long as the script does not run. */
export const searcher = (words: PageWords): Html => html`
<p id="searching" hidden><label for="search">${words.findState}</label> <input id="search" type="search" maxlength="64" autocomplete="off"> <span id="found" aria-live="polite"></span></p>`
