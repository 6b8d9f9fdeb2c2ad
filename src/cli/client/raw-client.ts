import type { Readable } from 'node:stream'
import * as E from 'fp-ts/lib/Either.js'
import { ColloquyError } from '../../index.ts'
import {
  beginning,
  type CloseReason,
  type Connection,
  connectSentence,
  connectTcp,
  strangerToRaw,
} from '../../transport/index.ts'
import { Exit, type ExitCode } from '../exit.ts'
import type { RawMet } from '../i18n/errors.ts'
import { standardInput } from '../terminal/standard-input.ts'
import type { ClientOutput } from './client-output.ts'

/**
 * `colloquy connect --raw`: standard input to the server and back as it is, without frames. The end of input
 * half-closes; what the server still gives back is printed. Either side that is slow makes the other wait.
 */
export const runRawClient = async (
  host: string,
  port: number,
  timeoutMs: number,
  output: ClientOutput,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const opened = await connectTcp({ host, port, timeoutMs, signal })
  if (E.isLeft(opened))
    throw new ColloquyError({ code: 'CANNOT_CONNECT', fault: opened.left }, connectSentence(opened.left))
  const connection = opened.right
  const { log } = output
  log.write({ event: 'connected', remote: connection.remote })
  const totals = { receivedBytes: 0, sentBytes: 0 }
  const first: { received: Buffer; sent: Buffer } = { received: NOTHING, sent: NOTHING }
  const input = standardInput()
  let theyEnded = false
  let isLacking = false
  const reason = await new Promise<CloseReason>((resolve) => {
    input.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      isLacking = true
      output.showError((say) => say.inputUnread(code))
      speak.stop()
    })
    const speak = speaking(input, connection, (bytes) => {
      totals.sentBytes += bytes.length
      first.sent = beginning(first.sent, bytes)
      log.write({ event: 'sent', bytes: bytes.length, id: 0, re: 0 })
    })
    signal.addEventListener('abort', () => connection.destroy())
    connection.listen({
      chunk: (bytes) => {
        totals.receivedBytes += bytes.length
        first.received = beginning(first.received, bytes)
        log.write({ event: 'received', bytes: bytes.length, id: 0 })
        // Standard output may keep what it cannot take at once; the connection reads into the same bytes again.
        if (process.stdout.write(Buffer.from(bytes))) return
        connection.pause()
        process.stdout.once('drain', () => connection.resume())
      },
      drained: () => input.resume(),
      ended: () => {
        theyEnded = !speak.ended()
        speak.stop()
      },
      closed: resolve,
    })
  })
  input.destroy()
  const whole = reason === 'closed' && !theyEnded
  log.write({
    event: 'disconnected',
    ...(whole
      ? ({ how: 'bye', by: 'us', code: 'DONE' } as const)
      : ({ how: 'lost', by: 'nobody', code: reason === 'reset' ? 'RESET' : 'BROKEN' } as const)),
    // The code says it all.
    detail: '',
    ...totals,
    heard: 0,
    said: 0,
    acknowledged: 0,
  })
  const met = metBy(first.received, first.sent, theyEnded || reason !== 'closed')
  if (met !== null) output.showError((say) => say.rawMet(met))
  return whole && !isLacking && met !== 'FRAMES' && met !== 'SILENCE' ? Exit.done : Exit.failed
}

const NOTHING = Buffer.alloc(0)

/** Guesses what the other side is, if it is no server in mode raw: that one begins with what was said to it. */
const metBy = (received: Buffer, sent: Buffer, hungUp: boolean): RawMet | null => {
  const common = Math.min(received.length, sent.length)
  if (received.length === 0) return sent.length === 0 ? null : hungUp ? 'HANGUP' : 'SILENCE'
  if (common > 0 && received.subarray(0, common).equals(sent.subarray(0, common))) return null
  return strangerToRaw(received)
}

/** Hands standard input to the connection, as fast as it is taken. */
const speaking = (
  input: Readable,
  connection: Connection,
  said: (bytes: Buffer) => void,
): { readonly stop: () => void; readonly ended: () => boolean } => {
  let open = true
  const stop = (): void => {
    open = false
    input.off('data', say)
    connection.end()
  }
  const say = (bytes: Buffer): void => {
    if (!open) return
    if (!connection.write(bytes)) input.pause()
    said(bytes)
  }
  input.on('data', say)
  input.on('end', stop)
  return { stop, ended: () => !open }
}
