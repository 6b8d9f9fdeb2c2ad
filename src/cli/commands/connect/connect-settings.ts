import { resolve } from 'node:path'
import type { Observer } from '../../../index.ts'
import type { Deadline } from '../../client/deadline.ts'
import { PromptedCredentials } from '../../client/prompted-credentials.ts'
import type { ConnectSettings } from '../../client/talker.ts'
import type { SpokenContract } from '../../files/spoken-contract.ts'
import { tokenFile } from '../../files/token-file.ts'
import { TokenStore, type TokenStoreOptions } from '../../files/token-store.ts'
import type { Phrase } from '../../i18n/errors.ts'
import type { CompletedEndpoint } from '../../options/endpoint.ts'
import type { Person } from '../../options/person.ts'
import { socketPath } from '../../options/server-address.ts'
import type { Prompts } from '../../terminal/prompts.ts'
import { agent } from '../../version.ts'
import { knownServerOf, tlsOf } from '../connect-channel.ts'
import { hasSessionWork } from '../own-sessions.ts'
import type { ConnectFlags } from './options.ts'
import type { Purpose } from './purpose.ts'

/** A server and a person, as the command line says, and who is asked for the rest. */
export interface Given {
  readonly endpoint: CompletedEndpoint
  readonly flags: ConnectFlags
  readonly person: Person
  readonly spoken: SpokenContract | null
  /** Null: nobody is asked. */
  readonly prompts: Prompts | null
}

/** Bounds of the wait for a connection, and who hears what is wrong meanwhile. */
interface Waiting {
  readonly deadline: Deadline | null
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal
  readonly complain: (phrase: Phrase) => void
}

/** The settings of a connection, and what the person is asked on it; null: nobody is asked. */
interface Connecting {
  readonly settings: Omit<ConnectSettings, 'ended' | 'log'>
  readonly asked: PromptedCredentials | null
}

/** Makes the settings of a connection: where, over what, as whom. Throws a CliError for a file that cannot be used. */
export const connectSettings = async (
  { endpoint, flags, person, spoken, prompts }: Given,
  purpose: Purpose,
  { deadline, signal, complain }: Waiting,
): Promise<Connecting> => {
  const { host, port, overTls } = endpoint
  const { name, password } = person
  const { register } = flags
  const path = socketPath(host)
  const tls = tlsOf(flags, overTls)
  const knownServer = knownServerOf(flags, `${host}:${port}`, prompts, complain)
  const tokens = tokenStore(flags, {
    // A token of the one is no token of the other.
    server:
      path !== null ? `unix:${resolve(path)}` : tls === null ? `${host}:${port}` : `tls:${host}:${port}`,
    complain,
    unwanted: signal,
  })
  const asked = prompts === null ? null : new PromptedCredentials(prompts, { name, password, register })
  // A kept token is an offer; a password, --register, both kinds of --logout, and what is asked of sessions insist on a proof.
  const requireProof =
    password !== null || register || purpose.logout !== null || hasSessionWork(purpose.work)
  if (!requireProof) tokens?.check()
  const observer = await recorderOf(flags, spoken, complain)
  const unhurried = <Asked extends readonly unknown[], A>(ask: (...asked: Asked) => Promise<A>) =>
    deadline === null ? ask : (...asked: Asked): Promise<A> => deadline.hold(ask(...asked))
  return {
    asked,
    settings: {
      ...(path === null ? { host, port } : { path }),
      agent,
      connectWithinMs: purpose.timeoutMs,
      tls: tls ?? false,
      knownServer: { known: knownServer.known, trust: unhurried(knownServer.trust) },
      ...(asked !== null ? { name: unhurried(asked.name) } : name === null ? {} : { name }),
      credentials: {
        ...(name === null ? {} : { name }),
        ...(password === null ? {} : { password }),
        ...(tokens === null ? {} : { tokens }),
        ...(asked === null ? {} : { prover: unhurried(asked.prove) }),
        register,
      },
      requireProof,
      insecurePassword: flags.insecurePassword,
      ...(observer === null ? {} : { observer }),
      signal,
      ...(deadline === null ? {} : { abandon: deadline.abandon }),
    },
  }
}

const recorderOf = async (
  { record }: ConnectFlags,
  spoken: SpokenContract | null,
  complain: (phrase: Phrase) => void,
): Promise<Observer | null> => {
  if (record === undefined) return null
  const { recordIntoFile } = await import('../recording/record.ts')
  return recordIntoFile(record, complain, spoken?.contract)
}

const tokenStore = (
  { tokens, noTokens }: ConnectFlags,
  around: Omit<TokenStoreOptions, 'file' | 'isChosen'>,
): TokenStore | null => {
  if (noTokens) return null
  const isChosen = tokens !== undefined
  const file = tokens ?? tokenFile(around.complain)
  return file === null ? null : new TokenStore({ ...around, file, isChosen })
}
