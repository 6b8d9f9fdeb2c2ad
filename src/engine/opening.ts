import { beginning, type Stranger, strangerBy, strangerSentence } from '../transport/stranger.ts'
import type { FaultCode } from './codes.ts'
import type { Loss } from './ending.ts'
import type { Side } from './runtime.ts'

/** The other side does not speak this protocol, but most likely that; empty where nothing says so. */
export interface Looks {
  readonly looksLike?: Stranger
}

const NOBODY: Looks = {}
const NOTHING = Buffer.alloc(0)

/** How it ends where the other side does not speak this protocol. */
const strangers: ReadonlySet<FaultCode | Loss> = new Set([
  'MALFORMED',
  'UNEXPECTED_MESSAGE',
  'TOO_LARGE',
  'TIMEOUT',
  'BROKEN',
  'RESET',
])

/** How the other side began, until it has said a whole frame that was legal: by that a stranger is recognised. */
export class Opening {
  private bytes: Buffer = NOTHING

  add(chunk: Buffer): void {
    this.bytes = beginning(this.bytes, chunk)
  }

  /** The likely protocol of the other side, where it ends with this code. `isEchoed` says whether bytes are what we began with. */
  looks(side: Side, code: FaultCode | Loss, isEchoed: (bytes: Buffer) => boolean): Looks {
    const { bytes } = this
    if (!strangers.has(code)) return NOBODY
    if (bytes.length > 0) {
      const looksLike = side === 'client' && isEchoed(bytes) ? 'ECHO' : strangerBy(bytes)
      return looksLike === null ? NOBODY : { looksLike }
    }
    // A client that says nothing may look whether there is somebody; a server has to answer.
    return side === 'client' ? { looksLike: code === 'TIMEOUT' ? 'SILENCE' : 'HANGUP' } : NOBODY
  }
}

/** The same with a sentence for whoever hears of the end. It never crosses the wire. */
export const detailed = ({ looksLike }: Looks): Looks & { readonly detail?: string } =>
  looksLike === undefined ? NOBODY : { looksLike, detail: strangerSentence[looksLike] }
