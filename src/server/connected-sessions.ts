import type { Ending } from '../engine/ending.ts'
import type { Clock, Endpoint } from '../transport/index.ts'
import type { Mode } from './context.ts'
import type { Admissions } from './parts.ts'
import type { ServerSession } from './session.ts'
import { misbehaviourOf } from './sources/misbehaviour.ts'

/** The connections of a server by their session, from the first frame to the last, and the slots that they have. */
export class ConnectedSessions {
  readonly all = new Map<string, ServerSession>()
  /** Those by which a proxy looks whether this server answers: they have no slots, and nobody is told of them. */
  private readonly checks = new Map<string, ServerSession>()
  private readonly slots: Admissions
  private readonly mode: Mode
  private emptied = (): void => {}

  constructor(slots: Admissions, mode: Mode) {
    this.slots = slots
    this.mode = mode
  }

  /** Those that have no slot: they are told so, and are not gone yet. */
  get refused(): number {
    return this.all.size - this.slots.taken
  }

  open(id: string, session: ServerSession): void {
    this.all.set(id, session)
    session.open()
  }

  openCheck(id: string, session: ServerSession): void {
    this.checks.set(id, session)
    session.open()
  }

  /** A conversation begins on a connection, or goes on. */
  proven(id: string, { address }: Endpoint): void {
    this.slots.keep(id)
    if (this.mode === 'auth') this.slots.trust(address)
  }

  /** A connection is gone. */
  gone(id: string, { address }: Endpoint, ending: Ending): void {
    if (this.checks.delete(id)) return
    this.all.delete(id)
    const how = this.slots.leave(id) ? misbehaviourOf(ending) : null
    // Breaches count against a source only in mode auth: the other modes have nothing to prove, so nobody to keep out.
    if (how !== null && this.mode === 'auth') this.slots.misbehaved(address, how)
    if (this.all.size === 0) this.emptied()
  }

  /** Says Bye on all of them. Resolves when they are gone; those that are not in time are abandoned. */
  async end(withinMs: number, clock: Clock): Promise<void> {
    for (const { connection } of this.checks.values()) connection.abandon()
    if (this.all.size === 0) return
    await new Promise<void>((resolve) => {
      const timer = clock.setTimer(withinMs, () => {
        for (const { connection } of this.all.values()) connection.abandon()
      })
      this.emptied = () => {
        clock.clearTimer(timer)
        resolve()
      }
      for (const session of this.all.values()) session.bye('SHUTTING_DOWN')
    })
  }
}
