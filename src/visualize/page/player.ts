import type { Trace } from '../../verify/trace.ts'
import { type Html, html } from './html.ts'
import type { PageWords } from './i18n/index.ts'

/** The player of a trace, for the script to bring to life: it is hidden until then. */
export const player = (stories: readonly Trace[], words: PageWords): Html => html`
<section id="player" aria-labelledby="player-title" hidden>
<div class="bar">
<h2 id="player-title"><label for="story">${words.story}</label></h2>
<select id="story">${stories.map(({ title }, index) => html`<option value="${index}">${title}</option>`)}</select>
<div class="steps" role="group" aria-label="${words.steps}">
${button('first', words.first, 'Home', 'M4 3v10M13 3 6 8l7 5z')}
${button('back', words.back, '←', 'M11 3 4 8l7 5z')}
${button('next', words.next, '→', 'M5 3l7 5-7 5z')}
${button('last', words.last, 'End', 'M12 3v10M3 3l7 5-7 5z')}
</div>
<input id="moment" type="range" min="0" value="0" step="1" aria-label="${words.moment}">
<span id="count" class="count"></span>
</div>
<p id="text" class="moment" aria-live="polite"></p>
<div class="stage">
${end('client', words.sides.client)}
<div class="lanes">
${lane('to-server', words.toServer)}
${lane('to-client', words.toClient)}
</div>
${end('server', words.sides.server)}
</div>
<details id="whole">
<summary>${words.wholeStory}</summary>
<ol id="sequence"></ol>
</details>
</section>`

/** A hint at what a reader can do, hidden as long as the script does not run. */
export const hint = (isPlayed: boolean, words: PageWords): Html =>
  html`<p id="hint" hidden>${isPlayed ? words.hintOfStory : ''}${words.hintOfStates}</p>`

/** The panel of one state, over the page: filled from its row of the table. */
export const panel = (words: PageWords): Html => html`
<dialog id="panel" aria-labelledby="panel-title">
<h2 id="panel-title"></h2>
<button id="close" type="button" aria-label="${words.close}" title="${words.close} (Esc)"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg></button>
<p id="panel-about"></p>
<dl id="panel-facts"></dl>
</dialog>`

const button = (id: string, label: string, key: string, shape: string): Html =>
  html`<button id="${id}" type="button" aria-label="${label}" title="${label} (${key})"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${shape}"/></svg></button>`

const end = (side: string, name: string): Html => html`
<div class="end ${side}"><h3>${name}</h3><p id="${side}-state" class="standing"></p><p id="${side}-place" class="place"></p></div>`

const lane = (id: string, name: string): Html => html`
<div class="lane ${id}"><h3>${name}</h3><ol id="${id}"></ol></div>`
