import { realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../../../contract/index.ts'
import type { MachineModule } from '../../../engine/index.ts'
import {
  isSteppableVersion,
  MIN_XSTATE_VERSION,
  unsteppableVersions,
} from '../../../engine/xstate-version.ts'
import { clientMachine, serverMachine } from '../../../machines/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { loadContractFile } from '../../files/load-contract.ts'
import { callModule, type LoadFailure, loadModule } from '../../files/load-module.ts'
import { packageFile } from '../../files/package-file.ts'
import type { Phrase } from '../../i18n/errors.ts'
import { texted } from '../../options/option.ts'

/** A contract and the two machines that keep it. */
export interface LoadedMachines {
  readonly contract: Contract
  readonly client: MachineModule
  readonly server: MachineModule
  /** Where each came from, as it was given. */
  readonly names: { readonly contract: string; readonly client: string; readonly server: string }
}

/** The flags of a command that looks at a contract and its machines. */
export const machineOptions = {
  contract: texted('--contract <file>', 'a contract of your own (default: the one that runs here)'),
  client: texted('--client <module>', 'its client: a module with machine, outcomes and prompts'),
  server: texted('--server <module>', 'its server, likewise'),
}

/** A contract that may be given as a word or as a flag. Throws a CliError where it is given as both. */
export const givenOnce = (word: string | undefined, flag: string | undefined): string | undefined => {
  if (word !== undefined && flag !== undefined) throw wrong((say) => say.givenTwice('contract', word, flag))
  return word ?? flag
}

/** More cannot be drawn in a few seconds. */
const MAX_STATES = 1_000

const OWN_CONTRACT = 'protocol/talk.yaml'

/** Loads what the flags name. Throws a CliError that says what is wrong with it. */
export const loadMachines = async (
  flags: { readonly [Flag in keyof typeof machineOptions]: string | undefined },
): Promise<LoadedMachines> => {
  const contract =
    flags.contract === undefined ? await shippedContract() : await loadContractFile(flags.contract)
  // On the base the machines are made from the contract.
  if (contract.base === null && (flags.client === undefined || flags.server === undefined))
    throw wrong((say) => say.ownMachines)
  const { tablesOf } = await import('../../../codegen/index.ts')
  return {
    contract,
    client: flags.client === undefined ? clientMachine(tablesOf(contract)) : await loadMachine(flags.client),
    server: flags.server === undefined ? serverMachine(tablesOf(contract)) : await loadMachine(flags.server),
    names: {
      contract: flags.contract ?? OWN_CONTRACT,
      client: flags.client ?? 'client',
      server: flags.server ?? 'server',
    },
  }
}

/** The contract that runs here. */
export const shippedContract = (): Promise<Contract> =>
  loadContractFile(packageFile(OWN_CONTRACT), OWN_CONTRACT)

const loadMachine = async (path: string): Promise<MachineModule> => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw wrong((say) => say.noMachineFile(path))
  const loaded = await imported(path)
  const { machine, outcomes, prompts } = loaded
  if (!isMachine(machine)) throw isOfXState4(machine) ? ofOtherXState(path, '4.x') : lacking(path, 'machine')
  if (!isLists(outcomes)) throw lacking(path, 'outcomes')
  if (!isTexts(prompts)) throw lacking(path, 'prompts')
  if (statesBelow(machine.root) > MAX_STATES) throw wrong((say) => say.machineTooLarge(path, MAX_STATES))
  const versions = unsteppableVersions(machine)
  if (versions !== null) throw ofOtherXState(path, versions)
  const names = callModule(() => resolveNames(machine.root))
  if (E.isLeft(names)) throw unloaded(path, names.left)
  return { machine, outcomes, prompts, ...optionsIn(path, loaded) }
}

/** Of what a module may leave out, what it exports. */
const optionsIn = (
  path: string,
  { heartbeatMs, means, does, allowed }: Readonly<Record<string, unknown>>,
): Partial<MachineModule> => {
  if (heartbeatMs !== undefined && !isTime(heartbeatMs)) throw lacking(path, 'heartbeatMs')
  if (means !== undefined && !isLists(means)) throw lacking(path, 'means')
  if (does !== undefined && !isLists(does)) throw lacking(path, 'does')
  if (allowed !== undefined && !isLists(allowed)) throw lacking(path, 'allowed')
  return {
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    ...(means === undefined ? {} : { means }),
    ...(does === undefined ? {} : { does }),
    ...(allowed === undefined ? {} : { allowed }),
  }
}

/** Looks at what XState holds back until then: it throws where a state is named that is not there. */
const resolveNames = ({ initial, states }: MachineModule['machine']['root']): number =>
  Object.values(states).reduce((looked, state) => looked + resolveNames(state), Number(initial !== undefined))

const statesBelow = ({ states }: MachineModule['machine']['root']): number =>
  Object.values(states).reduce((sum, state) => sum + 1 + statesBelow(state), 0)

const imported = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
  const loaded = await loadModule(path)
  if (E.isRight(loaded)) return loaded.right
  const other = /['"]xstate['"]/.test(loaded.left.why) ? otherXStateOf(path) : null
  throw other === null ? unloaded(path, loaded.left) : ofOtherXState(path, other)
}

const unloaded = (path: string, { why, place }: LoadFailure): CliError => {
  const step = /Cannot find package /.test(why) ? 'install' : /\.[cm]?ts$/.test(path) ? 'compile' : 'mend'
  // XState finds what is wrong in a machine, and is not what is to be mended.
  const own = place?.includes('node_modules') === true ? null : place
  return wrong((say) => say.machineUnloaded(path, why, own, step))
}

/** The XState that a module finds, where its machines are of no use here; null: there is none, or it is right. */
const otherXStateOf = (path: string): string | null => {
  try {
    const { version }: { readonly version?: unknown } = createRequire(realpathSync(path))(
      'xstate/package.json',
    )
    return typeof version === 'string' &&
      /^\d+\.\d+\.[\w.+-]{1,64}$/.test(version) &&
      !isSteppableVersion(version)
      ? version
      : null
  } catch {
    return null
  }
}

/** `versions` are those that a machine can be of, as far as it tells. */
const ofOtherXState = (path: string, versions: string): CliError =>
  wrong((say) => say.machineOfOtherXState(path, otherXStateOf(path) ?? versions, MIN_XSTATE_VERSION))

/** A machine of XState 4 has no root below it that could be looked at. */
const isOfXState4 = (value: unknown): boolean => isRecord(value) && value.__xstatenode === true

/** By its looks: a module may bring an XState of its own. */
const isMachine = (value: unknown): value is MachineModule['machine'] =>
  isRecord(value) &&
  isRecord(value.root) &&
  isRecord(value.root.states) &&
  typeof value.transition === 'function'

const isLists = (value: unknown): value is Readonly<Record<string, readonly string[]>> =>
  isRecord(value) && Object.values(value).every(isTexts)

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const lacking = (path: string, name: keyof MachineModule): CliError =>
  wrong((say) => say.machineLacks(path, name))

const wrong = (phrase: Phrase): CliError => new CliError(Exit.wrongUsage, phrase)
