/** Whether new names are taken; it may change while a server runs. */
export class Registration {
  private state: 'open' | 'closed' = 'open'

  /** Throws a RangeError for another word. */
  constructor(state: 'open' | 'closed' = 'open') {
    this.set(state)
  }

  get current(): 'open' | 'closed' {
    return this.state
  }

  /** Throws as the constructor does, and changes nothing then. */
  set(state: 'open' | 'closed'): void {
    if (state !== 'open' && state !== 'closed') throw new RangeError('registration is open or closed.')
    this.state = state
  }
}
