import { once } from 'node:events'
import { WebSocket } from 'ws'
import { drive } from '../parts/drive.ts'
import { InOrder } from '../parts/in-order.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    await once(socket, 'open')
    const answers = new InOrder<string>()
    socket.on('message', (text) => answers.take(text.toString()))
    return {
      ask: (text) => {
        socket.send(text)
        return answers.next()
      },
    }
  },
})
