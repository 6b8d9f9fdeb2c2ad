import * as E from 'fp-ts/lib/Either.js'
import { bounds } from '../../protocol/base/contract.ts'
import { LoginJson, Password, PersonName, RegisterJson, ResumeJson, Token } from '../../protocol/base/io.ts'
import type { Challenge, Denied, Login, Register, Resume } from '../../protocol/base/messages.ts'
import { aText, having, is } from '../arguments.ts'
import { ColloquyError } from '../engine/errors.ts'

/** The answer to a Challenge. */
export type Proof = Register | Login | Resume

/** Checks the proof of a prover, who may give anything where there are no types. Throws a ColloquyError that does not repeat it. */
export const checkedProof = (given: Proof): Proof => {
  if (RegisterJson.is(given) || LoginJson.is(given) || ResumeJson.is(given)) return given
  throw new ColloquyError(
    { code: 'MALFORMED_MESSAGE', path: 'proof' },
    'The prover gave no proof: let it give a whole Register, Login or Resume, or null.',
  )
}

/**
 * Answers a Challenge; null gives up. `denied` is what the server said of the last proof on this connection. `unwanted`
 * aborts when the answer is not wanted any more: a question that is shown for it can be taken away.
 */
export type Prover = (
  challenge: Challenge,
  denied: Denied | null,
  unwanted: AbortSignal,
) => Promise<Proof | null>

/** Where a client keeps its token, in the manner of a cookie. */
export interface TokenKeeper {
  /** Takes the token of a name, and keeps everybody else from it until `release`. */
  take(name: string): Promise<TakenToken>
}

/** A token that is held by one client. */
export interface TakenToken {
  readonly token: string | null
  /** Stores the token that came instead, before it is relied on. */
  keep(token: string): Promise<void>
  /** Keeps none: it is good for nothing any more. */
  forget(): Promise<void>
  /** Lets others have it. */
  release(): Promise<void>
}

/** A name, and how it is proven. */
export interface Credentials {
  /** 1 to 64 bytes; the name that the server suggests unless given. */
  readonly name?: string
  /** 1 to 256 bytes; a function is asked only when no token is good any more. */
  readonly password?: string | ((unwanted: AbortSignal) => Promise<string | null>)
  /** Registers the name instead of logging in. */
  readonly register?: boolean
  /** Kept for as long as the client lives unless given, so that a conversation goes on after a connection that broke off. */
  readonly tokens?: TokenKeeper
  /** Is asked in place of the password, and again after each denial. */
  readonly prover?: Prover
}

const bytes = ({ minBytes, maxBytes }: typeof bounds.PersonName | typeof bounds.Password): string =>
  `${minBytes} to ${maxBytes} bytes`
/**
 * Whether somebody with these credentials insists on proving who they are: with a password, a registration or a prover.
 * A name proves nothing, and tokens that were kept are an offer.
 */
export const demandsProof = (credentials: Credentials | Prover): boolean =>
  typeof credentials === 'function' ||
  credentials.password !== undefined ||
  credentials.register === true ||
  credentials.prover !== undefined

const checked = <A>(decoded: E.Either<unknown, A>, what: string, remedy: string): A => {
  if (E.isLeft(decoded))
    throw new ColloquyError({ code: 'MALFORMED_MESSAGE', path: what }, `That is no ${what}: ${remedy}`)
  return decoded.right
}

/** A name, if it is one. Throws a ColloquyError that does not repeat it. */
export const personName = (name: string): PersonName => {
  aText('name', name)
  return checked(
    PersonName.decode(name),
    'name',
    `give ${bytes(bounds.PersonName)} of UTF-8 in NFC, without control or invisible characters and without space at either end.`,
  )
}

/** A password, if it can be one. Throws a ColloquyError that does not repeat it. */
export const password = (secret: string): Password => {
  aText('secret', secret)
  return checked(Password.decode(secret), 'password', `give ${bytes(bounds.Password)} of UTF-8.`)
}

const aTakenToken = having('an object with keep, forget and release', 'keep', 'forget', 'release')
const aSecret = is('a text, or null', (value) => value === null || typeof value === 'string')

/** Keeps the token of one client for as long as that lives. */
const keptInMemory = (): TokenKeeper => {
  let kept: { readonly name: string; readonly token: string } | null = null
  return {
    take: async (name) => ({
      token: kept?.name === name ? kept.token : null,
      keep: async (token) => {
        kept = { name, token }
      },
      forget: async () => {
        kept = null
      },
      release: async () => {},
    }),
  }
}

/** Proves with a token first, while there is one, then with the password, once. */
export class CredentialsProver {
  private readonly credentials: Credentials
  private readonly tokens: TokenKeeper
  /** Held from reading the token until the one that replaces it is stored. */
  private taken: TakenToken | null = null
  private name = ''
  private triedPassword = false
  private registered = false
  /** Connections so far: what was waited for on an earlier one comes too late. */
  private round = 0

  constructor(credentials: Credentials) {
    this.credentials = credentials
    this.tokens = credentials.tokens ?? keptInMemory()
  }

  /** A new connection: everything may be tried again. */
  begin(): void {
    this.triedPassword = false
    this.round += 1
  }

  readonly prove: Prover = async (challenge, denied, unwanted) => {
    const { prover } = this.credentials
    const register = this.credentials.register === true && !this.registered
    this.name = this.credentials.name ?? challenge.name
    if (this.name === '') return prover?.(challenge, denied, unwanted) ?? null
    if (denied === null && !register) {
      const { round } = this
      const token = await this.take()
      if (round !== this.round) return null
      if (token !== null) return { type: 'Resume', token, received: 0 }
    } else if (denied?.reason === 'TOKEN_EXPIRED') await this.forget()
    else if (denied !== null && prover === undefined) return null
    // Nobody is kept waiting for a token that does not exist while a password is asked for.
    await this.release()
    if (prover !== undefined) return prover(challenge, denied, unwanted)
    if (this.triedPassword) return null
    this.triedPassword = true
    const secret = await this.secret(unwanted)
    if (secret === null) return null
    return { type: register ? 'Register' : 'Login', name: personName(this.name), password: password(secret) }
  }

  /** The proof was accepted: stores the token that came with it. */
  async granted(name: string, token: string): Promise<void> {
    this.name = name
    this.registered = true
    if (this.taken === null) await this.take()
    try {
      await this.taken?.keep(token)
    } finally {
      await this.release()
    }
  }

  /** The token is good for nothing any more. */
  async forget(): Promise<void> {
    if (this.taken === null) await this.take()
    await this.taken?.forget()
    await this.release()
  }

  async release(): Promise<void> {
    const { taken } = this
    this.taken = null
    await taken?.release()
  }

  private async take(): Promise<Token | null> {
    const { round } = this
    const taken = await this.tokens.take(this.name)
    aTakenToken('The answer of tokens.take', taken)
    if (round !== this.round) {
      await taken.release()
      return null
    }
    this.taken = taken
    const token = Token.decode(this.taken?.token)
    return E.isRight(token) ? token.right : null
  }

  private async secret(unwanted: AbortSignal): Promise<string | null> {
    const { password } = this.credentials
    const secret = typeof password === 'function' ? await password(unwanted) : (password ?? null)
    aSecret('password', secret)
    return secret
  }
}
