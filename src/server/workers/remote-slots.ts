import type { Admissions } from '../parts.ts'
import type { Admission, Misbehaviour } from '../sources/slots.ts'
import type { Calls } from './calls.ts'

/** A decision of the primary, and the name under which it knows the connection. */
export interface Admitted {
  readonly key: string
  readonly admission: Admission<string>
}

/** The slots that the primary shares out. It decides on a connection when it hands it on, or when it is asked. */
export class RemoteSlots implements Admissions {
  private readonly calls: Calls
  /** The keys of connections that have a slot; of each whether a conversation has begun. */
  private readonly held = new Map<string, { readonly key: string; isProven: boolean }>()
  private readonly sessions = new Map<string, string>()
  private expected: Admitted | null = null
  private evict: (session: string) => void = () => {}

  constructor(calls: Calls) {
    this.calls = calls
  }

  get taken(): number {
    return this.held.size
  }

  /** The next connection that is asked about has been decided on; `null`: it has not. */
  expect(admitted: Admitted | null): void {
    this.expected = admitted
  }

  admit(address: string, session: string): Admission<string> | Promise<Admission<string>> {
    const { expected } = this
    this.expected = null
    if (expected !== null) return this.take(session, expected)
    return this.calls
      .call('slots', 'admit', [address])
      .then((admitted) => this.take(session, admitted as Admitted))
  }

  keep(session: string): void {
    const slot = this.held.get(session)
    if (slot === undefined || slot.isProven) return
    slot.isProven = true
    this.calls.tell('slots', 'keep', [slot.key])
  }

  trust(address: string): void {
    this.calls.tell('slots', 'trust', [address])
  }

  leave(session: string): boolean {
    const slot = this.held.get(session)
    if (slot === undefined) return false
    this.forget(session, slot.key)
    this.calls.tell('slots', 'leave', [slot.key])
    return !slot.isProven
  }

  misbehaved(address: string, how: Misbehaviour): void {
    this.calls.tell('slots', 'misbehaved', [address, how])
  }

  onEvicted(evict: (session: string) => void): void {
    this.evict = evict
  }

  /** The primary has given the slot of a connection to another one. */
  evicted(key: string): void {
    const session = this.sessions.get(key)
    if (session === undefined) return
    this.forget(session, key)
    this.evict(session)
  }

  private take(session: string, { key, admission }: Admitted): Admission<string> {
    if (admission.isLetIn) {
      this.held.set(session, { key, isProven: false })
      this.sessions.set(key, session)
    }
    return admission
  }

  private forget(session: string, key: string): void {
    this.held.delete(session)
    this.sessions.delete(key)
  }
}
