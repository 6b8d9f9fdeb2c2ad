import { printable } from '../../contract/index.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for XML, between tags or in quotes. */
export const xml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
