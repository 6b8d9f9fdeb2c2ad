import { isUtf8 } from 'node:buffer'
import type { Socket } from 'node:net'
import { isUint8Array } from 'node:util/types'
import { aText, having, limitFrom } from '../arguments.ts'
import { FrameDecoder, HEADER_BYTES, writeHeader } from './framing/decoder.ts'
import { closeReason } from './tcp-faults.ts'
import { headerFault, TextFault } from './text-fault.ts'

/** The longest text, in bytes of UTF-8, unless another limit is given. */
export const MAX_TEXT_BYTES = 65_536

/**
 * Sends a text as one frame: the 16-byte header (type, id and re 0), then the text in UTF-8. Resolves when it was
 * handed over and there is room for more; wait for it before the next one, and memory stays bounded.
 *
 * Rejects with a TextFault: LONE_SURROGATE, TOO_LONG (nothing was sent), NOT_OPEN, BROKEN.
 * From the first call on, errors of the socket are told by these calls and not thrown by the event.
 */
export function sendText(socket: Socket, text: string, maxBytes = MAX_TEXT_BYTES): Promise<void> {
  return new Promise((resolve, reject) => {
    aSocket('socket', socket)
    aText('text', text)
    aMaximum('maxBytes', maxBytes)
    inboxOf(socket)
    const index = text.search(/\p{Surrogate}/u)
    if (index >= 0) throw new TextFault({ code: 'LONE_SURROGATE', index })
    const bytes = Buffer.byteLength(text)
    if (bytes > maxBytes) throw new TextFault({ code: 'TOO_LONG', bytes, maxBytes })
    if (!socket.writable) throw lost(socket)
    const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes)
    writeHeader(frame, 0, bytes, 0, 0, 0)
    frame.write(text, HEADER_BYTES)
    // A write that a destroy cut off calls back without an error, too.
    const written = (error?: Error | null) => (error || socket.destroyed ? reject(lost(socket)) : resolve())
    if (socket.write(frame, written)) resolve()
  })
}

/**
 * Receives the next text; null once the stream has ended. Several calls are answered in order. The socket is
 * read only while somebody waits: a peer that says more fills its own buffers, not our memory. What came behind the last
 * text that was waited for is left in the socket, for whoever reads it next.
 *
 * Rejects with a TextFault: BAD_HEADER, TOO_LONG, CUT_SHORT (and so does every later call, since the place in the
 * stream is lost), BAD_UTF8 (that text only), NOT_BYTES (the socket has an encoding), NOT_OPEN, BROKEN. It does not
 * close the socket. While somebody waits, nothing else may read the socket.
 */
export async function receiveText(socket: Socket, maxBytes = MAX_TEXT_BYTES): Promise<string | null> {
  aSocket('socket', socket)
  aMaximum('maxBytes', maxBytes)
  return inboxOf(socket).receive(maxBytes)
}

const aSocket = having('a net.Socket', 'on', 'read', 'write')

const aMaximum = limitFrom(0)

interface Receiver {
  readonly maxBytes: number
  readonly resolve: (text: string | null) => void
  readonly reject: (fault: TextFault) => void
}

/** One for each socket on which the calls were used. It lives in a map, not on the socket. */
const inboxes = new WeakMap<Socket, Inbox>()

function inboxOf(socket: Socket): Inbox {
  let inbox = inboxes.get(socket)
  if (inbox === undefined) {
    inbox = new Inbox(socket)
    inboxes.set(socket, inbox)
  }
  return inbox
}

class Inbox {
  private readonly socket: Socket
  private readonly receivers: Receiver[] = []
  private readonly decoder: FrameDecoder
  private fault: TextFault | undefined
  private reading = false
  private closed: boolean

  constructor(socket: Socket) {
    this.socket = socket
    this.closed = socket.closed
    this.decoder = new FrameDecoder((header) => {
      const detail = headerFault(header, this.receivers[0]?.maxBytes ?? 0)
      if (detail !== undefined) this.fault = new TextFault(detail)
      return detail === undefined
    })
    if (!this.closed) socket.on('error', ignore).once('close', this.onClose)
  }

  receive(maxBytes: number): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.receivers.push({ maxBytes, resolve, reject })
      this.serve()
    })
  }

  /** Answers as many receivers as can be, and waits for more bytes while one is left. */
  private serve(): void {
    for (let first = this.receivers[0]; first !== undefined; first = this.receivers[0]) {
      if (this.decoder.next()) this.answer(first)
      else if (this.take()) continue
      else if (this.over()) {
        if (this.fault === undefined) first.resolve(null)
        else first.reject(this.fault)
      } else break
      this.receivers.shift()
    }
    if (this.receivers.length > 0) this.read()
    else this.rest()
  }

  /** Takes off the socket what has come. False: nothing, or nothing that can be read. */
  private take(): boolean {
    const { socket } = this
    if (this.fault !== undefined) return false
    const encoding = socket.readableEncoding
    const chunk: unknown = encoding === null ? socket.read() : ''
    if (chunk === null) return false
    if (isUint8Array(chunk)) this.decoder.push(chunk)
    else {
      if (encoding === null) socket.unshift(chunk)
      this.fault = new TextFault({ code: 'NOT_BYTES', encoding })
    }
    return this.fault === undefined
  }

  private answer(receiver: Receiver): void {
    const body = this.decoder.body
    if (isUtf8(body)) receiver.resolve(body.toString('utf8'))
    else receiver.reject(new TextFault({ code: 'BAD_UTF8', bytes: body.length }))
  }

  /** Whether no text can come any more: because of `fault`, or because the stream has ended. */
  private over(): boolean {
    if (this.fault !== undefined) return true
    if (this.socket.readableEnded) {
      if (this.decoder.partial) this.fault = new TextFault({ code: 'CUT_SHORT' })
      return true
    }
    if (this.closed) this.fault = lost(this.socket)
    return this.closed
  }

  private read(): void {
    if (this.reading) return
    this.reading = true
    this.socket.on('readable', this.onReadable).once('end', this.onReadable)
  }

  /** Gives back what nobody waits for. A socket that is destroyed takes nothing back: then it stays here. */
  private rest(): void {
    const { socket } = this
    const unread = socket.destroyed ? NOTHING : this.decoder.takeUnread()
    if (this.reading) socket.pause().off('readable', this.onReadable).off('end', this.onReadable)
    this.reading = false
    if (unread.length > 0) socket.unshift(unread)
  }

  private readonly onReadable = (): void => this.serve()

  private readonly onClose = (): void => {
    this.closed = true
    this.socket.off('error', ignore)
    this.serve()
  }
}

const NOTHING = Buffer.alloc(0)

function ignore(): void {}

function lost(socket: Socket): TextFault {
  const error: NodeJS.ErrnoException | null = socket.errored
  // ECANCELED: a write that our own destroy cut off; newer Nodes call that an error.
  if (error === null || error.code === 'ECANCELED') return new TextFault({ code: 'NOT_OPEN' })
  return new TextFault({ code: 'BROKEN', reason: closeReason(error), system: error.code ?? error.name })
}
