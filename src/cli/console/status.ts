import type { Client, ClientEvent } from '../../index.ts'
import { since } from './time.ts'

/** What a person may ask about a conversation, gathered from its events. */
export class Status {
  private server = ''
  private beganMs: number | null = null
  private lastTry: { readonly atMs: number; readonly withinMs: number } | null = null

  /** Takes note of an event. `nowMs` is since 1970. */
  note(event: ClientEvent, nowMs: number): void {
    if (event.event === 'welcome') this.server = event.server
    if (event.event === 'ready') this.beganMs = nowMs
    if (event.event === 'disconnected') this.beganMs = null
    if (event.event === 'reconnecting') this.lastTry = { atMs: nowMs, withinMs: event.withinMs }
  }

  /** How things stand, a sentence a line. */
  lines({ name, remote, session, tally }: Client, nowMs: number): readonly string[] {
    const as = name === null ? 'without a name' : `as ${name}`
    const server = `Server: ${remote.address}, port ${remote.port}, “${this.server}”.`
    if (this.beganMs === null) return [server, `There is no conversation at the moment; ${this.next(nowMs)}.`]
    const { said, heard, acknowledged } = tally
    return [
      server,
      `Session: ${session}, ${as}, since ${since(this.beganMs, nowMs)}.`,
      `Messages: ${said} said, ${acknowledged} of them acknowledged; ${heard} heard.`,
    ]
  }

  private next(nowMs: number): string {
    const leftMs = this.lastTry === null ? 0 : this.lastTry.atMs + this.lastTry.withinMs - nowMs
    return leftMs <= 0 ? 'a connection is tried now' : `the next connection is tried in ${leftMs} ms`
  }
}
