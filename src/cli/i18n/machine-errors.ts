import type { MachineModule } from '../../engine/index.ts'

/** Errors of contracts, machines, traces and pictures that a user names: a sentence each, in one language. */
export interface MachineErrorTexts {
  readonly ownMachines: string
  readonly contractUnread: (path: string, code: string) => string
  readonly contractNoUtf8: (path: string) => string
  readonly noMachineFile: (path: string) => string
  readonly machineLacks: (path: string, name: keyof MachineModule) => string
  /** `found` are the version or versions of XState; from `needed` on, those of the same major version will do. */
  readonly machineOfOtherXState: (path: string, found: string, needed: string) => string
  /**
   * `why` is the system's, `place` the file and line of the fault, if it is known. A module in TypeScript may only be too
   * new for this Node.
   */
  readonly machineUnloaded: (
    path: string,
    why: string,
    place: string | null,
    step: 'mend' | 'compile' | 'install',
  ) => string
  readonly machineTooLarge: (path: string, maxStates: number) => string

  readonly certificateUnread: (file: string, code: string) => string
  readonly noCertificate: (file: string) => string
  readonly traceUnread: (file: string, code: string) => string
  readonly traceTooLarge: (file: string, maxBytes: number) => string
  readonly traceOfOther: (file: string, protocol: string, wanted: string) => string
  readonly traceOfOtherEdition: (file: string) => string
  readonly traceless: (file: string) => string
  readonly badReport: (file: string) => string

  readonly nothingToCheck: string
  readonly tooLargeToDraw: (
    states: number,
    arrows: number,
    max: { readonly states: number; readonly arrows: number },
  ) => string
  readonly mermaidTooLong: (characters: number, max: number) => string
  /** A page of less than everything. */
  readonly pageOfAll: (what: string) => string
  readonly traceOutsidePage: string
  readonly notUpToDate: (file: string) => string
  /** Only CRLF stands where LF should. */
  readonly lineEndsDiffer: (file: string) => string
  readonly fileUnread: (file: string, code: string) => string
  readonly fileUnwritten: (file: string, code: string) => string
}
