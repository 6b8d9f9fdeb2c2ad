import type { Contract, Field, Message, NamedType, Value } from '../../contract/index.ts'
import { type Html, html, nothing } from './html.ts'
import { type PageWords, pageWords } from './i18n/index.ts'
import { bounds, secrecy, typeName } from './words.ts'

/** The messages of a contract, and what they hold. */
export const messagesTable = (
  { messages }: Contract,
  words: PageWords = pageWords.en,
): Html => html`<table class="messages">
<thead><tr>${heads([words.number, words.message, words.saidBy, words.fields])}</tr></thead>
<tbody>${messages.map((message) => messageRow(message, words))}</tbody>
</table>`

/** The types that a contract gave a name. */
export const typesTable = (
  { types }: Contract,
  words: PageWords = pageWords.en,
): Html => html`<table class="types">
<thead><tr>${heads([words.type, words.base, words.bounds])}</tr></thead>
<tbody>${types.map((type) => typeRow(type, words))}</tbody>
</table>`

const heads = (titles: readonly string[]): readonly Html[] =>
  titles.map((title) => html`<th scope="col">${title}</th>`)

const messageRow = (message: Message, words: PageWords): Html => html`
<tr id="message=${message.name}">
<td data-label="${words.number}" class="number">${message.number}</td>
<th scope="row"><code>${message.name}</code>${
  message.conversation ? html` <span class="badge">${words.conversation}</span>` : nothing
}<p>${message.about}</p></th>
<td data-label="${words.saidBy}" class="way">${words.says[message.from]}</td>
<td data-label="${words.fields}">${
  message.fields.length === 0
    ? words.none
    : html`<dl class="fields">${message.fields.map((one) => field(one, words))}</dl>`
}</td>
</tr>`

const field = (one: Field, words: PageWords): Html => html`
<dt><span class="tag">${one.tag}</span> <code>${one.name}</code> ${typeName(one, words)} <span class="bounds">${bounds(
  one.value,
  words,
)}</span>${one.optional ? html` <span class="badge">${words.optional}</span>` : nothing}${secrecy(one, words)}</dt>
<dd>${one.about}</dd>`

const typeRow = (type: NamedType, words: PageWords): Html => html`
<tr id="type=${type.name}">
<th scope="row"><code>${type.name}</code>${secrecy(type, words)}<p>${type.about}</p></th>
<td data-label="${words.base}">${type.value.base}</td>
<td data-label="${words.bounds}">${values(type.value, words)}</td>
</tr>`

const values = (value: Value, words: PageWords): Html => {
  switch (value.base) {
    case 'enum':
      return html`<dl class="fields">${value.values.map(
        ({ name, number, about }) => html`
<dt><span class="tag">${number}</span> <code>${name}</code></dt>
<dd>${about}</dd>`,
      )}</dl>`
    case 'record':
      return html`<dl class="fields">${value.fields.map((one) => field(one, words))}</dl>`
    case 'union':
      return html`<dl class="fields">${value.arms.map(
        (arm) => html`
<dt><span class="tag">${arm.tag}</span> <code>${arm.name}</code> ${
          arm.value === null ? nothing : typeName({ ...arm, value: arm.value, list: null }, words)
        }</dt>
<dd>${arm.about}</dd>`,
      )}</dl>`
    default:
      return bounds(value, words)
  }
}
