import * as E from 'fp-ts/lib/Either.js'
import { type Client, ColloquyError, type Ending } from '../index.ts'
import type { Line } from './lines.ts'
import type { Screen } from './screen.ts'
import { failurePhrase } from './trouble/failure.ts'

/** So long answers are waited for after the last line, whenever there is room for them. */
const ANSWERS_WITHIN_MS = 10_000

/** What a talk needs beside the client. */
export interface TalkOptions {
  readonly lines: AsyncIterable<Line>
  readonly screen: Screen
  /** Resolves when what is heard can be shown; null: it can be now. */
  readonly room: () => Promise<void> | null
  /** Resolves when the next conversation begins, after one broke off. */
  readonly conversing: () => Promise<void>
  /** Hears of each conversation that is over: what it left unanswered stays so. */
  readonly brokeOff: (tell: () => void) => void
  /** Revokes the token at the end. */
  readonly logout: boolean
}

/** How a talk went. */
export interface Talked {
  readonly ending: Ending | null
  /** Lines that could not be said. */
  readonly unsaid: number
  /** Lines that nobody answered in time. */
  readonly unanswered: number
}

/** Says each line, prints what comes, waits for the answers when there are no more lines, and ends. */
export const talk = async (client: Client, options: TalkOptions): Promise<Talked> => {
  const { lines, screen, room, brokeOff, logout } = options
  const waiting = new Set<number>()
  let answered = (): void => {}
  let lost = 0
  brokeOff(() => {
    lost += waiting.size
    waiting.clear()
    answered()
  })
  let full = false
  let timesFull = 0
  const listening = (async () => {
    for await (const message of client) {
      screen.heard(message)
      if (waiting.delete(message.re) && waiting.size === 0) answered()
      const more = room()
      if (more === null) continue
      full = true
      await more
      full = false
      timesFull += 1
    }
  })().catch(() => {})
  /** Resolves when nothing but the server has been waited for so long. */
  const tired = async (): Promise<void> => {
    for (let before = -1; full || before !== timesFull; ) {
      before = timesFull
      await later(ANSWERS_WITHIN_MS)
    }
  }
  const speaking = (async () => {
    let unsaid = 0
    for await (const line of lines) {
      const id = await say(client, line, options)
      if (typeof id === 'number') waiting.add(id)
      else unsaid += 1
      if (id === 'over') break
      // What was said may have been printed.
      await room()
    }
    return unsaid
  })()
  const unsaid = (await Promise.race([speaking, client.over.then(() => null)])) ?? 0
  if (waiting.size > 0)
    await Promise.race([
      new Promise<void>((resolve) => {
        answered = resolve
      }),
      tired(),
      client.over,
    ])
  const unanswered = lost + waiting.size
  if (unanswered > 0) screen.complain((say) => say.unanswered(unanswered))
  await (logout ? client.logout() : client.bye())
  await listening
  return { ending: await client.over, unsaid, unanswered }
}

/** Says a line: its id, or that it was not said, or that nothing can be said any more. */
const say = async (
  client: Client,
  line: Line,
  { screen, conversing }: TalkOptions,
): Promise<number | 'unsaid' | 'over'> => {
  if (E.isLeft(line)) {
    screen.complain(line.left)
    return 'unsaid'
  }
  const text = line.right
  for (;;)
    try {
      const id = await client.say({ type: 'Say', text })
      screen.said(text, id)
      return id
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error
      const ended = error.code === 'ENDED'
      if (ended && (await Promise.race([conversing().then(() => true), client.over.then(() => false)])))
        continue
      screen.complain(failurePhrase(error))
      return ended ? 'over' : 'unsaid'
    }
}

/** A pause that keeps nothing alive. */
const later = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
