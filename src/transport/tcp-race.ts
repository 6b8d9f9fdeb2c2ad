import { ADDRCONFIG } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP, isIPv6, type Socket, connect as startConnecting } from 'node:net'
import * as E from 'fp-ts/lib/Either.js'
import type { Clock, Timer } from './clock.ts'
import { type ConnectFault, connectFault, moreTelling } from './tcp-faults.ts'

/** The addresses of a host, in the order in which they are to be tried. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** Another address is tried after so long, and the earlier ones go on (RFC 8305, section 5). */
const NEXT_ADDRESS_AFTER_MS = 250

/** Of a host with more addresses the others are not tried. */
const MAX_ADDRESSES = 16

/** The system's resolver. */
export const systemLookup: Lookup = async (host) => {
  const found = await lookup(host, { all: true, hints: ADDRCONFIG })
  return alternating(found.map(({ address }) => address))
}

/** The families take turns, beginning with that of the first address (RFC 8305, section 4). */
export const alternating = (addresses: readonly string[]): readonly string[] => {
  const isOfFirst = (address: string): boolean => isIPv6(address) === isIPv6(addresses[0] ?? '')
  const first = addresses.filter(isOfFirst)
  const second = addresses.filter((address) => !isOfFirst(address))
  const paired = first.flatMap((address, at) => [address, ...second.slice(at, at + 1)])
  return [...paired, ...second.slice(first.length)]
}

/** Options of a race. */
export interface RaceOptions {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  readonly clock: Clock
  readonly lookup: Lookup
}

/**
 * Connects to the addresses of a host side by side, each a moment after the one before; the first that answers wins.
 * Of those that fail, the most telling fault counts once there is nobody left to wait for.
 */
export class Race {
  private readonly options: RaceOptions
  private readonly settle: (result: E.Either<ConnectFault, Socket>) => void
  private readonly beganAtMs: number
  private readonly deadline: Timer
  private readonly running = new Set<Socket>()
  private waiting: readonly string[] = []
  private nextTimer: Timer | null = null
  private stepMs = 0
  private fault: ConnectFault | null = null
  private over = false

  /** Begins at once. `settle` is called once. */
  constructor(options: RaceOptions, settle: (result: E.Either<ConnectFault, Socket>) => void) {
    const { host, port, timeoutMs, clock } = options
    this.options = options
    this.settle = settle
    this.beganAtMs = clock.now()
    this.deadline = clock.setTimer(timeoutMs, () => {
      const late: ConnectFault = { code: 'TIMEOUT', host, port, timeoutMs }
      this.end(E.left(this.fault === null ? late : moreTelling(this.fault, late)))
    })
    if (isIP(host) > 0) this.begin([host])
    else
      options.lookup(host).then(
        (addresses) => this.begin(addresses.slice(0, MAX_ADDRESSES)),
        (error) => this.end(E.left(this.faultOf(error))),
      )
  }

  /** Ends it before anybody has won. */
  abort(): void {
    const { host, port } = this.options
    this.end(E.left({ code: 'ABORTED', host, port }))
  }

  private begin(addresses: readonly string[]): void {
    if (this.over) return
    if (addresses.length === 0) return this.end(E.left({ code: 'UNKNOWN_HOST', host: this.options.host }))
    this.waiting = addresses
    // Half of the time is left to the last of them, however many there are.
    this.stepMs = Math.min(NEXT_ADDRESS_AFTER_MS, this.options.timeoutMs / (2 * addresses.length))
    this.next()
  }

  private next(): void {
    const { clock, port } = this.options
    if (this.nextTimer !== null) clock.clearTimer(this.nextTimer)
    this.nextTimer = null
    const [host, ...others] = this.waiting
    this.waiting = others
    if (host === undefined) return
    const socket = startConnecting({ host, port, allowHalfOpen: true, noDelay: true })
    this.running.add(socket)
    // On failure the listener stays: a late error of a destroyed socket must not escape.
    const lost = (error: Error): void => this.lost(socket, error)
    const won = (): void => {
      socket.off('error', lost)
      this.won(socket)
    }
    socket.once('connect', won).on('error', lost)
    if (others.length > 0) this.nextTimer = clock.setTimer(this.stepMs, () => this.next())
  }

  private won(socket: Socket): void {
    if (this.over) return
    this.running.delete(socket)
    this.end(E.right(socket))
  }

  private lost(socket: Socket, error: Error): void {
    if (this.over) return
    this.running.delete(socket)
    socket.destroy()
    const fault = this.faultOf(error)
    this.fault = this.fault === null ? fault : moreTelling(this.fault, fault)
    if (this.waiting.length > 0) this.next()
    else if (this.running.size === 0) this.end(E.left(this.fault))
  }

  /** The system may give up before we do: it is told how long that took. */
  private faultOf(error: Error): ConnectFault {
    const { host, port, clock } = this.options
    return connectFault(error, host, port, Math.floor(clock.now() - this.beganAtMs))
  }

  private end(result: E.Either<ConnectFault, Socket>): void {
    if (this.over) return
    this.over = true
    const { clock } = this.options
    clock.clearTimer(this.deadline)
    if (this.nextTimer !== null) clock.clearTimer(this.nextTimer)
    for (const socket of this.running) socket.destroy()
    this.settle(result)
  }
}
