import { type Command, Option } from 'commander'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import type { FileSetting } from './config-file.ts'
import { type Declarations, type Declared, isGiven, type SettingNames, texted, toggle } from './option.ts'
import { quotable } from './value-types.ts'

/** The flag of a command whose others may come from a file, too. */
export const configFile: Declared<string | undefined> = texted(
  '--config <file>',
  'a YAML file with settings, named as the flags: port: 7707; what a flag or COLLOQUY_… says counts more',
)

/** The flag of such a command that ends it before it does anything. */
export const checkConfig: Declared<boolean> = toggle('--check-config', 'check all that is given, and end')

/** Flags that are no settings: a server that has them set would never start. */
const isSetting = ({ flags }: Declared<unknown>): boolean =>
  flags !== configFile.flags && flags !== checkConfig.flags

/** The variable that a flag may be given by: `--max-sessions` is COLLOQUY_MAX_SESSIONS. */
export const variableOf = (flag: string): string => `COLLOQUY_${flag.toUpperCase().replaceAll('-', '_')}`

/**
 * Gives flags that the command line leaves out what the environment says, else what the file of `--config` says. Throws a CliError for
 * what cannot be, which names the variable, or file, line and column. What each is called then is given.
 */
export const settle =
  (environment: Readonly<Record<string, string | undefined>>) =>
  async (command: Command, flags: Declarations): Promise<SettingNames> => {
    const declared = Object.values(flags).filter(isSetting)
    const file = command.getOptionValue('config') ?? environment[variableOf('config')]
    const settings =
      typeof file === 'string' ? await settingsOf(file, declared) : new Map<string, FileSetting>()
    if (typeof file === 'string') command.setOptionValueWithSource('config', file, 'config')
    const names = new Map<string, string>()
    for (const each of declared) {
      if (isGiven(command, each)) continue
      const setting = fromEnvironment(each, environment) ?? fromFile(each, settings)
      if (setting === null) continue
      const attribute = new Option(each.flags).attributeName()
      const value = gathered(each, setting)
      if (value !== undefined) command.setOptionValueWithSource(attribute, value, setting.source)
      names.set(attribute, setting.name)
    }
    return names
  }

/** Loaded here, since most commands have no such file. */
const settingsOf = async (
  file: string,
  declared: readonly Declared<unknown>[],
): Promise<ReadonlyMap<string, FileSetting>> => {
  const { readConfigFile } = await import('./config-file.ts')
  return readConfigFile(file, declared.map(nameOf))
}

interface Setting {
  readonly values: readonly string[]
  readonly isList: boolean
  readonly source: 'env' | 'config'
  /** Its name in a sentence. */
  readonly name: string
}

const nameOf = ({ flags }: Declared<unknown>): string => (new Option(flags).long ?? flags).replace(/^--/, '')

const fromEnvironment = (
  declared: Declared<unknown>,
  environment: Readonly<Record<string, string | undefined>>,
): Setting | null => {
  const name = variableOf(nameOf(declared))
  const value = environment[name]
  // One that is set but empty counts as not set.
  if (value === undefined || value === '') return null
  const { isRepeatable } = declared
  const values = isRepeatable ? value.split(',').map((one) => one.trim()) : [value]
  return { values, isList: isRepeatable, source: 'env', name }
}

const fromFile = (
  declared: Declared<unknown>,
  settings: ReadonlyMap<string, FileSetting>,
): Setting | null => {
  const key = nameOf(declared)
  const found = settings.get(key)
  return found === undefined
    ? null
    : { values: found.values, isList: found.isList, source: 'config', name: `${found.place}: ${key}` }
}

const TRUE = ['true', '1', 'yes', 'on']
const FALSE = ['false', '0', 'no', 'off']

/** The value as the parser of the command line would have gathered it; undefined: as if it were not given. */
const gathered = (
  { flags, isRepeatable, implied }: Declared<unknown>,
  { values, isList, name }: Setting,
): string | boolean | readonly string[] | undefined => {
  if (isRepeatable) return values
  const [value = ''] = values
  const hasValue = implied !== undefined || flags.includes('<')
  if (isList) throw badSetting(name, values.join(','), !hasValue)
  if (hasValue && implied === undefined) return value
  const word = value.toLowerCase()
  if (FALSE.includes(word)) return undefined
  if (TRUE.includes(word)) return implied ?? !flags.startsWith('--no-')
  if (hasValue) return value
  throw badSetting(name, value, true)
}

const badSetting = (name: string, value: string, isToggle: boolean): CliError =>
  new CliError(Exit.wrongUsage, (say) =>
    say.badValue(name, quotable(value), isToggle ? say.must.trueOrFalse : say.must.oneValue),
  )
