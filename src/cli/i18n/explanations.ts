import type { HashFault } from '../../auth/index.ts'
import type { KnownAbortReason, KnownByeReason, KnownFaultCode, UnknownCode } from '../../engine/codes.ts'
import type { DenialReason, Failure, Loss } from '../../index.ts'
import type { StoreFaultCode } from '../../store/index.ts'
import type { ArrivalFault, ConnectFault, ListenFault, TlsFaultCode } from '../../transport/index.ts'
import type { ExitCode } from '../exit.ts'

/** The codes that there are, by where they are met. One that is missing in a language does not compile. */
interface ExplainedCodes {
  readonly fault: KnownFaultCode
  readonly bye: KnownByeReason
  readonly denial: Exclude<DenialReason, UnknownCode>
  readonly abort: KnownAbortReason
  readonly loss: Loss
  readonly connect: ConnectFault['code']
  readonly listen: ListenFault['code']
  readonly handshake: TlsFaultCode
  readonly arrival: ArrivalFault
  readonly store: StoreFaultCode
  readonly hash: HashFault['code']
  readonly failure: Failure['code']
  readonly exit: `${ExitCode}`
}

export type CodeKind = keyof ExplainedCodes

/** The meaning of a code with its usual cause, and what to do about it: a sentence or two each. */
export type Explanation = readonly [cause: string, remedy: string]

/** Explanations of all codes, in one language. */
export interface ExplanationTexts {
  /** The meaning of each kind, such as “reason of Bye”. */
  readonly kinds: Readonly<Record<CodeKind, string>>
  readonly codes: { readonly [Kind in CodeKind]: Readonly<Record<ExplainedCodes[Kind], Explanation>> }
  /** Stands before the remedy. */
  readonly remedy: string
  /** A rule of contracts, and one that verification holds machines to: explained in English. */
  readonly contractRule: string
  readonly verifyRule: string
}
