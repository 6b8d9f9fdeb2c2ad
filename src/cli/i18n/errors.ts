import type { HashFault } from '../../auth/index.ts'
import type {
  AbortReason,
  ByeReason,
  DenialReason,
  FaultCode,
  Loss,
  StoreFault,
  Stranger,
  StrangerToRaw,
} from '../../index.ts'
import type { ImportRefusal } from '../../store/index.ts'
import type { ConnectFault, ListenFault } from '../../transport/index.ts'
import type { ContractErrorTexts } from './contract-errors.ts'
import type { MachineErrorTexts } from './machine-errors.ts'
import type { MessageErrorTexts } from './message-errors.ts'

/** Requirements on values, as they follow “give”. */
interface Requirements {
  readonly oneOf: (words: readonly string[]) => string
  readonly wholeNumber: (min: number, max: number) => string
  readonly host: string
  readonly listenPlace: string
  readonly trueOrFalse: string
  readonly oneValue: string
  readonly localPlace: string
  readonly name: string
  readonly protocol: string
  readonly node: string
  /** Of a server with workers. */
  readonly shortNode: (max: number) => string
  readonly duration: string
  readonly networks: string
  readonly startups: string
  readonly network: string
  readonly fingerprint: string
}

/** Why a text is no URL of a database. */
export type DatabaseUrlFault = 'NO_URL' | 'NO_DATABASE' | 'BAD_SSL_MODE' | 'UNKNOWN_PARAMETER'

export type { WantedKind } from './message-errors.ts'

/** The other side that `connect --raw` most likely met; FRAMES: a server in another mode. */
export type RawMet = StrangerToRaw

/** Why a conversation is over. */
export type EndCode = FaultCode | ByeReason | Loss

/** Errors with their remedies, in one language: a sentence each. `code` is the system's, such as ENOENT. */
export interface ErrorTexts extends MachineErrorTexts, ContractErrorTexts, MessageErrorTexts {
  /** The parser of the command line refuses it; `code` and `message` are the parser's. */
  readonly usage: (code: string, message: string) => string
  /** A flag or argument has a value that it cannot have; empty: none. `required` is one of `must`. */
  readonly badValue: (flag: string, value: string, required: string) => string
  /** Something is given in two places at once, once as each value. */
  readonly givenTwice: (what: string, one: string, other: string) => string
  readonly must: Requirements
  readonly passwordFile: (code: string, flag: string) => string
  readonly passwordControl: string
  readonly passwordNoUtf8: (flag: string) => string
  /** Others than its owner may read the file. */
  readonly passwordOpen: (file: string) => string
  /** A password is to be read from a standard input that is a terminal. */
  readonly passwordSeen: (flag: string) => string
  /** It is no URL of a database; `what` is a parameter of it that is unknown. The URL may hold a password, and is not told. */
  readonly databaseUrl: (flag: string, code: DatabaseUrlFault, what: string) => string
  /** The URL holds a password, which others can read. */
  readonly databasePassword: (flag: string, variable: string, fileFlag: string) => string
  /** A flag would do nothing; `where` is what it means nothing with. */
  readonly flagConflict: (flag: string, where: string) => string
  readonly operatorJson: string
  /** A flag that needs all conversations in one process. */
  readonly oneProcess: (flag: string) => string
  /** A process of a server that has several ends at once, again and again. */
  readonly workersEnd: (how: string) => string
  readonly noModule: (path: string) => string
  /** `place` is the file and line of the fault, if it is known. */
  readonly badModule: (path: string, why: string, place: string | null) => string
  /** It handles what clients never say; `known` is what they do. */
  readonly oddHandler: (path: string, name: string, known: string) => string
  /** It failed later, outside of its handlers; `place` is the file and line, if they are known. */
  readonly moduleFailed: (path: string, why: string, place: string | null) => string
  /** It has no handler for a message that clients want answered. */
  readonly handlerMissing: (path: string, name: string) => string
  readonly noHandlers: (path: string, form: string) => string

  readonly dataFolder: (folder: string, code: string) => string
  readonly folderOpen: (folder: string) => string
  readonly folderClosed: (folder: string) => string
  readonly log: (file: string, code: string) => string
  /** A connection is not recorded, or no further. */
  readonly recordingFailed: (file: string, code: string) => string
  /** A file stands there that is no recording. */
  readonly recordingForeign: (file: string) => string
  /** An earlier recording stays at `file`, and this one is at `other`. */
  readonly recordingBeside: (file: string, other: string) => string
  /** There are so many recordings at a place that no further connection is recorded. */
  readonly recordingsFull: (place: string, max: number) => string
  readonly store: (fault: StoreFault) => string
  readonly hash: (fault: HashFault) => string
  readonly cannotHash: string
  /** A file of secrets that others may read. */
  readonly keyOpen: (file: string) => string
  /** A file that should hold a key or a certificate, and does not. */
  readonly keyDamaged: (file: string) => string
  readonly tlsFileUnread: (flag: string, file: string, code: string) => string
  /** One of certificate and key is missing. */
  readonly certificateHalf: string
  /** A flag means nothing without another. */
  readonly flagNeeds: (flag: string, other: string) => string
  /** `fingerprint` is that of the server's certificate. */
  readonly serverFingerprint: (fingerprint: string) => string
  readonly knownOpen: (file: string) => string
  readonly knownUnkept: (file: string, code: string) => string
  /** `reason` is the code of the library. */
  readonly badCertificate: (reason: string) => string
  /** Of the `limit` of open files the server needs `spare` itself. */
  readonly tooManySessions: (limit: number, spare: number) => string
  readonly tokensHeld: (file: string) => string
  readonly tokensOpen: (file: string) => string
  readonly tokensLost: (file: string, code: string) => string

