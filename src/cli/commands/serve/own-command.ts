import { basename, relative } from 'node:path'

/** Facts that tell how this program was called. */
interface Call {
  /** The path of the script, whole. */
  readonly script: string
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How this program can be called again from the same folder: its name where it is installed, else node and its path. */
export const ownCommand = ({ script, folder, env }: Call): string => {
  if (basename(script) === 'colloquy') return env.npm_command === 'exec' ? 'npx colloquy' : 'colloquy'
  const near = relative(folder, script)
  return `node ${inShell(near.startsWith('..') ? script : near)}`
}

/** A word as a POSIX shell takes it. */
export const inShell = (word: string): string =>
  /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
