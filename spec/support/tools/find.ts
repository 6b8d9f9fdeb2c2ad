import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** How to start a tool. */
export interface Found {
  /** An absolute path. */
  readonly path: string
  /** Variables of its environment beside those of the tests. */
  readonly env: Readonly<Record<string, string>>
}

/** A tool that cannot be used, and why. */
export interface Missing {
  readonly why: string
}

/** How a program shows that it is there. */
export interface Check {
  readonly args: readonly string[]
  /** The output that it must have then; anything unless given. */
  readonly says?: RegExp
}

/** The variable that gives the path of a program, which is then looked for nowhere else. */
export const variableOf = (name: string): string => `COLLOQUY_TOOL_${name.toUpperCase()}`

/** Longest time in which a program must show that it is there. */
const WITHIN_MS = 30_000

/**
 * Finds a program where its variable says, or else in the folders of PATH: the first that passes the check. A file alone
 * is not enough: it may be the shim of a version manager that has no version, or stand for a compiler that is yet to be
 * installed.
 */
export const find = (name: string, check: Check): Found | Missing => {
  const variable = variableOf(name)
  const given = process.env[variable]
  const paths = (given === undefined ? inPath(name) : [given]).filter(mayRun)
  const path = paths.find((one) => passes({ path: one, env: {} }, check))
  if (path !== undefined) return { path, env: {} }
  const where = given === undefined ? 'in PATH' : `where ${variable} says`
  return {
    why: paths.length === 0 ? `no ${name} ${where}` : `the ${name} ${where} does not do what tests need`,
  }
}

/** Whether a program does what is asked of it. */
export const passes = ({ path, env }: Found, { args, says = /(?:)/ }: Check): boolean => {
  const options = { env: { ...process.env, ...env }, encoding: 'utf8', timeout: WITHIN_MS } as const
  const { status, stdout, stderr } = spawnSync(path, args, options)
  return status === 0 && says.test(`${stdout}${stderr}`)
}

const inPath = (name: string): readonly string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))

const mayRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