  readonly tokensNoFile: (file: string) => string
  /** This user has no home to keep tokens in. */
  readonly tokensHomeless: string
  /** The folder that tokens would be kept in cannot be written to. */
  readonly tokensPlaceless: (folder: string, code: string) => string
  readonly tokensDamaged: (file: string, aside: string) => string
  /** The server greets by another name than was given. */
  readonly otherName: (greeted: string, given: string) => string
  readonly stdout: (code: string) => string

  /** The file of settings cannot be read; `code` is the system's. */
  readonly configUnread: (file: string, code: string) => string
  /** `place` is file:line:column; `why` is the parser's, in English. */
  readonly configSyntax: (place: string, why: string) => string
  /** It is no map of names to values. */
  readonly configShape: (place: string) => string
  /** `near` is a name that may be meant. */
  readonly configUnknown: (place: string, name: string, near: string | null) => string
  readonly configTwice: (place: string, name: string) => string
  readonly configValue: (place: string, name: string) => string
  readonly configFine: string
  /** Systemd has opened so many sockets for one server. */
  readonly severalSockets: (count: string) => string
  /** The figures cannot be served there; `code` is the system's. */
  readonly metricsUnheard: (place: string, code: string) => string
  /** The URL under which the figures are. */
  readonly metricsServed: (url: string) => string
  readonly inspectUnheard: (place: string, code: string) => string
  /** The URL of the live page, which is a secret. */
  readonly inspectServed: (url: string) => string
  readonly cannotListen: (fault: ListenFault) => string
  readonly cannotConnect: (fault: ConnectFault) => string
  /** null: there never was a connection. */
  readonly neverBegan: (code: EndCode | null, looksLike?: Stranger) => string
  readonly rawMet: (met: RawMet) => string
  readonly ended: (code: EndCode | null) => string
  /** A message was said, and the conversation ended before it was answered. */
  readonly endedUnanswered: (code: EndCode | null) => string
  /** Something is wrong with what a line says. */
  readonly ofLine: (line: string, why: string) => string
  /** No conversation began: the server asks for no proof, where one was to be given. */
  readonly noProofAsked: string
  /** Nobody knows this code; `near` are those that may be meant. */
  readonly unknownCode: (code: string, near: readonly string[]) => string
  /** A connection ended while it was measured. */
  readonly benchEnded: (code: EndCode) => string
  /** `message` is the one of a contract; null: a text, which a server gives back. */
  readonly benchUnanswered: (message: string | null) => string
  /** The server has said Welcome, and no Bye in answer to ours. */
  readonly byeUnanswered: string
  /** More was waited for than is allowed. */
  readonly tookTooLong: (withinMs: number) => string
  readonly denied: (reason: DenialReason) => string
  /** The remedy of a denial; `retryAfterMs`: the next try is not taken before; 0: at any time. */
  readonly afterDenial: (reason: DenialReason, retryAfterMs: number) => string
  readonly withheld: string
  readonly insecureChannel: string
  readonly noAccount: string
  readonly sessionsUnavailable: string
  /** The key that the server proves, and the one that it was known by; null: none. */
  readonly unknownServer: (fingerprint: string | null, known: string | null) => string
  /** Something is not what the contract says; `path` names it, `message` is the library's sentence. */
  readonly malformed: (path: string, message: string) => string
  readonly tooNew: (path: string, since: number, version: number) => string
  readonly noAnswerGiven: (reason: AbortReason) => string
  readonly noAnswer: (withinMs: number) => string
  readonly aborted: string
  readonly notNow: (state: string, maySay: readonly string[]) => string
  readonly tooManyWaiting: string
  readonly notLoggedOut: string
  readonly unanswered: (lines: number) => string
  /** Lines that may not have arrived; `first` are the first of them. */
  readonly doubtful: (lines: number, first: readonly string[]) => string
  /** Lines that were not said; `more` follow that were not counted. */
  readonly unsaid: (lines: number, first: readonly string[], more: boolean) => string
  readonly inputUnread: (code: string) => string
  readonly lineTooLong: (maxBytes: number) => string
  readonly lineNoUtf8: string

  readonly noStore: (folder: string) => string
  /** The file of an export cannot be written, or not be read. */
  readonly exportFile: (file: string, code: string) => string
  readonly storeNotEmpty: string
  readonly importRefused: (file: string, line: number, why: ImportRefusal) => string
  readonly noUser: (name: string) => string
  readonly nameTaken: (name: string) => string
  readonly noOwnSession: (id: string) => string
  readonly noSession: (id: string) => string
  readonly idOrUser: string
  readonly noAddress: (address: string) => string
  readonly addressOrUser: string
  readonly noPassword: string
  readonly badNewPassword: string
  readonly passwordEnded: string

  /** Stands below a list of faults, of which so many are not shown. */
  readonly moreFaults: (more: number) => string

  /** A mistake of ours. */
  /** Code of the user's failed, outside of what it was asked for. */
  readonly failedAt: (why: string, place: string) => string
  readonly unexpected: (what: string) => string
}

/** An error in any language. Quotations in it are made printable where it is shown. */
export type Phrase = (say: ErrorTexts) => string
