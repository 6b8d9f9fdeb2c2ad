import { PassThrough, type Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { ReadStream } from 'node:tty'
import { answerKey } from './answer-keys.ts'
import { takeKey } from './keys.ts'

/** Of one answer; longer than any that is good, so that none is cut to a good one. */
const MAX_CHARACTERS = 300

/** Limit on what is typed before it is asked for. */
const MAX_AHEAD = 64 * 1024

/** Events of a keyboard beside an answer. */
export interface KeyboardEvents {
  /** Ctrl-C. */
  interrupted(): void
  /** Ctrl-D, or the terminal is gone. */
  ended(): void
}

/**
 * A terminal that is read key by key from the first question to the last. In between nothing is echoed, either: a
 * password that is typed too early stays unseen. What was typed ahead is the next answer, or is left to who reads next.
 */
export class Keyboard {
  private readonly terminal: ReadStream
  private readonly events: KeyboardEvents
  private readonly decoder = new StringDecoder('utf8')
  private held = false
  private over = false
  private ahead = ''
  private answer: PassThrough | null = null
  private characters = 0

  constructor(terminal: ReadStream, events: KeyboardEvents) {
    this.terminal = terminal
    this.events = events
  }

  /** The keys of the next answer, up to Enter. */
  open(): Readable {
    this.hold()
    this.characters = 0
    this.answer = new PassThrough()
    const { answer } = this
    // The reader of the answer looks for keys first.
    setImmediate(() => {
      if (this.answer === answer) this.pump()
    })
    return answer
  }

  /** No answer is wanted at the moment. */
  close(): void {
    this.answer?.destroy()
    this.answer = null
  }

  /** Leaves the terminal as it was found. Resolves when somebody else can read it. */
  async release(): Promise<void> {
    this.close()
    if (!this.held) return
    this.held = false
    this.terminal.off('data', this.read).off('end', this.end)
    this.terminal.pause()
    if (this.over) return
    this.terminal.setRawMode(false)
    const left = this.takeAhead()
    if (left !== '') this.terminal.unshift(Buffer.from(left))
    // Node stops reading a turn after `pause`. Who began to read before that would never hear anything.
    await new Promise(setImmediate)
  }

  private hold(): void {
    if (this.held) return
    this.held = true
    // A terminal that this process may not have tells of it by an error event.
    this.terminal.on('data', this.read).on('end', this.end).on('error', this.end)
    this.terminal.setRawMode(true)
    this.terminal.resume()
  }

  private readonly read = (chunk: Buffer): void => {
    const sent = this.decoder.write(chunk)
    if (sent.includes('\u0003')) {
      this.ahead = ''
      this.events.interrupted()
      return
    }
    this.ahead += sent.slice(0, MAX_AHEAD - this.ahead.length)
    this.pump()
  }

  private readonly end = (): void => {
    this.over = true
    this.pump()
  }

  private pump(): void {
    while (this.answer !== null) {
      const taken = takeKey(this.ahead)
      if (taken === null) break
      const [sent, left] = taken
      const key = answerKey(sent)
      this.ahead = left
      switch (key.does) {
        case 'type':
          this.type(key.text, this.answer)
          break
        case 'edit':
          this.characters = { nothing: this.characters, one: Math.max(0, this.characters - 1), many: 0 }[
            key.cuts
          ]
          this.answer.write(key.text)
          break
        case 'enter':
          this.answer.write('\r')
          this.answer = null
          break
        case 'end':
          return this.events.ended()
        case 'nothing':
          break
        default:
          key satisfies never
      }
    }
    if (this.over && this.answer !== null) this.events.ended()
  }

  private type(text: string, answer: PassThrough): void {
    const taken = [...text].slice(0, MAX_CHARACTERS - this.characters)
    this.characters += taken.length
    if (taken.length > 0) answer.write(taken.join(''))
  }

  /** Hands over what was typed ahead, as a terminal would have sent it line by line. */
  private takeAhead(): string {
    let lines = ''
    for (let taken = takeKey(this.ahead); taken !== null; taken = takeKey(taken[1])) {
      const key = answerKey(taken[0])
      if (key.does === 'type') lines += key.text
      else if (key.does === 'enter') lines += '\n'
    }
    this.ahead = ''
    return lines
  }
}
