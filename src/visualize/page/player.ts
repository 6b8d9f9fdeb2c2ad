import type { Trace } from '../../verify/trace.ts'
import { type Html, html } from './html.ts'

/** The player of a trace, for the script to bring to life: it is hidden until then. */
export const player = (stories: readonly Trace[]): Html => html`
<section id="player" aria-labelledby="player-title" hidden>
<div class="bar">
<h2 id="player-title"><label for="story">Story</label></h2>
<select id="story">${stories.map(({ title }, index) => html`<option value="${index}">${title}</option>`)}</select>
<div class="steps" role="group" aria-label="Steps">
${button('first', 'First moment', 'Home', 'M4 3v10M13 3 6 8l7 5z')}
${button('back', 'Back', '←', 'M11 3 4 8l7 5z')}
${button('next', 'Next', '→', 'M5 3l7 5-7 5z')}
${button('last', 'Last moment', 'End', 'M12 3v10M3 3l7 5-7 5z')}
</div>
<input id="moment" type="range" min="0" value="0" step="1" aria-label="Moment">
<span id="count" class="count"></span>
</div>
<p id="text" class="moment" aria-live="polite"></p>
<div class="stage">
${end('client', 'Client')}
<div class="lanes">
${lane('to-server', 'Client to server')}
${lane('to-client', 'Server to client')}
</div>
${end('server', 'Server')}
</div>
<details id="whole">
<summary>The whole story</summary>
<ol id="sequence"></ol>
</details>
</section>`

/** A hint at what a reader can do, hidden as long as the script does not run. */
export const hint = (isPlayed: boolean): Html =>
  html`<p id="hint" hidden>${
    isPlayed
      ? 'Step through the story with the buttons or the arrow keys: the marked states are where each side stands, and between them is what is on its way. '
      : ''
  }Press a state to see what may be said in it.</p>`

/** The panel of one state, over the page: filled from its row of the table. */
export const panel: Html = html`
<dialog id="panel" aria-labelledby="panel-title">
<h2 id="panel-title"></h2>
<button id="close" type="button" aria-label="Close" title="Close (Esc)"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg></button>
<p id="panel-about"></p>
<dl id="panel-facts"></dl>
</dialog>`

const button = (id: string, label: string, key: string, shape: string): Html =>
  html`<button id="${id}" type="button" aria-label="${label}" title="${label} (${key})"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${shape}"/></svg></button>`

const end = (side: string, name: string): Html => html`
<div class="end ${side}"><h3>${name}</h3><p id="${side}-state" class="standing"></p><p id="${side}-place" class="place"></p></div>`

const lane = (id: string, name: string): Html => html`
<div class="lane ${id}"><h3>${name}</h3><ol id="${id}"></ol></div>`
