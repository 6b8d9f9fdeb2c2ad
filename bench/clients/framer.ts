import { dial, gathering } from '../parts/dial.ts'
import { drive } from '../parts/drive.ts'
import { cutter, framed } from '../parts/frames.ts'
import { InOrder } from '../parts/in-order.ts'

drive<Buffer>({
  text: (text) => Buffer.from(text),
  open: async (port) => {
    const socket = await dial(port)
    const write = gathering(socket)
    const answers = new InOrder<Buffer>()
    let said = 0
    socket.on(
      'data',
      cutter((body) => answers.take(body)),
    )
    return {
      ask: (bytes) => {
        said += 1
        write(framed(1, said, 0, bytes))
        return answers.next()
      },
    }
  },
})
