import { bounds } from '../../protocol/base/contract.ts'
import type { Message, SessionInfo, SessionsResult } from '../../protocol/base/messages.ts'
import type { AnyMessage } from '../codec/index.ts'
import type { MessageConnection } from '../engine/connection.ts'
import type { Ending } from '../engine/ending.ts'
import { ColloquyError } from '../engine/errors.ts'
import { hasEnded } from '../engine/rejections.ts'
import type { Refusal } from '../engine/role.ts'

/** A session of one's own account, as a server tells of it. */
export interface OwnSession {
  /** Names it for `revokeSession`. Proves nothing. */
  readonly id: string
  /** Milliseconds since 1970, as `usedAtMs`. */
  readonly beganAtMs: number
  /** When it was last known to be used: a conversation that goes on is noted once an hour. */
  readonly usedAtMs: number
  /** Where it was last logged in or resumed from; empty where the server does not know. */
  readonly address: string
  /** Whether it is the one of this conversation. */
  readonly current: boolean
}

/** Limit on the sessions that a server may tell of. */
const MAX_LISTED = 256

/** One question, and the sessions that its answer has told of. */
interface Question {
  readonly message: Message
  readonly told: OwnSession[]
  /** Whether it was asked over a connection that is gone: what it asks for may be done already. */
  isRepeated: boolean
  readonly resolve: (result: SessionsResult) => void
  readonly reject: (error: ColloquyError) => void
}

/** The conversation that is asked in. */
interface AskedEnd {
  readonly connection: MessageConnection | null
  readonly handshake: { readonly isGranted: boolean }
  /** Whether its connection is gone, and it may go on over another one. */
  readonly isHeld: boolean
}

/** Asks for the sessions of the account, and has them revoked: one question after the other, as the server takes them. */
export class OwnSessions {
  private readonly over: AskedEnd
  /** The first one was asked. */
  private questions: Question[] = []

  constructor(over: AskedEnd) {
    this.over = over
  }

  /** See `Client.sessions`. */
  async list(): Promise<readonly OwnSession[]> {
    const told: OwnSession[] = []
    await this.ask({ type: 'ListSessions' }, told)
    return told
  }

  /** See `Client.revokeSession`. */
  async revoke(id: string): Promise<boolean> {
    const { minBytes, maxBytes } = bounds['RevokeSession.id']
    const bytes = Buffer.byteLength(id)
    if (bytes < minBytes || bytes > maxBytes || !id.isWellFormed())
      throw new RangeError(`The id of a session has ${minBytes} to ${maxBytes} bytes.`)
    return (await this.ask({ type: 'RevokeSession', id }, [])) === 'DONE'
  }

  /** Takes what the server says of sessions. */
  hear(heard: AnyMessage): Refusal | null {
    // A control message is one of the base.
    const message = heard as Message
    const [question] = this.questions
    if (message.type === 'SessionInfo') {
      if (question?.message.type !== 'ListSessions' || question.told.length >= MAX_LISTED) return unasked
      question.told.push(infoOf(message))
    } else if (message.type === 'SessionsAnswered') {
      if (question === undefined) return unasked
      this.questions.shift()
      question.resolve(resultOf(question, message.result))
      this.askNext()
    }
    return null
  }

  /** The conversation goes on over another connection: what was not answered is asked again. */
  goOn(): void {
    const [question] = this.questions
    if (question !== undefined) {
      question.isRepeated = true
      question.told.length = 0
    }
    this.askNext()
  }

  /** No answer comes any more. */
  end(ending: Ending): void {
    for (const { reject } of this.questions.splice(0)) reject(hasEnded(ending))
  }

  private async ask(message: Message, told: OwnSession[]): Promise<SessionsResult> {
    const result = await new Promise<SessionsResult>((resolve, reject) => {
      this.questions.push({ message, told, isRepeated: false, resolve, reject })
      if (this.questions.length === 1) this.askNext()
    })
    if (result === 'DONE' || result === 'UNKNOWN_SESSION') return result
    throw new ColloquyError(
      { code: 'UNAVAILABLE' },
      'The server cannot look at its sessions, or change them, at the moment. Try again in a moment.',
    )
  }

  /** Asks the first question; those that cannot be asked are over. */
  private askNext(): void {
    if (this.over.isHeld) return
    for (let [next] = this.questions; next !== undefined; [next] = this.questions) {
      const error = this.say(next.message)
      if (error === null) return
      this.questions.shift()
      next.reject(error)
    }
  }

  private say(message: Message): ColloquyError | null {
    const { connection, handshake } = this.over
    const { messaging = null, ending = null } = connection ?? {}
    if (messaging === null) return hasEnded(ending)
    if (!handshake.isGranted)
      return new ColloquyError(
        { code: 'NO_ACCOUNT' },
        'The conversation stands on no proof: connect with a name and a password, or a token.',
      )
    return messaging.sayControl(message) ? null : hasEnded(ending)
  }
}

/** A session that is gone when its end is asked for again was ended by the first question. */
const resultOf = ({ message, isRepeated }: Question, result: SessionsResult): SessionsResult =>
  isRepeated && message.type === 'RevokeSession' && result === 'UNKNOWN_SESSION' ? 'DONE' : result

const unasked: Refusal = {
  code: 'UNEXPECTED_MESSAGE',
  detail: 'No sessions were asked for, or fewer.',
}

const infoOf = ({ id, beganAtMs, usedAtMs, address, current }: SessionInfo): OwnSession => ({
  id,
  beganAtMs,
  usedAtMs,
  address,
  current,
})
