import type { CaptureEntry } from '../../../src/capture/index.ts'
import type { Contract } from '../../../src/contract/index.ts'
import { loadContract } from '../../../src/contract/index.ts'
import type { TraceStep } from '../../../src/verify/trace.ts'
import { contract } from '../../support/contract.ts'

/** A contract from its text, which is good. */
export const contractOf = (text: string): Contract => {
  const loaded = loadContract(text, 'sample.yaml')
  if (loaded._tag === 'Left') throw new Error(loaded.left.map(({ message }) => message).join(' '))
  return loaded.right
}

export { contract }

/** A picture of boxes under each other, with two places that are offline. */
export const chart = (): string => {
  const boxes = [
    ...contract.states.map(({ name }) => [name, name] as const),
    ['offline', 'offline.connecting'] as const,
    ['offline', 'offline.ended'] as const,
  ]
  const drawn = boxes.map(
    ([state, place], index) =>
      `<g data-state="${state}" data-place="${place}"><rect x="40" y="${index * 80 + 10}" width="640" height="50" fill="none" stroke="currentColor"/><text x="60" y="${index * 80 + 40}" fill="currentColor">${place}</text></g>`,
  )
  const height = boxes.length * 80
  return `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="${height}" viewBox="0 0 720 ${height}">${drawn.join('')}</svg>`
}

type Spoken = readonly [side: 'client' | 'server', does: 'says' | 'hears', type: string, enumValue?: string]

/** A captured line. */
export const incident = ([side, does, type, reason]: Spoken): CaptureEntry => ({
  at: 0,
  side,
  does,
  message: reason === undefined ? { type } : { type, [type === 'Fault' ? 'code' : 'reason']: reason },
  id: 0,
  re: 0,
})

/** A conversation, line by line, with what the contract makes of it: states, and what is on its way to either. */
export const conversation: readonly (readonly [
  line: Spoken,
  client: string,
  server: string,
  toServer: readonly string[],
  toClient: readonly string[],
])[] = [
  [['client', 'says', 'Hello'], 'connect.welcome', 'connect.hello', ['Hello'], []],
  [['server', 'hears', 'Hello'], 'connect.welcome', 'connect.welcome', [], []],
  [['server', 'says', 'Welcome'], 'connect.welcome', 'identify.greet', [], ['Welcome']],
  [['server', 'says', 'Greeting'], 'connect.welcome', 'identify.greeted', [], ['Welcome', 'Greeting']],
  [['server', 'says', 'Ready'], 'connect.welcome', 'converse', [], ['Welcome', 'Greeting', 'Ready']],
  [['client', 'hears', 'Welcome'], 'identify.greet', 'converse', [], ['Greeting', 'Ready']],
  [['client', 'hears', 'Greeting'], 'identify.greeted', 'converse', [], ['Ready']],
  [['client', 'hears', 'Ready'], 'converse', 'converse', [], []],
  [['client', 'says', 'Say'], 'converse', 'converse', ['Say'], []],
  [['client', 'says', 'Say'], 'converse', 'converse', ['Say', 'Say'], []],
  [['server', 'says', 'Bye', 'IDLE'], 'converse', 'close.server', ['Say', 'Say'], ['Bye IDLE']],
  [['server', 'hears', 'Say'], 'converse', 'close.server', ['Say'], ['Bye IDLE']],
  [['client', 'hears', 'Bye', 'IDLE'], 'close.server', 'close.server', ['Say'], []],
  [['client', 'says', 'Bye', 'DONE'], 'close.done', 'close.server', ['Say', 'Bye DONE'], []],
  [['server', 'hears', 'Say'], 'close.done', 'close.server', ['Bye DONE'], []],
  [['server', 'hears', 'Bye', 'DONE'], 'close.done', 'close.done', [], []],
]

/** A moment at which nothing is on its way. */
export const moment = (
  text: string,
  client: TraceStep['client'],
  server: TraceStep['server'],
): TraceStep => ({
  text,
  client,
  server,
  toServer: [],
  toClient: [],
})
