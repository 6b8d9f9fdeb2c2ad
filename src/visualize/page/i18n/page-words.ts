import type { From, Turn } from '../../../contract/index.ts'
import type { ScriptWords } from './script-words.ts'

/** Languages of a page. What the contract says of itself, and what its charts tell, stays as it is. */
export type PageLanguage = 'en' | 'ru'

/** Everything that a page says in its own words. */
export interface PageWords {
  readonly language: PageLanguage
  /** How numbers are written, as BCP 47 names it. */
  readonly locale: string
  readonly version: (version: number) => string
  readonly contents: string
  readonly machines: string
  readonly machineOf: Readonly<Record<'client' | 'server', string>>
  readonly hintOfStory: string
  readonly hintOfStates: string

  readonly story: string
  readonly steps: string
  readonly first: string
  readonly back: string
  readonly next: string
  readonly last: string
  readonly moment: string
  readonly sides: Readonly<Record<'client' | 'server', string>>
  readonly toServer: string
  readonly toClient: string
  readonly wholeStory: string
  readonly close: string

  readonly sizeOfChart: string
  readonly smaller: string
  readonly larger: string
  readonly overview: string
  readonly wholeChart: string
  readonly asDrawn: string
  readonly findState: string

  readonly states: string
  readonly state: string
  readonly turn: string
  readonly turns: Readonly<Record<Turn, string>>
  readonly within: string
  readonly noDeadline: string
  readonly largestBody: string
  readonly none: string
  readonly maySay: Readonly<Record<'client' | 'server', string>>
  readonly nothing: string
  readonly anytime: string
  readonly inFlight: string

  readonly messages: string
  readonly number: string
  readonly message: string
  readonly saidBy: string
  readonly says: Readonly<Record<From, string>>
  readonly fields: string
  readonly conversation: string
  readonly optional: string
  readonly secret: string

  readonly types: string
  readonly type: string
  readonly base: string
  readonly bounds: string
  readonly bytes: (count: string, bytes: number) => string
  readonly max: (what: string) => string
  readonly min: (what: string) => string
  readonly from: (min: string, max: string) => string
  readonly trueOrFalse: string
  readonly values: (count: number) => string
  readonly fieldsIn: (count: number, size: string) => string
  readonly oneOf: (count: number) => string

  readonly script: ScriptWords
}
