import type { TakenToken, TokenKeeper } from '../../src/client/credentials.ts'

/** Keeps a token in memory, and remembers what was done with it. */
export class TokenJar implements TokenKeeper {
  token: string | null = null
  readonly kept: string[] = []
  forgotten = 0
  /** Held by how many now: never more than one. */
  held = 0

  async take(): Promise<TakenToken> {
    if (this.held > 0) throw new Error('Somebody holds the token already.')
    this.held += 1
    return {
      token: this.token,
      keep: async (token) => {
        this.token = token
        this.kept.push(token)
      },
      forget: async () => {
        this.token = null
        this.forgotten += 1
      },
      release: async () => {
        this.held -= 1
      },
    }
  }
}
