import { printable } from '../../contract/index.ts'
import { xml } from '../svg/xml.ts'

/** Markup that may stand in a page as it is. */
export interface Html {
  readonly markup: string
}

type Value = string | number | Html | readonly Html[]

/** Markup from a template: text in it is plain and escaped, in elements and in quoted attributes. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  markup(parts.reduce((before, part, index) => `${before}${put(values[index - 1] ?? '')}${part}`))

/** Markup that was made with care elsewhere. */
export const markup = (text: string): Html => ({ markup: text })

/** Markup with something between. */
export const joined = (all: readonly Html[], between: string): Html =>
  markup(all.map(({ markup }) => markup).join(between))

export const nothing: Html = markup('')

/** Data for a script to read from an element of its own: no character of it can end that element. */
export const data = (id: string, value: unknown): Html => {
  const json = JSON.stringify(value, (_, part) => (typeof part === 'string' ? printable(part) : part))
  const safe = json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)
  return html`<script type="application/json" id="${id}">${markup(safe)}</script>`
}

const put = (value: Value): string => {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return xml(value)
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('')
}
