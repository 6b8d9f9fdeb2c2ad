import { anObject, aText, optionsOf } from '../arguments.ts'

/** Checks an origin that was given. */
export const anOrigin = optionsOf({ source: aText, command: aText })

/** Where generated files come from. */
export interface Origin {
  /** The contract's file, as the first line of each output names it. */
  readonly source: string
  /** The command that generates again, as the first line names it. */
  readonly command: string
}

/** Where the generated files come from, and where they find the run-time that they lean on. */
export interface GenerateOptions extends Origin {
  readonly imports: {
    /** Reader, Writer and what goes with them. */
    readonly runtime: string
    /** Types without code, free of Node's types. */
    readonly types: string
    /** The io-ts part of the run-time. */
    readonly io: string
    /** The fast-check part of the run-time. */
    readonly arbitraries: string
    /** The types of what handlers get. */
    readonly engine: string
    /** The modules that are generated from the base; needed where the contract has one. */
    readonly base?: {
      readonly messages: string
      readonly codec: string
      readonly io: string
      readonly arbitraries: string
    }
  }
}

/** Checks options that were given. */
export const generateOptions = optionsOf({ source: aText, command: aText, imports: anObject })

/** Where the modules of the base are. A contract on a base cannot be generated from without them. */
export const baseImports = ({
  imports,
}: GenerateOptions): NonNullable<GenerateOptions['imports']['base']> => {
  if (imports.base === undefined) throw new Error('The contract has a base, and imports.base is not given.')
  return imports.base
}
