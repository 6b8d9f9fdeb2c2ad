import type { Contract, Field, Message, NamedType, Value } from '../../contract/index.ts'
import { type Html, html, nothing } from './html.ts'
import { bounds, secrecy, typeName, way } from './words.ts'

/** The messages of a contract, and what they hold. */
export const messagesTable = ({ messages }: Contract): Html => html`<table class="messages">
<thead><tr><th scope="col">Number</th><th scope="col">Message</th><th scope="col">Said by</th><th scope="col">Fields</th></tr></thead>
<tbody>${messages.map(messageRow)}</tbody>
</table>`

/** The types that a contract gave a name. */
export const typesTable = ({ types }: Contract): Html => html`<table class="types">
<thead><tr><th scope="col">Type</th><th scope="col">Base</th><th scope="col">Bounds</th></tr></thead>
<tbody>${types.map(typeRow)}</tbody>
</table>`

const messageRow = (message: Message): Html => html`
<tr id="message=${message.name}">
<td data-label="Number" class="number">${message.number}</td>
<th scope="row"><code>${message.name}</code>${
  message.conversation ? html` <span class="badge">conversation</span>` : nothing
}<p>${message.about}</p></th>
<td data-label="Said by" class="way">${way(message.from)}</td>
<td data-label="Fields">${
  message.fields.length === 0 ? 'none' : html`<dl class="fields">${message.fields.map(field)}</dl>`
}</td>
</tr>`

const field = (one: Field): Html => html`
<dt><span class="tag">${one.tag}</span> <code>${one.name}</code> ${typeName(one)} <span class="bounds">${bounds(
  one.value,
)}</span>${one.optional ? html` <span class="badge">optional</span>` : nothing}${secrecy(one)}</dt>
<dd>${one.about}</dd>`

const typeRow = (type: NamedType): Html => html`
<tr id="type=${type.name}">
<th scope="row"><code>${type.name}</code>${secrecy(type)}<p>${type.about}</p></th>
<td data-label="Base">${type.value.base}</td>
<td data-label="Bounds">${values(type.value)}</td>
</tr>`

const values = (value: Value): Html => {
  switch (value.base) {
    case 'enum':
      return html`<dl class="fields">${value.values.map(
        ({ name, number, about }) => html`
<dt><span class="tag">${number}</span> <code>${name}</code></dt>
<dd>${about}</dd>`,
      )}</dl>`
    case 'record':
      return html`<dl class="fields">${value.fields.map(field)}</dl>`
    case 'union':
      return html`<dl class="fields">${value.arms.map(
        (arm) => html`
<dt><span class="tag">${arm.tag}</span> <code>${arm.name}</code> ${
          arm.value === null ? nothing : typeName({ ...arm, value: arm.value, list: null })
        }</dt>
<dd>${arm.about}</dd>`,
      )}</dl>`
    default:
      return bounds(value)
  }
}
