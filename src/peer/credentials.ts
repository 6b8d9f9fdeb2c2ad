import * as E from 'fp-ts/lib/Either.js'
import { Password, PersonName, Token } from '../../protocol/generated/io.ts'
import type { Challenge, Denied, Login, Register, Resume } from '../../protocol/generated/messages.ts'
import { ColloquyError } from './error.ts'

/** What answers a Challenge. */
export type Proof = Register | Login | Resume

/** Answers a Challenge; null gives up. `denied` is what the server said of the last proof on this connection. */
export type Prover = (challenge: Challenge, denied: Denied | null) => Promise<Proof | null>

/** Where a client keeps its token, in the manner of a cookie. */
export interface TokenKeeper {
  /** Takes the token, and keeps everybody else from it until `release`. */
  take(): Promise<TakenToken>
}

/** A token that is held by one client. */
export interface TakenToken {
  readonly token: string | null
  /** Stores the token that came instead, before it is relied on. */
  keep(token: string): Promise<void>
  forget(): Promise<void>
  release(): Promise<void>
}

/** Who somebody is, and how it is proven. */
export interface Credentials {
  /** 1 to 64 bytes. */
  readonly name: string
  /** 1 to 256 bytes; a function is asked only when no token is good any more. */
  readonly password?: string | (() => Promise<string | null>)
  /** Registers the name instead of logging in. */
  readonly register?: boolean
  readonly tokens?: TokenKeeper
}

const checked = <A>(decoded: E.Either<unknown, A>, what: string, remedy: string): A => {
  if (E.isLeft(decoded))
    throw new ColloquyError({ code: 'MALFORMED_MESSAGE', path: what }, `That is no ${what}: ${remedy}`)
  return decoded.right
}

/** A name, if it is one. Throws a ColloquyError that does not repeat it. */
export const personName = (name: string): PersonName =>
  checked(
    PersonName.decode(name),
    'name',
    'give 1 to 64 bytes of UTF-8 in NFC, without control characters and without space at either end.',
  )

/** A password, if it can be one. Throws a ColloquyError that does not repeat it. */
export const password = (secret: string): Password =>
  checked(Password.decode(secret), 'password', 'give 1 to 256 bytes of UTF-8.')

/** Proves with a token first, while there is one, then with the password, once. */
export class CredentialsProver {
  private readonly credentials: Credentials
  private taken: TakenToken | null = null
  private triedPassword = false

  constructor(credentials: Credentials) {
    this.credentials = credentials
  }

  /** A new connection: everything may be tried again. */
  begin(): void {
    this.triedPassword = false
  }

  readonly prove: Prover = async (_challenge, denied) => {
    const { tokens, name, register = false } = this.credentials
    if (denied?.reason === 'TOKEN_EXPIRED') await this.forget()
    else if (denied !== null) return null
    if (this.taken === null && tokens !== undefined) this.taken = await tokens.take()
    const token = this.taken?.token ?? null
    if (denied === null && token !== null && !register) {
      const decoded = Token.decode(token)
      if (E.isRight(decoded)) return { type: 'Resume', token: decoded.right, received: 0 }
    }
    if (this.triedPassword) return null
    this.triedPassword = true
    const secret = await this.secret()
    if (secret === null) return null
    return { type: register ? 'Register' : 'Login', name: personName(name), password: password(secret) }
  }

  /** The proof was accepted: keeps the token that came with it. */
  async granted(token: string): Promise<void> {
    await this.taken?.keep(token)
    await this.release()
  }

  /** The token is good for nothing any more. */
  async forget(): Promise<void> {
    const { tokens } = this.credentials
    if (this.taken !== null) return this.taken.forget()
    const taken = await tokens?.take()
    await taken?.forget()
    await taken?.release()
  }

  async release(): Promise<void> {
    const { taken } = this
    this.taken = null
    await taken?.release()
  }

  private secret(): Promise<string | null> {
    const { password } = this.credentials
    if (password === undefined) return Promise.resolve(null)
    return typeof password === 'string' ? Promise.resolve(password) : password()
  }
}
