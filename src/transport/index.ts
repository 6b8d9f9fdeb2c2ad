export { type Clock, systemClock, type Timer } from './clock.ts'
export type { CloseReason, Connection, ConnectionListener, Endpoint } from './connection.ts'
export { type DescriptorRoom, descriptorLimit, descriptorRoom } from './descriptors.ts'
export { Echo, type EchoListener, PORTION_BYTES } from './echo.ts'
export { FramedSocket } from './framed-socket.ts'
export { FrameDecoder, HEADER_BYTES, type Header, type Judge, writeHeader } from './framing/decoder.ts'
export { LINGER_LIMITS, type LingerLimits, linger } from './linger.ts'
export { isLoopback } from './loopback.ts'
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
export { type ConnectFault, connectTcp, type ListenFault, listenTcp, type TcpListener } from './tcp.ts'
export { connectSentence, listenSentence } from './tcp-sentences.ts'
export { MAX_TEXT_BYTES, receiveText, sendText } from './text.ts'
export { TextFault } from './text-fault.ts'
