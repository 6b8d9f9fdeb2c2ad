import type { Argument, Command, Option } from 'commander'

/** A place on the command line, as a script must know it. */
export interface Place {
  /** The words that lead to it, a space before each; empty for the program itself. */
  readonly trail: string
  readonly commands: readonly Offer[]
  readonly flags: readonly Flag[]
  /** What the first argument may be; empty: anything. */
  readonly choices: readonly string[]
}

/** A word that may come next, and what it is for. */
export interface Offer {
  readonly word: string
  readonly about: string
}

export interface Flag extends Offer {
  /** What comes after it. */
  readonly takes: 'nothing' | 'path' | 'anything'
}

/** Every place of a program, the program itself first. Nothing is listed that its help does not list. */
export const placesOf = (program: Command, trail = ''): readonly Place[] => {
  const help = program.createHelp()
  const commands = help.visibleCommands(program)
  return [
    {
      trail,
      commands: commands.map((command) => ({ word: command.name(), about: command.description() })),
      flags: help.visibleOptions(program).map(flagOf),
      choices: choicesOf(program.registeredArguments[0]),
    },
    ...commands.flatMap((command) => placesOf(command, `${trail} ${command.name()}`)),
  ]
}

/** The flags of one kind, each behind the trail of its place. */
export const flagsThatTake = (places: readonly Place[], kind: 'path' | 'anything'): readonly string[] =>
  places.flatMap(({ trail, flags }) =>
    flags.filter(({ takes }) => takes === kind).map(({ word }) => `${trail} ${word}`),
  )

const flagOf = (option: Option): Flag => ({
  word: option.long ?? option.short ?? '',
  about: option.description,
  takes: takesOf(option),
})

const takesOf = ({ required, optional, flags }: Option): Flag['takes'] => {
  if (!required && !optional) return 'nothing'
  return /<(path|folder|file|module)>/.test(flags) ? 'path' : 'anything'
}

const choicesOf = (argument: Argument | undefined): readonly string[] => argument?.argChoices ?? []
