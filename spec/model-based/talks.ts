import type { Row } from './model.ts'
import type { Guest } from './stage.ts'

/** The outcomes that a program was told of its messages in one session. */
interface Voice {
  /** By the id that `say` resolved with. */
  readonly said: Map<number, string>
  /** Refused: these must never arrive. */
  readonly refused: Set<string>
}

/** A client that has conversed, as the model knows it. */
export interface Talk {
  readonly guest: Guest
  readonly row: Row | null
  readonly returns: boolean
  /** Nobody leaves, and nothing has broken its network. */
  calm: boolean
}

/** All talks, and the voices of both sides. */
export class Talks {
  readonly all: Talk[] = []
  /** By the session in which the conversation began; the client's voice and the server's. */
  readonly client = new Map<string, Voice>()
  readonly server = new Map<string, Voice>()
  /** Sessions whose network was cut or reset. */
  readonly broken = new Set<string>()
  /** Promises of `say` and `ask` that have not settled. */
  pending = 0
  /** Outcomes that programs should not have been told. */
  readonly surprises: string[] = []
  private counted = 0

  get calm(): readonly Talk[] {
    return this.all.filter(({ calm }) => calm)
  }

  /** A text that nobody has said before. */
  text(kind: string, bytes: number): string {
    this.counted += 1
    return `canary-text ${kind} ${this.counted} ${'x'.repeat(bytes)}`.trimEnd()
  }

  /** Follows what becomes of a message. */
  follow(side: 'client' | 'server', session: string, text: string, said: Promise<number>): void {
    const voices = this[side]
    const voice = voices.get(session) ?? { said: new Map(), refused: new Set() }
    voices.set(session, voice)
    this.pending += 1
    said.then(
      (id) => {
        this.pending -= 1
        if (voice.said.has(id)) this.surprises.push(`${side} said two messages with id ${id} in ${session}`)
        voice.said.set(id, text)
      },
      (error: unknown) => {
        this.pending -= 1
        voice.refused.add(text)
        const code = error instanceof Error && 'code' in error ? error.code : error
        if (code !== 'ENDED' && code !== 'TOO_MANY_WAITING') this.surprises.push(`say rejects with ${code}`)
      },
    )
  }
}
