/** Errors of what is made from a contract: a sentence each, in one language. */
export interface ContractErrorTexts {
  /** Neither --out nor --proto is given. */
  readonly nothingToGenerate: string
  /** The name does not end as files of the language do. */
  readonly otherEnding: (file: string, language: string, endings: readonly string[]) => string
  /** A file stands there that was not generated. */
  readonly fileForeign: (file: string) => string
  /** The contract was generated for another base than the one of this program. */
  readonly otherBase: (protocol: string) => string
  /** It stands on no base, and so no server or client of the base can speak it. */
  readonly contractBaseless: (path: string) => string
  /** `reply` is who would answer instead of a module. */
  readonly contractUnanswered: (reply: string) => string
  readonly fileInTheWay: (file: string) => string
  /** package.json is no object of JSON. */
  readonly badPackage: (file: string) => string
  /** package.json says that its modules are CommonJS. */
  readonly packageOfCommonJs: (file: string) => string
  /** The package.json at `place` says that files of JavaScript are CommonJS. */
  readonly fileOfCommonJs: (file: string, place: string) => string
  readonly fileMissing: (file: string) => string
}
