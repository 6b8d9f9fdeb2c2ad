import { setTimeout as pause } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { preparePassword } from '../../auth/index.ts'
import {
  type AskName,
  type Challenge,
  type Denied,
  type Proof,
  type Prover,
  password,
  personName,
} from '../../index.ts'
import { printable } from '../printable.ts'
import type { Prompts } from './prompts.ts'
import { name as nameRule, newPassword, password as passwordRule } from './rules.ts'

type Name = ReturnType<typeof personName>
type Password = ReturnType<typeof password>
type Way = 'Register' | 'Login'

/** A longer penalty is not waited for: the server waits for a proof 2 min at most. */
const MOST_WAIT_MS = 60_000

/** What the command line says of the person. */
export interface Given {
  readonly name: string | null
  /** null: it is asked for. */
  readonly password: string | null
  readonly register: boolean
}

/** Asks a person for a name and a password where the server asks for them, and again while there are attempts left. */
export class PromptedProver {
  private readonly prompts: Prompts
  private readonly given: Given
  private answered: string | null = null
  /** The answer that did not do. */
  private suggested: string | null = null
  private way: Way | null
  /** Whether the server asked for a name: it does not know the address. */
  private stranger = false
  /** The proof that was accepted, for a connection that takes the place of the first. */
  private last: Proof | null = null
  private hasBegun = false

  constructor(prompts: Prompts, given: Given) {
    this.prompts = prompts
    this.given = given
    this.way = given.register ? 'Register' : given.password === null ? null : 'Login'
  }

  /** The conversation has begun: nothing is asked any more. Resolves when somebody else can read the terminal. */
  async begun(): Promise<void> {
    this.hasBegun = true
    await this.prompts.release()
  }

  /** Answers AskName. */
  readonly name = async (_asked: AskName, unwanted: AbortSignal): Promise<string | null> => {
    this.stranger = true
    return this.given.name ?? this.answered ?? (this.hasBegun ? null : this.askName('', unwanted))
  }

  /** Answers Challenge, once there is no token to answer with. */
  readonly prove: Prover = async (challenge, denied, unwanted) => {
    if (this.hasBegun) return this.proveAgain(denied)
    const mayTryAtMs = performance.now() + (denied?.retryAfterMs ?? 0)
    if (denied !== null && !this.heed(denied)) return null
    const name = await this.nameFor(challenge, unwanted)
    if (name === null) return null
    const way = await this.wayOf(name, challenge, denied, unwanted)
    if (way === null) return null
    const secret = await this.secret(way, name, unwanted)
    if (secret === null) return null
    const waitMs = Math.min(Math.max(0, mayTryAtMs - performance.now()), MOST_WAIT_MS)
    await pause(waitMs, undefined, { signal: unwanted }).catch(() => {})
    this.last = { type: way, name, password: secret }
    return this.last
  }

  /** Forgets of the answers what the server did not accept; false: another try is of no use. */
  private heed({ reason, retryAfterMs }: Denied): boolean {
    if (this.given.password !== null) return reason === 'TOKEN_EXPIRED'
    switch (reason) {
      case 'NAME_TAKEN':
        this.way = null
        this.suggested = this.answered
        this.answered = null
        return true
      case 'REGISTRATION_CLOSED':
        this.way = 'Login'
        return true
      case 'BAD_CREDENTIALS':
      case 'WEAK_PASSWORD':
      case 'TOKEN_EXPIRED':
      case 'UNAVAILABLE':
      case 'TOO_MANY_ATTEMPTS':
        return retryAfterMs <= MOST_WAIT_MS
      case 'INSECURE_CHANNEL':
        return false
      default:
        return reason satisfies never
    }
  }

  private proveAgain(denied: Denied | null): Proof | null {
    const { last } = this
    const mayHelp = denied === null || denied.reason === 'TOKEN_EXPIRED'
    return !mayHelp || last === null || last.type === 'Resume' ? null : { ...last, type: 'Login' }
  }

  private async nameFor(challenge: Challenge, unwanted: AbortSignal): Promise<Name | null> {
    const suggested = this.suggested ?? challenge.name
    const name = this.given.name ?? this.answered ?? (await this.askName(suggested, unwanted))
    return name === null ? null : personName(name)
  }

  /** Asks for a name; one that was suggested is the usual, if it is a name. */
  private async askName(suggested: string, unwanted: AbortSignal): Promise<string | null> {
    const usual = nameRule(suggested)
    const answer = await this.prompts.ask(
      { asks: this.prompts.texts.name, rule: nameRule, ...(E.isLeft(usual) ? {} : { usual: usual.right }) },
      unwanted,
    )
    if (E.isLeft(answer)) return null
    this.answered = answer.right
    return answer.right
  }

  /** Whoever is new here is likely to register. */
  private async wayOf(
    name: Name,
    { registrationOpen }: Challenge,
    denied: Denied | null,
    unwanted: AbortSignal,
  ): Promise<Way | null> {
    if (this.way !== null) return this.way
    if (!registrationOpen) return 'Login'
    const { texts } = this.prompts
    const choices = [['Login', texts.logIn] as const, ['Register', texts.register] as const]
    if (this.stranger && denied === null) choices.reverse()
    const chosen = await this.prompts.choose(texts.way(printable(name)), choices, unwanted)
    this.way = E.isRight(chosen) ? chosen.right : null
    return this.way
  }

  private async secret(way: Way, name: Name, unwanted: AbortSignal): Promise<Password | null> {
    const { password: given } = this.given
    if (given !== null) return password(given)
    return way === 'Register' ? this.chosen(name, unwanted) : this.known(name, unwanted)
  }

  private async known(name: Name, unwanted: AbortSignal): Promise<Password | null> {
    const asks = this.prompts.texts.password(printable(name))
    const answer = await this.prompts.askHidden({ asks, rule: passwordRule }, unwanted)
    return E.isRight(answer) ? answer.right : null
  }

  /** A new password, twice. */
  private async chosen(name: Name, unwanted: AbortSignal): Promise<Password | null> {
    const { texts } = this.prompts
    const asks = texts.newPassword(printable(name))
    for (;;) {
      const first = await this.prompts.askHidden({ asks, rule: newPassword }, unwanted)
      if (E.isLeft(first)) return null
      const second = await this.prompts.askHidden({ asks: texts.samePassword, rule: passwordRule }, unwanted)
      if (E.isLeft(second)) return null
      if (preparePassword(first.right) === preparePassword(second.right)) return first.right
      this.prompts.explain(texts.must.samePassword)
    }
  }
}
