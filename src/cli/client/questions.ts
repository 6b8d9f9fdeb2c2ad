import type { AnyMessage, ContractTables } from '../../index.ts'

/** A message of the server that waits for answers of ours. */
interface Question {
  readonly answers: readonly string[]
  readonly take: (answer: AnyMessage) => void
}

interface Asking {
  readonly signal: AbortSignal
}

/** Called with each question of the server. */
type Heard = (question: AnyMessage) => void

/** The questions of a server: what is said next that answers one is its answer, the oldest question first. */
export class Questions {
  private open: Question[] = []

  /** Handlers for what the server wants answered; `heard` is called with each. */
  handlers({ messages }: ContractTables, heard: Heard): object {
    const asked = messages.filter(({ answer, from }) => answer !== undefined && from !== 'client')
    return Object.fromEntries(
      asked.map(({ name, answer = NO_ANSWER }) => [
        name,
        (question: AnyMessage, { signal }: Asking) => {
          heard(question)
          return answer.each.length === 0 ? this.once(answer.end, signal) : this.each(answer, signal)
        },
      ]),
    )
  }

  /** Gives a message to the oldest question that it answers. False: there is none. */
  take(message: AnyMessage): boolean {
    const question = this.open.find(({ answers }) => answers.includes(message.type))
    question?.take(message)
    return question !== undefined
  }

  private once(answers: readonly string[], signal: AbortSignal): Promise<AnyMessage> {
    return new Promise((resolve, reject) => {
      const close = this.add(answers, (answer) => {
        close()
        resolve(answer)
      })
      signal.addEventListener('abort', () => {
        close()
        reject(signal.reason)
      })
    })
  }

  private async *each(
    { each, end }: typeof NO_ANSWER,
    signal: AbortSignal,
  ): AsyncGenerator<AnyMessage, AnyMessage | undefined> {
    const given: AnyMessage[] = []
    let wake = (): void => {}
    const close = this.add([...each, ...end], (answer) => {
      given.push(answer)
      wake()
    })
    signal.addEventListener('abort', () => wake())
    try {
      while (!signal.aborted) {
        const next = given.shift()
        if (next === undefined)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        else if (end.includes(next.type)) return next
        else yield next
      }
      return undefined
    } finally {
      close()
    }
  }

  private add(answers: readonly string[], take: Question['take']): () => void {
    const question = { answers, take }
    this.open.push(question)
    return () => {
      this.open = this.open.filter((one) => one !== question)
    }
  }
}

const NO_ANSWER: { readonly each: readonly string[]; readonly end: readonly string[] } = { each: [], end: [] }
