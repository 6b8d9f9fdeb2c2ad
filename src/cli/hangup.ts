import { readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** SIGHUP in the masks of /proc: the first bit. */
const SIGHUP_BIT = 1n

/**
 * Whether whoever started this process told it to live on when its terminal is closed, as nohup does. Node takes such an
 * order back before any program runs: what is left of it are traces. A shell notes the command in `_`, or has it among its
 * own arguments; a parent that ignores the signal has told its children to; and nohup leaves its mark on a standard input
 * and output that were a terminal.
 */
export const hangupIsIgnored = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  basename(environment._ ?? '') === 'nohup' ||
  ignoresHangup('self') ||
  ignoresHangup(String(process.ppid)) ||
  isOrderedByParent() ||
  isWriteOnlyNull() ||
  isNohupOut()

const ignoresHangup = (pid: string): boolean => {
  const [, mask] =
    /^SigIgn:\s*([0-9a-f]+)$/m.exec(read(() => readFileSync(`/proc/${pid}/status`, 'utf8'))) ?? []
  return mask !== undefined && (BigInt(`0x${mask}`) & SIGHUP_BIT) !== 0n
}

const isOrderedByParent = (): boolean =>
  /\bnohup\b/.test(read(() => readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8')))

/** A standard input that can only be written to: nobody else makes one. */
const isWriteOnlyNull = (): boolean => {
  const flags = /^flags:\s*([0-7]+)$/m.exec(read(() => readFileSync('/proc/self/fdinfo/0', 'utf8')))?.[1]
  const isWriteOnly = flags !== undefined && (Number.parseInt(flags, 8) & 3) === 1
  return isWriteOnly && read(() => readlinkSync('/proc/self/fd/0')) === '/dev/null'
}

const isNohupOut = (): boolean => basename(read(() => readlinkSync('/proc/self/fd/1'))) === 'nohup.out'

/** Reads a file; empty where it cannot be read, or does not exist on this system. */
const read = (reading: () => string): string => {
  try {
    return reading()
  } catch {
    return ''
  }
}
