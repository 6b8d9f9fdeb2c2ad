import { escaped } from '../escape.ts'
import type { ClientEvent, Log, ServerEvent } from './events.ts'

/** Characters that act on a terminal, but for the newline. */
const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * The log of a program that gave none. The first failure of its own (a handler that threw, a store without room) is told
 * on standard error, with its stack and how to hear of the others; nothing else is. What rejects a promise is told there.
 */
export const firstFailureOnly = (maker: 'createServer' | 'connect'): Log<ServerEvent | ClientEvent> => {
  let isTold = false
  let hasBegun = maker === 'createServer'
  return {
    data: false,
    write: (event) => {
      if (event.event === 'ready') hasBegun = true
      if (event.event !== 'failed' || isTold || !hasBegun || event.what === 'listening') return
      isTold = true
      const { what, detail, stack = detail } = event
      const told = `colloquy: something failed on this side (${what}): ${stack}\nOnly the first failure is told here; give ${maker} a log to hear of all: { log: { data: false, write: (event) => console.error(event) } }`
      console.error(told.toWellFormed().replace(acting, escaped))
    },
  }
}
