import type { CommonFault, ConnectFault, ListenFault } from './tcp-faults.ts'

/** Why a port cannot be listened on, and what to do, as one sentence. */
export const listenSentence = (fault: ListenFault): string => {
  switch (fault.code) {
    case 'PORT_TAKEN':
      return `Port ${fault.port} of ${fault.host} is taken; stop who uses it, or choose another port.`
    case 'ADDRESS_NOT_OURS':
      return `${fault.host} is no address of this machine; choose one that is, such as 127.0.0.1.`
    case 'PRIVILEGED_PORT':
      return `Port ${fault.port} is only for privileged users; choose one from 1024 up.`
    case 'LISTEN_FAILED':
      return `Port ${fault.port} of ${fault.host} cannot be listened on (${fault.reason}); choose another.`
    default:
      return commonSentence(fault)
  }
}

/** Why there is no connection, and what to do, as one sentence. */
export const connectSentence = (fault: ConnectFault): string => {
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
    case 'CONNECT_FAILED':
      return `There is no connection to port ${fault.port} of ${fault.host} (${fault.reason}); check both.`
    default:
      return commonSentence(fault)
  }
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
