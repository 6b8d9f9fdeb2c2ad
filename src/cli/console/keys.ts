import { PassThrough } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** An escape sequence that is not over after so long was the Escape key. */
const ESCAPE_MS = 50

/** An escape sequence; a run of text; or any other character, which is a key of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const pieces = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O])|[^\u0000-\u001f\u007f-\u009f]+|[\s\S]/gu

/** An escape sequence that is not complete. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const begun = /\u001b(?:\[[0-?]*[ -/]*|O)?$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const isText = /^[^\u0000-\u001f\u007f-\u009f]/
const isC1 = /^[\u0080-\u009f]$/

/** Who takes what is typed. */
export interface Typist {
  /** Text, as it was typed or pasted. */
  readonly text: (run: string) => void
  /** Enter, before it comes as a key. */
  readonly enter: () => void
  /** The terminal is gone. */
  readonly ended: () => void
}

/**
 * The keys of the terminal, for readline. Text goes past it, a run at a time: readline itself puts several characters
 * that come at once at the end of the line, wherever the cursor is, and loses count of the rows.
 */
export class Keys extends PassThrough {
  private readonly decoder = new StringDecoder('utf8')
  private readonly typist: Typist
  private rest = ''
  private timer: NodeJS.Timeout | undefined

  constructor(typist: Typist) {
    super()
    this.typist = typist
    process.stdin.on('data', this.heed).on('end', typist.ended).on('error', typist.ended).resume()
  }

  /** readline says when. */
  setRawMode(raw: boolean): this {
    process.stdin.setRawMode(raw)
    return this
  }

  /** Takes no more keys. */
  release(): void {
    clearTimeout(this.timer)
    const { ended } = this.typist
    process.stdin.off('data', this.heed).off('end', ended).off('error', ended).pause()
  }

  private readonly heed = (chunk: Buffer): void => {
    clearTimeout(this.timer)
    const typed = this.rest + this.decoder.write(chunk)
    const at = begun.exec(typed)?.index ?? typed.length
    this.rest = typed.slice(at)
    if (this.rest !== '')
      this.timer = setTimeout(() => {
        this.emit('data', Buffer.from(this.rest))
        this.rest = ''
      }, ESCAPE_MS)
    for (const [piece] of typed.slice(0, at).matchAll(pieces)) this.hand(piece)
  }

  private hand(piece: string): void {
    if (isText.test(piece)) return this.typist.text(piece)
    if (isC1.test(piece)) return
    if (piece === '\r' || piece === '\n') this.typist.enter()
    // Each key is to be taken before the next: what would be written might come together.
    this.emit('data', Buffer.from(piece))
  }
}
