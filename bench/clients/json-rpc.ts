import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node'
import { dial } from '../parts/dial.ts'
import { drive } from '../parts/drive.ts'

drive<string>({
  text: (text) => text,
  open: async (port) => {
    const socket = await dial(port)
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    )
    connection.listen()
    return { ask: async (text) => (await connection.sendRequest<{ text: string }>('say', { text })).text }
  },
})
