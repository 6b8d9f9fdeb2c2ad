import { Argument, type Command, Option } from 'commander'
import { readValue, text, type ValueType } from './value-types.ts'

/**
 * A flag or an argument, declared once: parsing, `--help`, completion and the check of its value follow from it. `A` is
 * what a command gets.
 */
export interface Declared<A> {
  /** As the help writes it, such as `--port <port>` or `[what]`. The name of the value says whether it is a path. */
  readonly flags: string
  readonly about: string
  readonly choices: readonly string[] | undefined
  /** Stands for what is not given, and in the help. */
  readonly fallback: string | undefined
  /** Stands for the value where the flag is given without one; it needs one unless given. */
  readonly implied?: string
  readonly isRepeatable: boolean
  /** Taken, but neither in the help nor completed: the former name of another. */
  readonly isHidden?: boolean
  /** Reads what the parser gathered. Throws a CliError that names the flag. */
  readonly read: (flag: string, given: unknown) => A
}

export type Declarations = Readonly<Record<string, Declared<unknown>>>

/** Names for sentences of flags that do not stand on the command line, by the attribute that the parser keeps it under. */
export type SettingNames = ReadonlyMap<string, string>

/** The values that a command gets of its declarations. */
export type Values<D extends Declarations> = { readonly [Key in keyof D]: ReturnType<D[Key]['read']> }

interface Valued {
  <A>(flags: string, about: string, type: ValueType<A>): Declared<A | undefined>
  <A>(flags: string, about: string, type: ValueType<A>, fallback: string): Declared<A>
}

/** A flag or an argument with a value. `fallback` is what it is where nothing is given. */
export const valued: Valued = <A>(
  flags: string,
  about: string,
  type: ValueType<A>,
  fallback?: string,
): Declared<A | undefined> => ({
  flags,
  about,
  choices: type.choices,
  fallback,
  isRepeatable: false,
  // The negative form of a flag leaves a boolean.
  read: (flag, given) => (typeof given === 'string' ? readValue(flag, given, type) : undefined),
})

/** A flag whose value may be left out: then it is `implied`. */
export const impliable = <A>(
  flags: string,
  about: string,
  type: ValueType<A>,
  implied: string,
): Declared<A | undefined> => ({ ...valued(flags, about, type), implied })

/** A flag with a text that may be given several times. */
export const repeatable = (
  flags: string,
  about: string,
  type: ValueType<string> = text,
): Declared<readonly string[]> => ({
  flags,
  about,
  choices: undefined,
  fallback: undefined,
  isRepeatable: true,
  read: (flag, given) => (Array.isArray(given) ? given.map((one) => readValue(flag, one, type)) : []),
})

/** The former name of a flag. */
export const alias = <A>(flags: string, declared: Declared<A>): Declared<A> => ({
  ...declared,
  flags,
  isHidden: true,
})

/** A flag without a value: true where it is given. One that begins with `--no-` is true where it is given, too. */
export const toggle = (flags: string, about: string): Declared<boolean> => ({
  flags,
  about,
  choices: undefined,
  fallback: undefined,
  isRepeatable: false,
  read: (_flag, given) => given === !flags.startsWith('--no-'),
})

/** Any text. */
export const texted = (flags: string, about: string): Declared<string | undefined> =>
  valued(flags, about, text)

/** An argument that the parser refuses to be without. */
export const required = <A>(flags: string, about: string, type: ValueType<A>): Declared<A> => ({
  ...valued(flags, about, type),
  read: (flag, given) => readValue(flag, String(given), type),
})

/**
 * Gives a command its arguments and its flags, in the order in which its help lists them, and what it does with what is
 * given. What is wrong with a value is thrown as a CliError before `run` is called. `settle` may give flags that are left out a
 * value from elsewhere.
 */
export const define = <Words extends Declarations, Flags extends Declarations>(
  command: Command,
  words: Words,
  flags: Flags,
  run: (words: Values<Words>, flags: Values<Flags>, command: Command) => unknown,
  settle?: (command: Command, flags: Declarations) => Promise<SettingNames>,
): Command => {
  for (const declared of Object.values(words)) command.addArgument(argumentOf(declared))
  for (const declared of Object.values(flags)) command.addOption(optionOf(declared))
  return command.action(async () => {
    const names = await settle?.(command, flags)
    await run(readWords(command, words), readFlags(command, flags, names), command)
  })
}

const optionOf = (declared: Declared<unknown>): Option => {
  const { flags, about, choices, fallback, implied, isRepeatable, isHidden = false } = declared
  const option = new Option(flags, about).hideHelp(isHidden)
  if (choices !== undefined) option.choices(choices)
  if (fallback !== undefined) option.default(fallback)
  if (implied !== undefined) option.preset(implied)
  // Values are checked when they are read: a refusal is in the language of the command line.
  return isRepeatable
    ? option.argParser((given: string, before: readonly string[] = []) => [...before, given])
    : option.argParser((given: string) => given)
}

const argumentOf = ({ flags, about, choices, fallback }: Declared<unknown>): Argument => {
  const argument = new Argument(flags, about)
  if (choices !== undefined) argument.choices(choices)
  if (fallback !== undefined) argument.default(fallback)
  return argument.argParser((given: string) => given)
}

const readFlags = <D extends Declarations>(
  command: Command,
  declared: D,
  names: SettingNames = new Map(),
): Values<D> =>
  readAll(declared, ({ flags }) => {
    const option = new Option(flags)
    const attribute = option.attributeName()
    return [names.get(attribute) ?? option.long ?? flags, command.getOptionValue(attribute)]
  })

const readWords = <D extends Declarations>(command: Command, declared: D): Values<D> => {
  const given: readonly unknown[] = command.processedArgs
  const all = Object.values(declared)
  return readAll(declared, (each) => [each.flags.replace(/[<>[\]]/g, ''), given[all.indexOf(each)]])
}

const readAll = <D extends Declarations>(
  declared: D,
  given: (each: Declared<unknown>) => readonly [name: string, given: unknown],
): Values<D> =>
  // Each value is what its own declaration reads.
  Object.fromEntries(
    Object.entries(declared).map(([key, each]) => [key, each.read(...given(each))]),
  ) as Values<D>

const GIVEN: readonly (string | undefined)[] = ['cli', 'env', 'config']

/** Whether a flag was given: on the command line, by the environment or a file. */
export const isGiven = (command: Command, { flags }: Declared<unknown>): boolean => {
  const option = new Option(flags)
  const attribute = option.attributeName()
  return (
    GIVEN.includes(command.getOptionValueSource(attribute)) &&
    option.negate === (command.getOptionValue(attribute) === false)
  )
}
