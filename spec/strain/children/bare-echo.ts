// A bare server of `net` that gives back what it is sent: the yardstick.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { answer } from '../inside.ts'

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
// It listens on a port, and not on a path.
answer({ begin: () => {}, port: () => (server.address() as AddressInfo).port })
