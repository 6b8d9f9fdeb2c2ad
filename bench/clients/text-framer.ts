import { dial, gathering } from '../parts/dial.ts'
import { drive } from '../parts/drive.ts'
import { cutter, framedText } from '../parts/frames.ts'
import { InOrder } from '../parts/in-order.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const socket = await dial(port)
    const write = gathering(socket)
    const answers = new InOrder<string>()
    let said = 0
    socket.on(
      'data',
      cutter((body) => answers.take(body.toString())),
    )
    return {
      ask: (text) => {
        said += 1
        write(framedText(1, said, 0, text))
        return answers.next()
      },
    }
  },
})
