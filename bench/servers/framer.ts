import { createServer, type Socket } from 'node:net'
import { answer } from './answer.ts'
import { portOf } from './portOf.ts'

/** The length, the type, flags, the id and what it answers: the same header as Colloquy's. */
const HEADER_BYTES = 16
const MAX_BYTES = 65_536
const NOTHING = Buffer.alloc(0)

// What one writes by hand for the same frames: each message is cut out of the stream, handed to a function, and its
// reply framed and gathered; one write for each chunk. Neither codec nor machine, and no limit but one.
const echo = (body: Buffer): Buffer => body

const serve = (socket: Socket): void => {
  let rest: Buffer = NOTHING
  let said = 0
  socket.on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const replies: Buffer[] = []
    let at = 0
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at)
      if (length > MAX_BYTES) return void socket.destroy()
      const end = at + HEADER_BYTES + length
      if (end > bytes.length) break
      const body = bytes.subarray(at + HEADER_BYTES, end)
      said += 1
      replies.push(framed(bytes.readUInt16BE(at + 4), said, bytes.readUInt32BE(at + 8), echo(body)))
      at = end
    }
    rest = bytes.subarray(at)
    if (replies.length > 0)
      socket.write(replies.length === 1 ? (replies[0] as Buffer) : Buffer.concat(replies))
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
}

const framed = (type: number, id: number, re: number, body: Buffer): Buffer => {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length)
  frame.writeUInt32BE(body.length, 0)
  frame.writeUInt16BE(type, 4)
  frame.writeUInt16BE(0, 6)
  frame.writeUInt32BE(id, 8)
  frame.writeUInt32BE(re, 12)
  frame.set(body, HEADER_BYTES)
  return frame
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, serve)
server.listen(0, '127.0.0.1', () => answer(portOf(server)))
