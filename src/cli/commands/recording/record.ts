import { existsSync, readdirSync, statSync } from 'node:fs'
import { format, join, parse } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { CaptureSink } from '../../../capture/index.ts'
import type { Contract } from '../../../contract/index.ts'
import type { ObservedEnd, Observer } from '../../../index.ts'
import { makePrivateFolder } from '../../../store/index.ts'
import { CliError } from '../../errors.ts'
import { Exit } from '../../exit.ts'
import { beginningOf } from '../../files/beginning-of.ts'
import { CaptureFile } from '../../files/capture-file.ts'
import type { Phrase } from '../../i18n/errors.ts'
import { shippedContract } from '../machines/load-machines.ts'

/** Recordings of a folder, or beside the file of a client, whoever made them; further connections are not recorded. */
export const MAX_RECORDINGS = 1_000

/** No first line of a recording is longer. */
const MAX_HEADER_BYTES = 4_096

const COMPLAIN_EVERY_MS = 60_000
const COUNT_EVERY_MS = 1_000

type Complain = (phrase: Phrase) => void

/**
 * Records each connection of a server into a file of its own in a folder, which is made for its owner only where there is
 * none; of talk unless another contract is given. `complain` hears what cannot be recorded, of each kind once a minute at most; the conversations go on.
 */
export const recordIntoFolder = async (
  folder: string,
  complain: Complain,
  contract: Contract | null = null,
): Promise<Observer> => {
  const failed = sparingly(complain)
  const full = sparingly(complain)
  try {
    makePrivateFolder(folder)
  } catch (error) {
    failed((say) => say.recordingFailed(folder, (error as NodeJS.ErrnoException).code ?? String(error)))
  }
  let recordings = countIn(folder)
  let countedAtMs = performance.now()
  const hasRoom = (): boolean => {
    if (recordings >= MAX_RECORDINGS && performance.now() - countedAtMs >= COUNT_EVERY_MS) {
      recordings = countIn(folder)
      countedAtMs = performance.now()
    }
    return recordings < MAX_RECORDINGS
  }
  return observing(contract, ({ session }) => {
    if (!hasRoom()) {
      full((say) => say.recordingsFull(folder, MAX_RECORDINGS))
      return null
    }
    recordings += 1
    const moment = new Date().toISOString().replace(/[-:]/g, '')
    const path = join(folder, `${moment}-${session}.jsonl`)
    return { path, isNew: true, onFailed: (code) => failed((say) => say.recordingFailed(path, code)) }
  })
}

/**
 * Records the first connection of a client into a file, and each further one into one beside it: `talk.jsonl`,
 * `talk-2.jsonl`. Earlier recordings stay, and are passed over. `complain` as above; what is not recorded shows in the
 * exit code, too. Throws a CliError where the file is there and is no recording.
 */
export const recordIntoFile = async (
  file: string,
  complain: Complain,
  contract: Contract | null = null,
): Promise<Observer> => {
  let lacks = false
  const lacking = (tell: Complain): Complain => {
    const sparing = sparingly(tell)
    return (phrase) => {
      lacks = true
      sparing(phrase)
    }
  }
  const failed = lacking(complain)
  const full = lacking(complain)
  const found = await foundAt(file)
  if (found === 'foreign') throw new CliError(Exit.failed, (say) => say.recordingForeign(file))
  let recordings = found === 'recording' ? 1 : 0
  let hasBegun = false
  const observer = await observing(contract, () => {
    do recordings += 1
    while (recordings > 1 && recordings <= MAX_RECORDINGS && existsSync(numbered(file, recordings)))
    if (recordings > MAX_RECORDINGS) {
      full((say) => say.recordingsFull(file, MAX_RECORDINGS))
      return null
    }
    const path = recordings === 1 ? file : numbered(file, recordings)
    if (found === 'recording' && !hasBegun) complain((say) => say.recordingBeside(file, path))
    hasBegun = true
    const isNew = recordings > 1 || found === 'nothing'
    return { path, isNew, onFailed: (code) => failed((say) => say.recordingFailed(path, code)) }
  })
  // After the listener that writes the rest.
  process.once('exit', (exit) => {
    if (lacks && exit === Exit.done) process.exitCode = Exit.failed
  })
  return observer
}

/** Looks at what is there: an empty file or a device, which holds nothing to be lost, an earlier recording, or another file. */
const foundAt = async (file: string): Promise<'nothing' | 'empty' | 'recording' | 'foreign'> => {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) return 'nothing'
    if (!found.isFile() || found.size === 0) return 'empty'
    const [first = ''] = beginningOf(file, MAX_HEADER_BYTES).split('\n', 1)
    const { readCapture } = await import('../../../capture/index.ts')
    return E.isRight(readCapture(first)) ? 'recording' : 'foreign'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Told when the first line cannot be written.
    if (code === 'ENOTDIR' || code === 'ENOENT') return 'nothing'
    throw new CliError(Exit.failed, (say) => say.fileUnread(file, code ?? String(error)))
  }
}

const observing = async (
  spoken: Contract | null,
  placeOf: (end: ObservedEnd) => ConstructorParameters<typeof CaptureFile>[0] | null,
): Promise<Observer> => {
  // Loaded here, since whoever records nothing starts without it.
  const [{ recorder }, { contractHash }, contract] = await Promise.all([
    import('../../../capture/index.ts'),
    import('../../../contract/hash.ts'),
    spoken ?? shippedContract(),
  ])
  const files = new Set<CaptureFile>()
  process.once('exit', () => {
    for (const file of files) file.close()
  })
  const open = (end: ObservedEnd): CaptureSink | null => {
    const place = placeOf(end)
    if (place === null) return null
    const file = new CaptureFile(place)
    files.add(file)
    return {
      write: (line) => file.write(line),
      close: () => {
        file.close()
        files.delete(file)
      },
    }
  }
  const hash = Buffer.from(contractHash(contract)).toString('hex')
  return recorder({ contract, hash, now: () => performance.now(), open })
}

const numbered = (file: string, number: number): string => {
  const { dir, name, ext } = parse(file)
  return format({ dir, name: `${name}-${number}`, ext })
}

/** Recordings in a folder; 0 where it cannot be read. */
const countIn = (folder: string): number => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl')).length
  } catch {
    return 0
  }
}

/** Tells once a minute at most. */
const sparingly = (complain: Complain): Complain => {
  let toldAtMs = Number.NEGATIVE_INFINITY
  return (phrase) => {
    const nowMs = performance.now()
    if (nowMs - toldAtMs < COMPLAIN_EVERY_MS) return
    toldAtMs = nowMs
    complain(phrase)
  }
}
