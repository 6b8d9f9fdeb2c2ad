import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import {
  type AskName,
  type Challenge,
  type Denied,
  type Proof,
  type Prover,
  password,
  personName,
} from '../../index.ts'
import { nameKey } from '../../store/index.ts'
import { name as nameRule, password as passwordRule } from '../options/answers.ts'
import { askNewPassword } from '../options/ask-new-password.ts'
import { printable } from '../terminal/printable.ts'
import type { Prompts, Rule } from '../terminal/prompts.ts'

type Name = ReturnType<typeof personName>
type Password = ReturnType<typeof password>
type Way = 'Register' | 'Login'

/** A longer penalty is not waited for: the server waits for a proof 2 min at most. */
const MAX_WAIT_MS = 60_000

/** A proof that could not be checked is given again, not before this. */
const UNAVAILABLE_RETRY_MS = 1_000

/** A shorter wait is not told of. */
const MIN_TOLD_WAIT_MS = 500

/** The part of the prompts that is used. */
export type CredentialPrompts = Pick<
  Prompts,
  'texts' | 'ask' | 'askHidden' | 'choose' | 'explain' | 'release'
>

/** Credentials from the command line. */
export interface GivenCredentials {
  readonly name: string | null
  /** null: it is asked for. */
  readonly password: string | null
  readonly register: boolean
}

/** Asks a person for a name and a password where the server asks for them, and again while there are attempts left. */
export class PromptedCredentials {
  private readonly prompts: CredentialPrompts
  private readonly given: GivenCredentials
  private readonly wait: typeof untilUnwanted
  private answered: string | null = null
  /** The name that did not do. */
  private suggested: string | null = null
  private way: Way | null
  /** Whether the server asked for a name: it does not know the address. */
  private stranger = false
  /** A name that is registered, by what the server said. */
  private registered: string | null = null
  /** The last password did not do: there are other ways than the next one. */
  private offersOtherWays = false
  private toldOfClosedRegistration = false
  /** The proof that was accepted, for a connection that takes the place of the first. */
  private last: Proof | null = null
  private hasBegun = false

  /** `wait` lets so much time pass, less where nobody wants to know any more. */
  constructor(prompts: CredentialPrompts, given: GivenCredentials, wait = untilUnwanted) {
    this.prompts = prompts
    this.wait = wait
    this.given = given
    this.answered = given.name
    this.way = given.register ? 'Register' : given.password === null ? null : 'Login'
  }

  /** The name that was given last: on the command line, or at a question. */
  get toldName(): string | null {
    return this.answered
  }

  /** The conversation has begun: nothing is asked any more. Resolves when somebody else can read the terminal. */
  async begun(): Promise<void> {
    this.hasBegun = true
    await this.prompts.release()
  }

  /** Answers AskName. */
  readonly name = async (_asked: AskName, unwanted: AbortSignal): Promise<string | null> => {
    this.stranger = true
    return this.answered ?? (this.hasBegun ? null : this.askName('', unwanted))
  }

  /** Answers Challenge, once there is no token to answer with. */
  readonly prove: Prover = async (challenge, denied, unwanted) => {
    if (this.hasBegun) return this.proveAgain(denied)
    if (denied !== null && !this.heed(denied)) return null
    // Nothing was wrong with it.
    const isToBeTriedAgain = denied?.reason === 'UNAVAILABLE' && this.last !== null
    const mayTryAtMs =
      performance.now() + Math.max(denied?.retryAfterMs ?? 0, isToBeTriedAgain ? UNAVAILABLE_RETRY_MS : 0)
    const proof = isToBeTriedAgain ? this.last : await this.askProof(challenge, unwanted)
    if (proof === null) return null
    const waitMs = Math.max(0, mayTryAtMs - performance.now())
    if (waitMs > MIN_TOLD_WAIT_MS) this.prompts.explain(this.prompts.texts.waits(Math.ceil(waitMs / 1_000)))
    await this.wait(waitMs, unwanted)
    this.last = proof
    return proof
  }

  /** Asks for what is not known. */
  private async askProof(challenge: Challenge, unwanted: AbortSignal): Promise<Proof | null> {
    for (;;) {
      const name = await this.nameFor(challenge, unwanted)
      if (name === null) return null
      const way = await this.wayOf(name, challenge, unwanted)
      if (way === null) return null
      const password = await this.secret(way, name, challenge, unwanted)
      if (password === null) return null
      if (password !== OTHER_WAYS) return { type: way, name, password }
      if (!(await this.askOtherWay(name, challenge, unwanted))) return null
    }
  }

  /** Asks how to go on after a password that did not do; false: nobody says. */
  private async askOtherWay(
    name: Name,
    { registrationOpen }: Challenge,
    unwanted: AbortSignal,
  ): Promise<boolean> {
    const { texts } = this.prompts
    const again = ['again', texts.again] as const
    const register = ['register', texts.registerAs(printable(name))] as const
    const otherName = ['otherName', texts.otherName] as const
    const choices = registrationOpen ? [again, register, otherName] : [again, otherName]
    const chosen = await this.prompts.choose(texts.otherWays, choices, unwanted)
    if (E.isLeft(chosen)) return false
    if (chosen.right === 'register') this.way = 'Register'
    if (chosen.right === 'otherName') this.askNameAgain()
    return true
  }

