import { aText, objectOf } from '../arguments.ts'
import type { CommonFault, ConnectFault, ListenFault } from './tcp-faults.ts'

const aFault = objectOf({ code: aText })

/** Why a port cannot be listened on, and what to do, as one sentence. */
export const listenSentence = (fault: ListenFault): string => {
  aFault('fault', fault)
  switch (fault.code) {
    case 'PORT_TAKEN':
      return `Port ${fault.port} of ${fault.host} is taken; stop who uses it, or choose another port.`
    case 'ADDRESS_NOT_OURS':
      return `${fault.host} is no address of this machine; choose one that is, such as 127.0.0.1.`
    case 'PRIVILEGED_PORT':
      return `Port ${fault.port} is only for privileged users; choose one from 1024 up.`
    case 'SOCKET_TAKEN':
      return `Somebody else listens on the socket ${fault.path}; stop who uses it, or choose another path.`
    case 'SOCKET_FAILED':
      return `The socket ${fault.path} cannot be made (${fault.reason}); choose another path, of at most 100 characters.`
    case 'LISTEN_FAILED':
      return `Port ${fault.port} of ${fault.host} cannot be listened on (${fault.reason}); choose another.`
    default:
      return commonSentence(fault)
  }
}

/** Why there is no connection, and what to do, as one sentence. */
export const connectSentence = (fault: ConnectFault): string => {
  aFault('fault', fault)
  switch (fault.code) {
    case 'REFUSED':
      return `Nobody listens on port ${fault.port} of ${fault.host}; start the server, or check the port.`
    case 'UNREACHABLE':
      return `${fault.host} cannot be reached from here; check the address and the network.`
    case 'RESET':
      return `${fault.host} broke the connection off at once; check that port ${fault.port} is the right one.`
    case 'TIMEOUT':
      return `${fault.host} did not answer on port ${fault.port} within ${fault.timeoutMs} ms; check the address and the network.`
    case 'ABORTED':
      return `The connection to ${fault.host} was given up; connect again when it is wanted.`
    case 'SOCKET_CLOSED':
      return `Nobody listens on the socket ${fault.path} (${fault.reason}); start the server, or check the path.`
    case 'NO_TLS':
      return `${fault.host} speaks no TLS on port ${fault.port}; check the port, or connect without TLS.`
    case 'TLS_FAILED':
      return `There is no TLS with port ${fault.port} of ${fault.host} (${fault.reason}); check that TLS 1.3 and colloquy/1 are spoken there.`
    case 'CERTIFICATE_REFUSED':
      return fault.reason === 'OUTDATED'
        ? `The certificate of ${fault.host} is not valid today; it has to be renewed there, or the clock be set here.`
        : `The certificate of ${fault.host} is not accepted (${fault.reason}); check the host, or who has issued it.`
    case 'UNKNOWN_SERVER':
      return unknownServerSentence(fault)
    case 'CONNECT_FAILED':
      return `There is no connection to port ${fault.port} of ${fault.host} (${fault.reason}); check both.`
    default:
      return commonSentence(fault)
  }
}

/** Why a server may be another one than it was, and what to do, as one sentence. */
export const unknownServerSentence = ({
  fingerprint,
  known,
}: {
  readonly fingerprint: string | null
  readonly known: string | null
}): string => {
  if (fingerprint === null && known === null)
    return 'The server shows a key that it cannot prove at this port, as behind a relay; nothing secret was sent. Connect to the port that it listens on, or over TLS.'
  if (fingerprint === null)
    return 'The server that was here had a key, and this one cannot prove that it has it; nothing secret was sent. Ask who runs it, and give its fingerprint if it was changed.'
  return known === null
    ? `Nobody vouches for this server, whose key is ${fingerprint}; ask who runs it, and give that as its fingerprint if it is the same.`
    : `THE KEY OF THE SERVER HAS CHANGED, from ${known} to ${fingerprint}: somebody may stand in between; nothing secret was sent. Ask who runs it, and give the new fingerprint if it was changed.`
}

const commonSentence = (fault: CommonFault): string => {
  switch (fault.code) {
    case 'UNKNOWN_HOST':
      return `Nobody knows the host ${fault.host}; check its spelling, or give an address.`
    case 'BAD_PORT':
      return `${fault.port} is no port; give a whole number from ${fault.min} to ${fault.max}.`
    case 'NO_DESCRIPTORS':
      return 'This process has too many files open; end some, or raise the limit of open files.'
    default:
      return fault satisfies never
  }
}
