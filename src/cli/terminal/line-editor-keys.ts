import { PassThrough } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { isControl, takeKey } from './keys.ts'

/** An escape sequence that is not over after so long was the Escape key. */
const ESCAPE_MS = 50

const isC1 = /^[\u0080-\u009f]$/

const isText = (piece: string): boolean => !isControl(piece)

/** Ctrl-C. */
const INTERRUPT = '\u0003'

/** Stands in a line that is typed for a line break of what was pasted. */
export const LINE_BREAK = '␤'

/** Marks that a terminal sends around a paste, and the requests for them. */
const PASTE_BEGINS = '\u001b[200~'
const PASTE_ENDS = '\u001b[201~'
const BRACKET_PASTES = '\u001b[?2004h'
const BRACKET_NO_PASTES = '\u001b[?2004l'

/** An Enter with text behind it. Nobody types so fast that both come at once: it is a paste without brackets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const severalLines = /[\r\n][^\u0000-\u0008\u000a-\u001f\u007f-\u009f]/

/** A paste without brackets goes on while no more than this passes between its pieces. */
const PASTE_GAP_MS = 50

/** Whether it is one key that came by itself, Enter or one with a sequence: it was pressed, however soon after a paste. */
const isPressed = ([key = '', ...others]: readonly string[]): boolean =>
  others.length === 0 &&
  (key === '\r' || (key.startsWith('\u001b') && key !== PASTE_BEGINS && key !== PASTE_ENDS))

/** A paste that goes on. Line breaks at its end count once text follows. */
interface Paste {
  readonly isBracketed: boolean
  breaks: number
  afterReturn: boolean
}

/** Hears what is typed. */
export interface KeyListener {
  /** Text, as it was typed or pasted, with LINE_BREAK for each line break inside a paste. */
  readonly text: (run: string) => void
  /** Several lines begin to come at once, and nothing says whether they were pasted. They come as one text. */
  readonly severalLines: () => void
  /** Enter, before it comes as a key. */
  readonly enter: () => void
  /** The terminal is gone, or not ours: then with the error. */
  readonly ended: (error?: NodeJS.ErrnoException) => void
}

/**
 * The keys of the terminal, for readline. Text goes past it, a run at a time: readline itself puts several characters
 * that come at once at the end of the line, wherever the cursor is, and loses count of the rows.
 */
export class LineEditorKeys extends PassThrough {
  private readonly decoder = new StringDecoder('utf8')
  private readonly typist: KeyListener
  private hasEnded = false
  private rest = ''
  private timer: NodeJS.Timeout | undefined
  private paste: Paste | null = null
  private pasteTimer: NodeJS.Timeout | undefined
  private isRaw = false

  constructor(typist: KeyListener) {
    super()
    this.typist = typist
    process.once('exit', this.leave)
    process.stdin.on('data', this.heed).on('end', this.gone).on('error', this.gone).resume()
  }

  /** readline says when: from the beginning to the end, but for while the process is suspended. */
  setRawMode(raw: boolean): this {
    if (!this.hasEnded) process.stdin.setRawMode(raw)
    if (raw !== this.isRaw) process.stdout.write(raw ? BRACKET_PASTES : BRACKET_NO_PASTES)
    this.isRaw = raw
    return this
  }

  /** Takes no more keys. */
  release(): void {
    clearTimeout(this.timer)
    clearTimeout(this.pasteTimer)
    process.off('exit', this.leave)
    // That the terminal is gone may be said later, too.
    process.stdin.off('data', this.heed).off('end', this.gone).pause()
  }

  /** Once: a terminal that is gone says so at each call. */
  private readonly gone = (error?: NodeJS.ErrnoException): void => {
    if (this.hasEnded) return
    this.hasEnded = true
    this.typist.ended(error)
  }

  private readonly heed = (chunk: Buffer): void => {
    clearTimeout(this.timer)
    const typed = this.rest + this.decoder.write(chunk)
    const keys: string[] = []
    this.rest = typed
    for (let taken = takeKey(typed); taken !== null; taken = takeKey(this.rest)) {
      keys.push(taken[0])
      this.rest = taken[1]
    }
    this.watchForLines(keys)
    for (const key of keys) for (const each of key === '\r\n' ? key : [key]) this.hand(each)
    // In a paste it is no key.
    if (this.rest !== '' && this.paste === null)
      this.timer = setTimeout(() => {
        this.emit('data', Buffer.from(this.rest))
        this.rest = ''
      }, ESCAPE_MS)
  }

  /** A terminal that does not bracket pastes sends one as if it were typed. */
  private watchForLines(keys: readonly string[]): void {
    const sent = keys.join('')
    if (this.paste === null) {
      if (sent.includes(PASTE_BEGINS) || !severalLines.test(sent)) return
      this.paste = { isBracketed: false, breaks: 0, afterReturn: false }
      this.typist.severalLines()
    }
    if (this.paste.isBracketed) return
    clearTimeout(this.pasteTimer)
    if (isPressed(keys)) {
      this.paste = null
      return
    }
    this.pasteTimer = setTimeout(() => {
      this.paste = null
    }, PASTE_GAP_MS)
  }

  private hand(piece: string): void {
    if (piece === PASTE_BEGINS) this.paste = { isBracketed: true, breaks: 0, afterReturn: false }
    else if (piece === PASTE_ENDS || piece === INTERRUPT) this.paste = null
    else if (this.paste !== null) return this.handPasted(piece, this.paste)
    if (piece === PASTE_BEGINS || piece === PASTE_ENDS) return
    if (isText(piece)) return this.typist.text(piece)
    if (isC1.test(piece)) return
    if (piece === '\r' || piece === '\n') this.typist.enter()
    // Each key is to be taken before the next: what would be written might come together.
    this.emit('data', Buffer.from(piece))
  }

  /** Of a paste text counts, and the line breaks inside it; nothing in it is a key. */
  private handPasted(piece: string, paste: Paste): void {
    const follows = piece === '\n' && paste.afterReturn
    paste.afterReturn = piece === '\r'
    if (piece === '\r' || piece === '\n') {
      if (!follows) paste.breaks += 1
      return
    }
    if (!isText(piece) && piece !== '\t') return
    if (paste.breaks > 0) this.typist.text(LINE_BREAK.repeat(paste.breaks))
    paste.breaks = 0
    this.typist.text(piece)
  }

  private readonly leave = (): void => {
    if (this.isRaw) process.stdout.write(BRACKET_NO_PASTES)
  }
}
