/** Questions, in one language. Names in them are printable. */
export interface PromptTexts {
  readonly listenHost: string
  readonly listenPort: string
  readonly connectHost: string
  readonly connectPort: string
  readonly name: string
  readonly way: (name: string) => string
  readonly logIn: string
  readonly register: string
  readonly password: (name: string) => string
  /** The same after a password that did not do: no answer leads to `otherWays`. */
  readonly passwordAgain: (name: string, mayRegister: boolean) => string
  readonly otherWays: string
  readonly again: string
  readonly registerAs: (name: string) => string
  readonly otherName: string
  readonly newPassword: (name: string) => string
  readonly samePassword: string
  readonly registrationClosed: string
  /** The next try is not taken before so many seconds. */
  /** Whether a server that nobody vouches for is the one that is meant. */
  readonly whichServer: (server: string, fingerprint: string) => string
  readonly thisServer: string
  readonly notThisServer: string
  readonly waits: (seconds: number) => string
  /** Asks for an answer of a kind, as `must` of the errors words it. */
  readonly give: (must: string) => string
  /** Asks for a good answer, in a sentence. */
  readonly must: Readonly<Record<'name' | 'password' | 'newPassword' | 'samePassword', string>>
  /** The input ended, and host or port are not known. */
  readonly ended: string
}
