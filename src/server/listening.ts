import { ColloquyError, type ServerEvent } from '../engine/index.ts'
import { type ListenFault, listenSentence } from '../transport/index.ts'

/** The event for a log of a port that cannot be listened on. */
export const notListening = (fault: ListenFault): ServerEvent =>
  fault.code === 'PORT_TAKEN'
    ? { event: 'taken', host: fault.host, port: fault.port }
    : { event: 'failed', what: 'listening', detail: listenSentence(fault) }

/** The error for a port that cannot be listened on. */
export const cannotListen = (fault: ListenFault): ColloquyError =>
  new ColloquyError({ code: 'CANNOT_LISTEN', fault }, listenSentence(fault))
