import { type Contract, hasTurn, type Side, type State, sayable } from '../../contract/index.ts'
import { deadline } from '../charts/chart.ts'
import { type Html, html, joined, nothing } from './html.ts'
import { type PageWords, pageWords } from './i18n/index.ts'
import { size } from './words.ts'

/** The states of a contract: whose turn, by when, how large, and who may say what. */
export const statesTable = (
  contract: Contract,
  words: PageWords = pageWords.en,
): Html => html`<table class="states">
<thead><tr>${[words.state, words.turn, words.within, words.largestBody, words.maySay.client, words.maySay.server].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${contract.states.map((state) => row(contract, state, words))}</tbody>
</table>`

const row = (contract: Contract, state: State, words: PageWords): Html => html`
<tr id="state=${state.name}" data-row="${state.name}">
<th scope="row"><code>${state.name}</code><p>${state.about}</p></th>
<td data-label="${words.turn}">${words.turns[state.turn]}</td>
<td data-label="${words.within}">${state.within === null ? words.noDeadline : deadline(state.within)}</td>
<td data-label="${words.largestBody}">${state.turn === 'nobody' ? words.none : size(state.maxBody, words)}</td>
<td data-label="${words.maySay.client}">${saying(contract, state, 'client', words)}</td>
<td data-label="${words.maySay.server}">${saying(contract, state, 'server', words)}</td>
</tr>`

/** Why a message may be said: by the state, at any time, or only because it was on its way already. */
type Why = 'turn' | 'anytime' | 'inFlight'

const saying = (contract: Contract, state: State, side: Side, words: PageWords): Html => {
  const all = [...sayable(contract, state, side)]
  const lines = (['turn', 'anytime', 'inFlight'] as const).map((why) => {
    const some = all.filter(([message]) => whyOf(contract, state, side, message) === why)
    return some.length === 0 ? nothing : linesOf[why](byNext(some), words)
  })
  return all.length === 0 ? html`${words.nothing}` : html`<ul class="says">${lines}</ul>`
}

const whyOf = (contract: Contract, state: State, side: Side, message: string): Why => {
  if (hasTurn(state, side) && state.says.has(message)) return 'turn'
  return contract.anytime.some((each) => each.message === message) ? 'anytime' : 'inFlight'
}

/** Messages that lead to the same state, together. */
const byNext = (all: readonly (readonly [message: string, next: string])[]): readonly Html[] =>
  [...new Set(all.map(([, next]) => next))].map((next) => {
    const messages = all
      .filter((one) => one[1] === next)
      .map(([name]) => html`<a href="#message=${name}">${name}</a>`)
    return html`<span class="saying">${joined(messages, ', ')} →&nbsp;<a href="#state=${next}">${next}</a></span>`
  })

const linesOf: Readonly<Record<Why, (groups: readonly Html[], words: PageWords) => Html>> = {
  turn: (groups) => html`${groups.map((group) => html`<li>${group}</li>`)}`,
  anytime: (groups, { anytime }) => html`<li class="aside">${anytime}: ${joined(groups, ' ')}</li>`,
  inFlight: (groups, { inFlight }) => html`<li class="aside">${inFlight}: ${joined(groups, ' ')}</li>`,
}
