/** A client of the server, for a sentence. All of it may be anybody's text. */
export interface ClientDescription {
  readonly number: number
  /** null: nobody asked. */
  readonly name: string | null
  readonly address: string
  readonly session: string
}

/** Sentences of the console, in one language. They are made printable where they are shown. */
export interface ConsoleTexts {
  /** A person who speaks, in front of their words: ours. */
  readonly you: string
  /** In front of the line that an operator types. */
  readonly operator: string
  /** Reasons to wait, as rows that fit any terminal. */
  readonly connecting: string
  readonly waiting: string
  readonly stopping: string
  /** How to go on with a server that listens; `log` is the path of its log, null where it has none. */
  readonly serving: (log: string | null, command: string) => string
  readonly refusesPasswords: string
  /** The number of messages that could not be shown here. */
  readonly leftOut: (messages: number) => string
  /** The size of the rest of a text that is too long to be shown. */
  readonly more: (characters: number, lines: number) => string
  readonly noCommand: (name: string) => string
  /** Several lines came at once, perhaps pasted; they wait in the line. */
  readonly severalLines: string

  /** The commands of a conversation, a line each. */
  readonly help: readonly string[]
  /** A line cannot be said yet. */
  readonly waits: (text: string) => string
  /** A line will not be said; `why` is a sentence. */
  readonly unsaid: (text: string, why: string) => string
  /** Lines that may not have arrived before a conversation broke off; `first` are the first of them. */
  readonly doubtful: (lines: number, first: readonly string[]) => string
  /** Lines for which there was no connection before a conversation was over; `first` are the first of them. */
  readonly unsent: (lines: number, first: readonly string[]) => string
  readonly nothingDoubtful: string
  /** How not to wait for the next try. */
  readonly enterTries: string
  readonly bytesShown: string
  readonly bytesHidden: string
  readonly howToAnswer: string
  readonly server: (address: string, port: number, name: string) => string
  readonly session: (id: string, name: string | null, since: string) => string
  readonly messages: (said: number, acknowledged: number, heard: number) => string
  /** There is no conversation. 0: the next connection is tried now. */
  readonly betweenConversations: (leftMs: number) => string

  /** How texts are addressed by an operator. */
  readonly forms: string
  /** The commands of an operator, a line each. */
  readonly operatorHelp: readonly string[]
  readonly came: (client: ClientDescription) => string
  readonly left: (number: number, name: string, code: string) => string
  readonly listed: (client: ClientDescription, since: string) => string
  readonly nobody: string
  readonly unsaidTo: (number: number, name: string, text: string, why: string) => string
  readonly over: string
  readonly whomToBid: string
  readonly noClient: (number: string) => string
  readonly noAddress: string
  readonly noName: string
  readonly severalNames: (clients: readonly string[]) => string
  readonly noText: string
  readonly noMessage: (number: number, id: number) => string
}
