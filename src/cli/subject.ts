import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../contract/index.ts'
import { client, type MachineModule, session } from '../machines/index.ts'
import { Exit, Trouble } from './exit.ts'

/** A contract and the two machines that keep it. */
export interface Subject {
  readonly contract: Contract
  readonly client: MachineModule
  readonly server: MachineModule
  /** Where each came from, as it was given. */
  readonly names: { readonly contract: string; readonly client: string; readonly server: string }
}

export interface SubjectFlags {
  readonly contract?: string
  readonly client?: string
  readonly server?: string
}

/** The flags of a command that looks at a contract and its machines. */
export const subjectFlags = (command: Command): Command =>
  command
    .option('--contract <file>', 'a contract of your own (default: the one that runs here)')
    .option('--client <module>', 'its client: a module with machine, outcomes and prompts')
    .option('--server <module>', 'its server, likewise')

const ownContract = 'protocol/colloquy.yaml'

/** Loads what the flags name. Throws a Trouble that says what is wrong with it. */
export const loadSubject = async (flags: SubjectFlags): Promise<Subject> => {
  const isOwn = flags.contract === undefined
  if (!isOwn && (flags.client === undefined || flags.server === undefined))
    throw wrong('A contract of your own has machines of its own; give --client and --server with --contract.')
  return {
    contract:
      flags.contract === undefined ? await shipped() : await readContract(flags.contract, flags.contract),
    client: flags.client === undefined ? client : await loadMachine(flags.client),
    server: flags.server === undefined ? session : await loadMachine(flags.server),
    names: {
      contract: flags.contract ?? ownContract,
      client: flags.client ?? 'client',
      server: flags.server ?? 'session',
    },
  }
}

const shipped = (): Promise<Contract> =>
  readContract(fileURLToPath(new URL(`../${ownContract}`, import.meta.url)), ownContract)

const readContract = async (path: string, name: string): Promise<Contract> => {
  // Loaded here, since other commands start without it.
  const { formatFailure, loadContract } = await import('../contract/index.ts')
  const loaded = loadContract(textOf(path), name)
  if (E.isRight(loaded)) return loaded.right
  const [first, ...others] = loaded.left
  const more = others.length === 0 ? '' : ` And ${others.length} more.`
  throw wrong(`${first === undefined ? `${name} is no contract.` : formatFailure(first)}${more}`)
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw wrong(`The contract ${path} cannot be read (${codeOf(error)}); give a file that you may read.`)
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

const loadMachine = async (path: string): Promise<MachineModule> => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw wrong(`There is no module ${path}; give the path of a JavaScript module.`)
  const loaded = await imported(path)
  const { machine, outcomes, prompts } = loaded
  if (!isMachine(machine))
    throw missing(path, 'machine', 'a machine made by XState’s setup and createMachine')
  if (!isOutcomes(outcomes)) throw missing(path, 'outcomes', 'a list of events for each actor, by its name')
  if (!isTexts(prompts)) throw missing(path, 'prompts', 'a list of events, which may be empty')
  return { machine, outcomes, prompts }
}

const imported = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    const [why = ''] = String(error).split('\n')
    const remedy = /\.[cm]?ts$/.test(path) ? 'this Node may need it compiled to JavaScript' : 'mend it'
    throw wrong(`The module ${path} cannot be loaded (${why}); ${remedy}.`)
  }
}

/** By its looks: a module may bring an XState of its own. */
const isMachine = (value: unknown): value is MachineModule['machine'] =>
  isRecord(value) &&
  isRecord(value.root) &&
  isRecord(value.root.states) &&
  typeof value.transition === 'function'

const isOutcomes = (value: unknown): value is MachineModule['outcomes'] =>
  isRecord(value) && Object.values(value).every(isTexts)

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const missing = (path: string, name: string, what: string): Trouble =>
  wrong(`The module ${path} does not export ${name}; export ${what}.`)

const wrong = (sentence: string): Trouble => new Trouble(Exit.wrongUsage, sentence)
