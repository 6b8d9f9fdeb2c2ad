import { Argument, Option } from 'commander'
import { formats, subjects } from '../../visualize/formats.ts'

/** The values of each setting that is one of a few words: the parser, the help, completion and what refuses others read them here. */
export const choices = {
  mode: ['auth', 'identify', 'echo', 'raw'],
  registration: ['open', 'closed'],
  logLevel: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  logTarget: ['file', 'console', 'both'],
  lang: ['en', 'ru'],
  format: formats,
  drawing: subjects,
  shell: ['bash', 'zsh', 'fish'],
} as const

export type ChoiceName = keyof typeof choices

/** Choices as a sentence lists them; `or` stands before the last. */
export const listed = (words: readonly string[], or: string): string =>
  `${words.slice(0, -1).join(', ')} ${or} ${words.at(-1)}`

/** An option that takes one of a few words. Whoever reads it refuses others, in the language of the command line. */
export const choiceOption = (flags: string, about: string, name: ChoiceName): Option =>
  new Option(flags, about).choices(choices[name]).argParser((word) => word)

/** The same for an argument. */
export const choiceArgument = (word: string, about: string, name: ChoiceName): Argument =>
  new Argument(word, about).choices(choices[name]).argParser((given) => given)
