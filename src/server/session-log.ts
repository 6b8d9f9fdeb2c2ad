import type { Log, PeerEvent, ServerEvent } from '../engine/events.ts'
import type { Endpoint } from '../transport/connection.ts'
import type { Counters } from './metrics/counters.ts'

/** The log of a server, for what concerns one session. Its events are counted, whatever is left out of it. */
export class SessionLog implements Log<PeerEvent> {
  private readonly log: Log<ServerEvent>
  private readonly counters: Counters
  private readonly session: string
  private readonly remote: Endpoint

  constructor(log: Log<ServerEvent>, counters: Counters, session: string, remote: Endpoint) {
    this.log = log
    this.counters = counters
    this.session = session
    this.remote = remote
  }

  get data(): boolean {
    return this.log.data
  }

  get level(): Log<PeerEvent>['level'] {
    return this.log.level
  }

  /** The connection stands. */
  writeConnected(): void {
    const { session, remote } = this
    this.log.write({ event: 'connected', session, remote })
  }

  write(event: PeerEvent): void {
    this.counters.note(event)
    this.tell(event)
  }

  protected tell(event: PeerEvent): void {
    const { session, remote } = this
    this.log.write({ session, remote, ...event })
  }
}