  private askNameAgain(): void {
    this.way = null
    this.suggested = this.answered
    this.answered = null
    this.offersOtherWays = false
  }

  /** Forgets of the answers what the server did not accept; false: another try is of no use. */
  private heed({ reason, retryAfterMs }: Denied): boolean {
    if (this.given.password !== null) return reason === 'TOKEN_EXPIRED'
    switch (reason) {
      case 'NAME_TAKEN':
        this.registered = this.last?.type === 'Register' ? this.last.name : null
        this.askNameAgain()
        return true
      case 'REGISTRATION_CLOSED':
        this.way = 'Login'
        return true
      case 'TOKEN_EXPIRED':
        this.registered = this.answered
        return true
      case 'BAD_CREDENTIALS':
      case 'TOO_MANY_ATTEMPTS':
        this.offersOtherWays = true
        return retryAfterMs <= MAX_WAIT_MS
      case 'WEAK_PASSWORD':
      case 'UNAVAILABLE':
        return retryAfterMs <= MAX_WAIT_MS
      default:
        return false
    }
  }

  private proveAgain(denied: Denied | null): Proof | null {
    const { last } = this
    const mayHelp = denied === null || denied.reason === 'TOKEN_EXPIRED'
    return !mayHelp || last === null || last.type === 'Resume' ? null : { ...last, type: 'Login' }
  }

  private async nameFor(challenge: Challenge, unwanted: AbortSignal): Promise<Name | null> {
    const suggested = this.suggested ?? challenge.name
    const name = this.answered ?? (await this.askName(suggested, unwanted))
    return name === null ? null : personName(name)
  }

  /** Asks for a name; one that was suggested is the usual, if it is a name. */
  private async askName(suggested: string, unwanted: AbortSignal): Promise<string | null> {
    const fallback = nameRule(suggested)
    const answer = await this.prompts.ask(
      {
        asks: this.prompts.texts.name,
        rule: nameRule,
        ...(E.isLeft(fallback) ? {} : { fallback: fallback.right }),
      },
      unwanted,
    )
    if (E.isLeft(answer)) return null
    this.answered = answer.right
    return answer.right
  }

  /** A name that the server did not greet, nor said to be registered, is likely to be registered now. */
  private async wayOf(name: Name, challenge: Challenge, unwanted: AbortSignal): Promise<Way | null> {
    if (this.way !== null) return this.way
    const { texts } = this.prompts
    const isGreeted = !this.stranger && isSame(name, challenge.name)
    const isKnown = isGreeted || (this.registered !== null && isSame(name, this.registered))
    if (!challenge.registrationOpen) {
      if (!isKnown && !this.toldOfClosedRegistration) this.prompts.explain(texts.registrationClosed)
      this.toldOfClosedRegistration = true
      return 'Login'
    }
    const choices = [['Login', texts.logIn] as const, ['Register', texts.register] as const]
    if (!isKnown) choices.reverse()
    const chosen = await this.prompts.choose(texts.way(printable(name)), choices, unwanted)
    this.way = E.isRight(chosen) ? chosen.right : null
    return this.way
  }

  private async secret(
    way: Way,
    name: Name,
    challenge: Challenge,
    unwanted: AbortSignal,
  ): Promise<Password | OtherWays | null> {
    const { password: given } = this.given
    if (given !== null) return password(given)
    if (way === 'Login') return this.known(name, challenge, unwanted)
    const chosen = await askNewPassword(this.prompts, printable(name), unwanted)
    return E.isRight(chosen) ? chosen.right : null
  }

  private async known(
    name: Name,
    challenge: Challenge,
    unwanted: AbortSignal,
  ): Promise<Password | OtherWays | null> {
    const { texts } = this.prompts
    const shown = printable(name)
    const answer = this.offersOtherWays
      ? await this.prompts.askHidden(
          { asks: texts.passwordAgain(shown, challenge.registrationOpen), rule: orOtherWays },
          unwanted,
        )
      : await this.prompts.askHidden({ asks: texts.password(shown), rule: passwordRule }, unwanted)
    return E.isRight(answer) ? answer.right : null
  }
}

const untilUnwanted = (ms: number, unwanted: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal: unwanted }).catch(() => {})

const isSame = (one: string, other: string): boolean => nameKey(one) === nameKey(other)

/** Stands for no password at all, after one that was refused. */
const OTHER_WAYS = Symbol('other ways')
type OtherWays = typeof OTHER_WAYS

const orOtherWays: Rule<Password | OtherWays> = (answer) =>
  answer === '' ? E.right(OTHER_WAYS) : passwordRule(answer)
