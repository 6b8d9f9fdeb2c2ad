import { WebSocketServer } from 'ws'
import { answer } from '../parts/answer.ts'
import { portOf } from '../parts/port-of.ts'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('connection', (socket) => {
  socket.on('message', (text) => socket.send(text.toString()))
})
server.on('listening', () => answer(portOf(server)))
