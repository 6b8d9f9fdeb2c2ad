import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { answer } from '../parts/answer.ts'
import { portOf } from '../parts/port-of.ts'

const http = createServer()
const server = new Server(http, { transports: ['websocket'], serveClient: false })
server.on('connection', (socket) => {
  socket.on('say', (text: string, reply: (text: string) => void) => reply(text))
})
http.listen(0, '127.0.0.1', () => answer(portOf(http)))
