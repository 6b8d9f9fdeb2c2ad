import { createServer } from 'node:net'
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node'
import { answer } from '../parts/answer.ts'
import { portOf } from '../parts/port-of.ts'

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
  connection.onRequest('say', ({ text }: { readonly text: string }) => ({ text }))
  connection.listen()
})
server.listen(0, '127.0.0.1', () => answer(portOf(server)))
