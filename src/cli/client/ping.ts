import {
  type AnyMessages,
  type ClientEvent,
  type ClientOptions,
  ColloquyError,
  type Contract,
  connect,
  type Ending,
  type Log,
  type Messages,
  type Observer,
} from '../../index.ts'
import { type Clock, systemClock } from '../../transport/index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { Questions } from './questions.ts'
import { noticeSilence } from './silence.ts'

type Welcome = Extract<ClientEvent, { readonly event: 'welcome' }>

/** A ping that was answered. Times are in milliseconds. */
export interface Pong extends Omit<Welcome, 'event'> {
  /** Until there was a connection, TLS included. */
  readonly connectMs: number
  /** From Hello to Welcome. */
  readonly welcomeMs: number
  /** From our Bye to theirs. */
  readonly byeMs: number
}

/** Where a ping goes, how long it may take in all, and what ends it before. */
export interface PingOptions
  extends Omit<
    ClientOptions<AnyMessages>,
    | 'contract'
    | 'converse'
    | 'name'
    | 'credentials'
    | 'requireProof'
    | 'reconnect'
    | 'log'
    | 'observer'
    | 'connectWithinMs'
    | 'abandon'
    | 'signal'
  > {
  readonly contract: Contract<Messages>
  readonly withinMs: number
  readonly signal: AbortSignal
}

/**
 * Says Hello, hears Welcome, says Bye and hears Bye. It tells no name and proves nothing, whatever the server asks for.
 * Rejects with a ColloquyError or a CliError where no Welcome came, or no Bye.
 */
export const ping = async ({
  contract,
  withinMs,
  signal,
  clock = systemClock,
  ...settings
}: PingOptions): Promise<Pong> => {
  const leaving = new AbortController()
  const abandoning = new AbortController()
  const times = new Times(clock)
  let welcome: Welcome | null = null
  const told: Log<ClientEvent> = {
    data: false,
    write: (event) => {
      if (event.event === 'connected') times.note('connected')
      if (event.event !== 'welcome') return
      welcome = event
      // Nothing is said in the midst of hearing.
      queueMicrotask(() => leaving.abort())
    },
  }
  const { log, isSilent } = noticeSilence(told)
  let isLate = false
  const deadline = clock.setTimer(withinMs, () => {
    isLate = true
    abandoning.abort()
  })
  const stop = (): void => abandoning.abort()
  signal.addEventListener('abort', stop)
  try {
    // After the contract was made ready to run, which is no part of connecting.
    queueMicrotask(() => times.note('started'))
    const ending = await endingOf({
      ...settings,
      // No message of it is ever said: what they may be makes no difference.
      contract: contract as Contract<AnyMessages>,
      converse: new Questions().handlers(contract.tables, () => {}),
      clock,
      connectWithinMs: withinMs,
      name: (_asked, unwanted) => never(unwanted),
      credentials: (_challenge, _denied, unwanted) => never(unwanted),
      requireProof: false,
      reconnect: false,
      log,
      observer: times.observer,
      signal: leaving.signal,
      abandon: abandoning.signal,
    })
    const heard: Welcome | null = welcome
    if (isLate)
      throw new CliError(Exit.cannotConnect, (say) =>
        isSilent() ? say.neverBegan('TIMEOUT', 'SILENCE') : say.tookTooLong(withinMs),
      )
    if (heard === null || ending?.how !== 'bye' || ending.by !== 'us')
      throw new ColloquyError({ code: 'ENDED', ending }, 'No Welcome came.')
    if (!times.has('byeHeard')) throw new CliError(Exit.brokenContract, (say) => say.byeUnanswered)
    const { event: _event, ...said } = heard as Welcome
    return {
      ...said,
      connectMs: times.between('started', 'connected'),
      welcomeMs: times.between('helloSaid', 'welcomeHeard'),
      byeMs: times.between('byeSaid', 'byeHeard'),
    }
  } finally {
    clock.clearTimer(deadline)
    signal.removeEventListener('abort', stop)
  }
}

/** How the connection ended, be it before a conversation began or after. */
const endingOf = async (options: ClientOptions<AnyMessages>): Promise<Ending | null> => {
  try {
    const client = await connect(options)
    return await client.over
  } catch (error) {
    if (error instanceof ColloquyError && error.failure.code === 'ENDED') return error.failure.ending
    throw error
  }
}

/** Gives nothing until that is not wanted any more: the Bye is under way. */
const never = (unwanted: AbortSignal): Promise<null> =>
  new Promise((resolve) => unwanted.addEventListener('abort', () => resolve(null)))

type Moment = 'started' | 'connected' | 'helloSaid' | 'welcomeHeard' | 'byeSaid' | 'byeHeard'

const moments: Readonly<Record<string, Moment>> = {
  'says Hello': 'helloSaid',
  'hears Welcome': 'welcomeHeard',
  'says Bye': 'byeSaid',
  'hears Bye': 'byeHeard',
}

/** When each thing happened first. */
class Times {
  readonly observer: Observer = {
    passed: ({ does, message }) => {
      const moment = moments[`${does} ${message.type}`]
      if (moment !== undefined) this.note(moment)
    },
  }
  private readonly clock: Clock
  private readonly noted = new Map<Moment, number>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  note(moment: Moment): void {
    if (!this.noted.has(moment)) this.noted.set(moment, this.clock.now())
  }

  has(moment: Moment): boolean {
    return this.noted.has(moment)
  }

  between(from: Moment, to: Moment): number {
    return (this.noted.get(to) ?? Number.NaN) - (this.noted.get(from) ?? Number.NaN)
  }
}
