import { createServer, type Socket } from 'node:net'
import { answer } from './answer.ts'
import { portOf } from './portOf.ts'

/** A length of four bytes stands before each body. */
const PREFIX_BYTES = 4
const MOST_BYTES = 65_536
const NOTHING = Buffer.alloc(0)

// What one writes by hand: each message is cut out of the stream, handed to a function, and its reply framed and
// gathered; one write for each chunk. Neither codec nor machine, and no limit but one.
const echo = (body: Buffer): Buffer => body

const serve = (socket: Socket): void => {
  let rest: Buffer = NOTHING
  socket.on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const replies: Buffer[] = []
    let at = 0
    while (bytes.length - at >= PREFIX_BYTES) {
      const length = bytes.readUInt32BE(at)
      if (length > MOST_BYTES) return void socket.destroy()
      const end = at + PREFIX_BYTES + length
      if (end > bytes.length) break
      replies.push(framed(echo(bytes.subarray(at + PREFIX_BYTES, end))))
      at = end
    }
    rest = bytes.subarray(at)
    if (replies.length > 0)
      socket.write(replies.length === 1 ? (replies[0] as Buffer) : Buffer.concat(replies))
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
}

const framed = (body: Buffer): Buffer => {
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + body.length)
  frame.writeUInt32BE(body.length)
  frame.set(body, PREFIX_BYTES)
  return frame
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, serve)
server.listen(0, '127.0.0.1', () => answer(portOf(server)))
