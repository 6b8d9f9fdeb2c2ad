import { io } from 'socket.io-client'
import { drive } from '../parts/drive.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false }
    const socket = io(`http://127.0.0.1:${port}`, options)
    await new Promise<void>((resolve) => socket.on('connect', resolve))
    return { ask: (text) => socket.emitWithAck('say', text) }
  },
})
