import { readdirSync } from 'node:fs'
import { format, join, parse } from 'node:path'
import type { CaptureSink } from '../../../capture/index.ts'
import type { Contract } from '../../../contract/index.ts'
import type { ObservedEnd, Observer } from '../../../index.ts'
import { makePrivateFolder } from '../../../store/index.ts'
import { CaptureFile } from '../../files/capture-file.ts'
import type { Phrase } from '../../i18n/errors.ts'
import { shippedContract } from '../machines/load-machines.ts'

/** Recordings of a folder, whoever made them, or of one run of a client; further connections are not recorded. */
export const MAX_RECORDINGS = 1_000

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
 * `talk-2.jsonl`. `complain` as above.
 */
export const recordIntoFile = async (
  file: string,
  complain: Complain,
  contract: Contract | null = null,
): Promise<Observer> => {
  const failed = sparingly(complain)
  const full = sparingly(complain)
  let recordings = 0
  return observing(contract, () => {
    if (recordings >= MAX_RECORDINGS) {
      full((say) => say.recordingsFull(file, MAX_RECORDINGS))
      return null
    }
    recordings += 1
    const path = recordings === 1 ? file : numbered(file, recordings)
    return { path, isNew: false, onFailed: (code) => failed((say) => say.recordingFailed(path, code)) }
  })
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
