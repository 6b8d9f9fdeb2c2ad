const byHeader = 'the driver judges a message by its header and refuses it before the machine sees it'
const noConnection = 'while there is no connection nothing is heard or lost'
const oneConversation = 'a client has room for its one conversation'

const noStreams = 'no message of talk is answered by a stream'

/** Why something of the protocol is reached by no test of a real end. */
export const reasons: Readonly<Record<string, string>> = {
  'transition client recv.*': byHeader,
  'transition client.close.server recv.Bye': byHeader,
  'transition client.close.server recv.Fault': byHeader,
  'transition server recv.*': byHeader,
  'transition server.close.client recv.Bye': byHeader,
  'transition server.close.client recv.Fault': byHeader,
  'transition client.offline recv.*': noConnection,
  'transition client.offline lost': noConnection,
  'transition client refuse.OVERLOADED': oneConversation,
  'transition client.converse do.cancel': noStreams,
  'transition client.converse do.more': noStreams,
  'transition client.converse do.aborted': noStreams,
  'transition server.converse do.cancel': noStreams,
  'transition server.converse do.more': noStreams,
  'transition server.converse do.aborted': noStreams,
  'fault client OVERLOADED': oneConversation,
}
