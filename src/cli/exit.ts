/** How the program ends, for whoever called it. */
export const Exit = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  cannotConnect: 3,
  denied: 4,
  brokenContract: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof Exit)[keyof typeof Exit]

/** What a user can mend: one sentence with the remedy, and the exit code. Never shown with a stack trace. */
export class Trouble extends Error {
  readonly exit: ExitCode

  constructor(exit: ExitCode, sentence: string) {
    super(sentence)
    this.name = 'Trouble'
    this.exit = exit
  }
}
