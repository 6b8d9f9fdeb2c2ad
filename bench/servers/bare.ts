import { createServer } from 'node:net'
import { answer } from '../parts/answer.ts'
import { portOf } from '../parts/port-of.ts'

// Bytes straight back, as they come: what Node itself costs.
const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  socket.on('data', (bytes) => socket.write(bytes))
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
})
server.listen(0, '127.0.0.1', () => answer(portOf(server)))
