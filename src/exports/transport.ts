/**
 * Connections over TCP, clocks, and texts on a socket.
 * @module
 */

export { type Clock, systemClock, type Timer } from '../transport/clock.ts'
export type { CloseReason, Connection, ConnectionListener, Endpoint } from '../transport/connection.ts'
export { FramedSocket } from '../transport/framed-socket.ts'
export { LINGER_LIMITS, type LingerLimits, linger } from '../transport/linger.ts'
export type { Stranger, StrangerToRaw } from '../transport/stranger.ts'
export {
  type ConnectFault,
  type ConnectOptions,
  connectTcp,
  type ListenFault,
  type ListenOptions,
  listenTcp,
  type TcpListener,
} from '../transport/tcp.ts'
export type { CommonFault } from '../transport/tcp-faults.ts'
export type { Lookup } from '../transport/tcp-race.ts'
export { connectSentence, listenSentence } from '../transport/tcp-sentences.ts'
export { MAX_TEXT_BYTES, receiveText, sendText } from '../transport/text.ts'
export { TextFault, type TextFaultDetail } from '../transport/text-fault.ts'
