import type { Argument, Command, Option } from 'commander'

/** A place on the command line, as a script must know it. */
export interface Place {
  /** The words that lead to it, a space before each; empty for the program itself. */
  readonly trail: string
  readonly commands: readonly Offer[]
  readonly flags: readonly Flag[]
  /** The words that the first argument may be; empty: anything. */
  readonly choices: readonly string[]
  /** Whether the first argument may be a path. */
  readonly path: 'file' | 'folder' | null
}

/** A word that may come next, and what it is for. */
export interface Offer {
  readonly word: string
  readonly about: string
}

export interface Flag extends Offer {
  /** The value that comes after it; null: it takes none. */
  readonly value: Value | null
}

/** A value: words that it may be, and whether it may be a path. Neither: anything. */
export interface Value {
  readonly choices: readonly string[]
  readonly path: 'file' | 'folder' | null
}

/** A flag behind the trail of its place, and what comes after it. */
export interface Valued extends Value {
  readonly trail: string
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
      path: pathOf(program.registeredArguments[0]),
    },
    ...commands.flatMap((command) => placesOf(command, `${trail} ${command.name()}`)),
  ]
}

/** The flags that take a value, place by place. */
export const valuedFlags = (places: readonly Place[]): readonly Valued[] =>
  places.flatMap(({ trail, flags }) =>
    flags.flatMap(({ word, value }) => (value === null ? [] : [{ trail: `${trail} ${word}`, ...value }])),
  )

const flagOf = (option: Option): Flag => ({
  word: option.long ?? option.short ?? '',
  about: option.description,
  value: valueAfter(option),
})

/** Reads the name of a value: `<path>`, `<folder>`, or alternatives such as `<echo|operator|path>`. */
const valueAfter = ({ required, optional, flags, argChoices }: Option): Value | null => {
  if (!required && !optional) return null
  const names = /[<[](.*?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1]?.split('|') ?? []
  const path = names.map((name) => paths[name]).find((kind) => kind !== undefined) ?? null
  const words = names.length > 1 ? names.filter((name) => paths[name] === undefined) : []
  return { choices: argChoices ?? words, path }
}

const paths: Readonly<Record<string, 'file' | 'folder'>> = {
  path: 'file',
  file: 'file',
  module: 'file',
  contract: 'file',
  folder: 'folder',
}

/** The kind of path that an argument takes; null for one that has a few words of its own to offer. */
const pathOf = (argument: Argument | undefined): Place['path'] =>
  argument === undefined || argument.argChoices !== undefined ? null : (paths[argument.name()] ?? null)

const choicesOf = (argument: Argument | undefined): readonly string[] => argument?.argChoices ?? []
