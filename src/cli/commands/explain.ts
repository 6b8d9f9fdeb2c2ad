import { Command } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { ExplanationTexts } from '../i18n/explanations.ts'
import type { Language } from '../i18n/language.ts'
import { lang } from '../options/language.ts'
import { define, toggle, valued } from '../options/option.ts'
import { quotable, text } from '../options/value-types.ts'
import { printable } from '../terminal/printable.ts'
import { type ExplainedCode, explainedCodes, nearCodes } from './explain/codes.ts'

const words = {
  code: valued(
    '[code]',
    'the code, as a log, an error or a contract check tells it; all of them unless given',
    text,
  ),
}

const options = {
  lang,
  json: toggle('--json', 'print one JSON object a meaning'),
}

const examples = `
Examples:
  colloquy explain TOKEN_EXPIRED      why a server denied a proof, and what to do
  colloquy explain 3                  what the exit code means
  colloquy explain                    every code, a line each

It knows the codes of Fault, Bye, Denied and Aborted, of connecting and listening, of TLS and PROXY headers, of the store, of the
library, exit codes, and the rules of check and verify (those in English). Some codes are met in several places: each is told.`

/** `colloquy explain`. */
export const explainCommand = (): Command =>
  define(
    new Command('explain').description('Say what a code means, why it comes, and what to do.'),
    words,
    options,
    ({ code }, { lang, json }) => explain(code, lang, json),
  ).addHelpText('after', examples)

/** The texts of a language, which only this command needs. */
const textsOf: Readonly<Record<Language, () => Promise<{ readonly explanations: ExplanationTexts }>>> = {
  en: () => import('../i18n/en/explanations.ts'),
  ru: () => import('../i18n/ru/explanations.ts'),
}

const explain = async (asked: string | undefined, lang: Language, json: boolean): Promise<void> => {
  const { explanations: texts } = await textsOf[lang]()
  const [{ remedies }, { rules }] = await Promise.all([
    import('../../contract/rules.ts'),
    import('../../verify/rules.ts'),
  ])
  const all = explainedCodes(texts, { contract: remedies, verify: rules })
  const wanted = asked === undefined ? all : all.filter(({ code }) => code === asked.toUpperCase())
  if (asked !== undefined && wanted.length === 0) {
    const near = nearCodes(asked, all)
    throw new CliError(Exit.wrongUsage, (say) => say.unknownCode(quotable(asked), near))
  }
  const shown = json
    ? wanted.map((each) => JSON.stringify(each))
    : asked === undefined
      ? wanted.map(({ code, kind }) => `${code}  ${kind}`)
      : wanted.flatMap((each, at) => [...(at > 0 ? [''] : []), ...sentences(each, texts)])
  process.stdout.write(shown.map((line) => `${printable(line)}\n`).join(''))
}

const sentences = (
  { code, kind, cause, remedy }: ExplainedCode,
  texts: ExplanationTexts,
): readonly string[] => [
  `${code}: ${kind}`,
  ...(cause === '' ? [] : [cause]),
  ...(remedy === '' ? [] : [`${texts.remedy} ${remedy}`]),
]
