import { createServer, type Socket } from 'node:net'
import { answer } from './answer.ts'
import { HEADER_BYTES, MAX_BYTES } from './frames.ts'
import { portOf } from './port-of.ts'

const NOTHING = Buffer.alloc(0)

/**
 * What one writes by hand for the same frames: each message is cut out of the stream, handed to a function, and its
 * reply framed and gathered; one write for each chunk. Neither codec nor machine, and no limit but one.
 */
export const serveFrames = (reply: (type: number, id: number, re: number, body: Buffer) => Buffer): void => {
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
        replies.push(reply(bytes.readUInt16BE(at + 4), said, bytes.readUInt32BE(at + 8), body))
        at = end
      }
      rest = bytes.subarray(at)
      if (replies.length > 0)
        socket.write(replies.length === 1 ? (replies[0] as Buffer) : Buffer.concat(replies))
    })
    socket.on('end', () => socket.end())
    socket.on('error', () => socket.destroy())
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, serve)
  server.listen(0, '127.0.0.1', () => answer(portOf(server)))
}
