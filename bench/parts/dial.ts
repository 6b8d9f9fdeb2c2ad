import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connected socket. Its end ends the process: nothing that is measured hangs up. */
export const dial = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  socket.on('close', () => {
    throw new Error('The server hung up.')
  })
  return socket
}

/** Writes once a turn of the event loop what was handed over during it. */
export const gathering = (socket: Socket): ((bytes: Buffer) => void) => {
  let gathered: Buffer[] = []
  const flush = (): void => {
    socket.write(gathered.length === 1 ? (gathered[0] as Buffer) : Buffer.concat(gathered))
    gathered = []
  }
  return (bytes) => {
    if (gathered.push(bytes) === 1) process.nextTick(flush)
  }
}
