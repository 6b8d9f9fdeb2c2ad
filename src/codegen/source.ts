import type { Scalar } from '../contract/contract.ts'
import type { Language } from './languages.ts'
import type { Origin } from './options.ts'

/** A string as a TypeScript literal. Nothing that it holds can end the literal or the line. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}'`

/** Lines, two spaces further in. */
export const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)

/** The values of an enum with their numbers, as an object: `{ RED: 7 }`. */
export const numbersLiteral = ({ values }: Extract<Scalar, { readonly base: 'enum' }>): string =>
  `{ ${values.map(({ name, number }) => `${name}: ${number}`).join(', ')} }`

/** Text from a contract as one line of a comment that it cannot end, and that shows no control characters. */
export const prose = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .trim()

const MAX_WIDTH = 110

/** The lines of prose that fit behind a margin. */
const fold = (text: string, margin: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && margin + line.length + 1 + word.length > MAX_WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A doc comment on as few lines as it fits on; each tag, `@deprecated`, begins a line of its own. */
export const docComment = (text: string, margin = '', tags: readonly string[] = []): readonly string[] => {
  const said = prose(text)
  if (tags.length === 0 && margin.length + said.length + 7 <= MAX_WIDTH) return [`${margin}/** ${said} */`]
  const paragraphs = [said, ...tags.map(prose)]
  return [
    `${margin}/**`,
    ...paragraphs
      .flatMap((paragraph) => fold(paragraph, margin.length + 3))
      .map((line) => `${margin} * ${line}`),
    `${margin} */`,
  ]
}

/** The first line of every generated file, behind the comment sign of its language. */
export const mark = (options: Origin): string =>
  `Generated from ${prose(options.source)} by ${prose(options.command)}. Do not edit.`

/** Whether a file carries such a first line. */
export const isMarked = (text: string): boolean =>
  /^(?:\/\/|%%) Generated from [^\n]+ by [^\n]+\. Do not edit\.\r?\n/.test(text)

/** Text that only TypeScript has, within a line. Nothing from a contract has these characters: they are control characters. */
export const typed = (text: string): string => `\u0001${text}\u0002`

/** Lines as the text of a file. A line of which JavaScript has nothing is left out there. */
export const fileOf = (lines: readonly string[], language: Language = 'typescript'): string => {
  const text = `${lines.join('\n')}\n`
  return language === 'typescript'
    ? // biome-ignore lint/suspicious/noControlCharactersInRegex: these two mark what only TypeScript has.
      text.replace(/[\u0001\u0002]/g, '')
    : // biome-ignore lint/suspicious/noControlCharactersInRegex: likewise.
      text.replace(/^\u0001[^\u0002]*\u0002\n/gm, '').replace(/\u0001[^\u0002]*\u0002/g, '')
}

/** A union of literals, or `never`. */
const unionOf = (members: readonly string[]): string => (members.length === 0 ? 'never' : members.join(' | '))

/** `export type X =`, on one line where it fits, else one member a line. */
export const typeAlias = (name: string, members: readonly string[]): readonly string[] => {
  const line = `export type ${name} = ${unionOf(members)}`
  return line.length <= MAX_WIDTH
    ? [line]
    : [`export type ${name} =`, ...members.map((member) => `  | ${member}`)]
}
