import { type Html, html } from './html.ts'

/** Buttons that make a chart larger or smaller: hidden as long as the script does not run. */
export const zoomer = (side: string): Html => html`
<div id="${side}-zoom" class="zoom" role="group" aria-label="Size of the chart" hidden>
<button id="${side}-out" type="button" aria-label="Smaller" title="Smaller">−</button>
<button id="${side}-in" type="button" aria-label="Larger" title="Larger">+</button>
<button id="${side}-fit" type="button" title="The whole chart at once">Overview</button>
<button id="${side}-whole" type="button" title="As it was drawn">100%</button>
</div>`

/** A field that finds states in both charts: hidden as long as the script does not run. */
export const searcher: Html = html`
<p id="searching" hidden><label for="search">Find a state</label> <input id="search" type="search" maxlength="64" autocomplete="off"> <span id="found" aria-live="polite"></span></p>`
