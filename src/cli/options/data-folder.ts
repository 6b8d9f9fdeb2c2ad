import { type Declared, valued } from './option.ts'
import { text } from './value-types.ts'

/** The flag of every command that uses the folder of a server. */
export const dataFolder = (flags: string, about: string): Declared<string> =>
  valued(flags, about, text, './colloquy-data')
