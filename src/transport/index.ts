export { isLoopback, networks } from '../address.ts'
export { type Clock, systemClock, type Timer } from './clock.ts'
export type { CloseReason, Connection, Endpoint } from './connection.ts'
export { descriptorRoom } from './descriptors.ts'
export { Echo } from './echo.ts'
export { FramedSocket } from './framed-socket.ts'
export { linger } from './linger.ts'
export {
  beginning,
  framedType,
  RECOGNISED_BY_BYTES,
  type Stranger,
  type StrangerToRaw,
  strangerBy,
  strangerSentence,
  strangerToRaw,
} from './stranger.ts'
export { type ConnectFault, connectTcp, type ListenFault, listenTcp } from './tcp.ts'
export { connectSentence, listenSentence } from './tcp-sentences.ts'
export { MAX_TEXT_BYTES, receiveText, sendText } from './text.ts'
export { TextFault } from './text-fault.ts'
