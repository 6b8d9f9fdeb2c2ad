import { explanations } from '../src/cli/i18n/en/explanations.ts'
import type { CodeKind, Explanation } from '../src/cli/i18n/explanations.ts'

export const codesFile = 'docs/codes.md'

const titles: Readonly<Record<CodeKind, string>> = {
  fault: 'Fault',
  bye: 'Bye',
  denial: 'Denied',
  abort: 'Aborted',
  loss: 'Without a word',
  connect: 'Connecting',
  listen: 'Listening',
  handshake: 'TLS at a server',
  arrival: 'Before the first frame',
  store: 'The store',
  hash: 'Passwords',
  failure: 'The library',
  exit: 'Exit codes',
}

/** The page of all codes, from the texts that colloquy explain prints. */
export const codesPage = (): string => {
  const sections = Object.entries(titles).map(([name, title]) => {
    // Each kind has a table of its own.
    const kind = name as CodeKind
    const rows = Object.entries<Explanation>(explanations.codes[kind]).map(
      ([code, [cause, remedy]]) => `| \`${code}\` | ${cell(cause)} | ${cell(remedy)} |`,
    )
    const about = `${explanations.kinds[kind].replace(/^./, (first) => first.toUpperCase())}.`
    return [
      `## ${title}`,
      '',
      about,
      '',
      '| code | why | what to do |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return [
    '<!-- Generated from src/cli/i18n/en/explanations.ts by npm run codes; not edited by hand. -->',
    '# Every code',
    '',
    'What each code means, why it comes, and what to do. `colloquy explain TOKEN_EXPIRED` prints the same, with `--lang ru` in',
    'Russian; it also knows the rules of `check` and `verify`.',
    '',
    ...sections,
  ].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
