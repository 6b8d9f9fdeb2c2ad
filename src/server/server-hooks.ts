import { failing } from '../engine/error-text.ts'
import type { Log, ServerEvent } from '../engine/index.ts'
import { isThenable } from '../engine/message-context.ts'
import type { AnyPeer } from '../engine/peer.ts'
import type { Hooks } from './settings.ts'

/** Tells the program of conversations. What it throws is a fault of its own, and harms no conversation. */
export class ServerHooks {
  private readonly hooks: Hooks
  private readonly log: Log<ServerEvent>

  constructor(hooks: Hooks, log: Log<ServerEvent>) {
    this.hooks = hooks
    this.log = log
  }

  tell(hook: keyof Hooks, peer: AnyPeer): void {
    const fail = (error: unknown): void => this.log.write({ event: 'failed', ...failing(hook, error) })
    try {
      const told = this.hooks[hook]?.(peer)
      if (isThenable(told)) told.then(undefined, fail)
    } catch (error) {
      fail(error)
    }
  }
}
