import { dial, gathering } from '../parts/dial.ts'
import { drive } from '../parts/drive.ts'
import { InOrder } from '../parts/in-order.ts'

// Bytes alone: as many come back as were sent, cut by their number.
drive<Buffer>({
  text: (text) => Buffer.from(text),
  open: async (port) => {
    const socket = await dial(port)
    const write = gathering(socket)
    const answers = new InOrder<Buffer>()
    let rest: Buffer = Buffer.alloc(0)
    let length = 0
    socket.on('data', (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = 0
      for (; bytes.length - at >= length; at += length) answers.take(bytes.subarray(at, at + length))
      rest = bytes.subarray(at)
    })
    return {
      ask: (bytes) => {
        length = bytes.length
        write(bytes)
        return answers.next()
      },
    }
  },
})
