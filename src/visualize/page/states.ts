import { type Contract, hasTurn, type Side, type State, sayable } from '../../contract/index.ts'
import { deadline } from '../charts/chart.ts'
import { type Html, html, joined, nothing } from './html.ts'
import { size } from './words.ts'

/** The states of a contract: whose turn, by when, how large, and who may say what. */
export const statesTable = (contract: Contract): Html => html`<table class="states">
<thead><tr><th scope="col">State</th><th scope="col">Turn</th><th scope="col">Within</th><th scope="col">Largest body</th><th scope="col">The client may say</th><th scope="col">The server may say</th></tr></thead>
<tbody>${contract.states.map((state) => row(contract, state))}</tbody>
</table>`

const row = (contract: Contract, state: State): Html => html`
<tr id="state=${state.name}" data-row="${state.name}">
<th scope="row"><code>${state.name}</code><p>${state.about}</p></th>
<td data-label="Turn">${state.turn}</td>
<td data-label="Within">${state.within === null ? 'no deadline' : deadline(state.within)}</td>
<td data-label="Largest body">${state.turn === 'nobody' ? 'none' : size(state.maxBody)}</td>
<td data-label="The client may say">${saying(contract, state, 'client')}</td>
<td data-label="The server may say">${saying(contract, state, 'server')}</td>
</tr>`

/** Why a message may be said: by the state, at any time, or only because it was on its way already. */
type Why = 'turn' | 'anytime' | 'inFlight'

const saying = (contract: Contract, state: State, side: Side): Html => {
  const all = [...sayable(contract, state, side)]
  const lines = (['turn', 'anytime', 'inFlight'] as const).map((why) => {
    const some = all.filter(([message]) => whyOf(contract, state, side, message) === why)
    return some.length === 0 ? nothing : linesOf[why](byNext(some))
  })
  return all.length === 0 ? html`nothing` : html`<ul class="says">${lines}</ul>`
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

const linesOf: Readonly<Record<Why, (groups: readonly Html[]) => Html>> = {
  turn: (groups) => html`${groups.map((group) => html`<li>${group}</li>`)}`,
  anytime: (groups) => html`<li class="aside">at any time: ${joined(groups, ' ')}</li>`,
  inFlight: (groups) => html`<li class="aside">if on its way already: ${joined(groups, ' ')}</li>`,
}
