import type { Client, ClientEvent } from '../../index.ts'
import type { ConsoleTexts } from '../i18n/console.ts'
import { localMoment } from '../i18n/time.ts'

/** The state of a conversation as a person asks for it, gathered from its events. */
export class Status {
  private server = ''
  /** When the conversation began; it stays so while connections come and go. */
  private beganMs = 0
  private isConversing = false
  private goesOn = false
  /** When the next connection is tried, on the clock that nobody sets. */
  private nextTryAtMs = 0
  private readonly elapsed: () => number

  /** `elapsed` gives milliseconds on a clock that is never set. */
  constructor(elapsed: () => number = () => performance.now()) {
    this.elapsed = elapsed
  }

  /** Takes note of an event. `nowMs` is since 1970. */
  note(event: ClientEvent, nowMs: number): void {
    if (event.event === 'welcome') this.server = event.server
    if (event.event === 'continued') this.goesOn = true
    if (event.event === 'ready') {
      if (!this.goesOn) this.beganMs = nowMs
      this.goesOn = false
      this.isConversing = true
    }
    if (event.event === 'disconnected') this.isConversing = false
    if (event.event === 'reconnecting') this.nextTryAtMs = this.elapsed() + event.withinMs
  }

  /** How things stand, a sentence a line. */
  lines({ name, remote, session, counts }: Client, say: ConsoleTexts, nowMs: number): readonly string[] {
    const server = say.server(remote.address, remote.port, this.server)
    if (!this.isConversing) return [server, say.betweenConversations(this.leftMs)]
    const { said, heard, acknowledged } = counts
    return [
      server,
      say.session(session, name, localMoment(this.beganMs, nowMs)),
      say.messages(said, acknowledged, heard),
    ]
  }

  /** Until the next try; 0: now. */
  private get leftMs(): number {
    return Math.max(0, Math.ceil(this.nextTryAtMs - this.elapsed()))
  }
}
