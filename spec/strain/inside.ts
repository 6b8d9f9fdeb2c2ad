/** Questions that a process answers, by their names; each gets what was asked with it. */
export type Answers = Readonly<Record<string, (detail: never) => unknown>>

/** A question on its way, and an answer: the same number. */
export interface Asked {
  readonly number: number
  readonly question: string
  readonly detail: unknown
}
export interface Answered {
  readonly number: number
  readonly answer?: unknown
  readonly error?: string
}

/** Answers the questions of the process that started this one, with which it ends. */
export const answer = (answers: Answers): void => {
  process.on('disconnect', () => process.exit())
  process.on('message', async (asked) => {
    const { number, question, detail } = asked as Asked
    const say = (answered: Answered): void => void process.send?.(answered)
    try {
      const given = await answers[question]?.(detail as never)
      say({ number, answer: given ?? null })
    } catch (error) {
      say({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.send?.({ number: 0 } satisfies Answered)
}

/** Resolves after this time. */
export const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** Resolves after this time, or once that is not wanted any more. */
export const laterUnless = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
