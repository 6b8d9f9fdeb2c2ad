/** The edges of the machines that cannot be caused over a socket, by the reason: `event event in place place`. */
export const unreached = {
  client: {
    'there is no connection': [
      'lost recv.Aborted recv.Ack recv.AskName recv.Bye recv.Cancel recv.Challenge recv.Denied recv.Fault recv.Granted recv.Greeting recv.Hello recv.ListSessions recv.Login recv.Logout recv.More recv.MyName recv.Ping recv.Pong recv.Ready recv.Register recv.Resume recv.RevokeSession recv.Say recv.SessionInfo recv.SessionsAnswered recv.Welcome refuse.GAP refuse.INTERNAL refuse.MALFORMED refuse.OVERLOADED refuse.TIMEOUT refuse.TOO_LARGE refuse.UNAUTHORIZED refuse.UNEXPECTED_MESSAGE refuse.VERSION in offline.connecting offline.ended offline.waiting',
    ],
    'the deadline of the state is shorter than that of a frame': [
      'refuse.TIMEOUT in close.client close.server connect.welcome identify.greet identify.greeted identify.named',
    ],
    'a client has room for its one conversation': [
      'refuse.OVERLOADED in auth.prove auth.verify close.client close.done close.server connect.welcome converse identify.greet identify.greeted identify.name identify.named',
    ],
    'nothing of the program runs here that could fail': [
      'refuse.INTERNAL in auth.verify connect.welcome identify.greet identify.greeted identify.named',
    ],
    'no conversation message is legal here': [
      'refuse.GAP in auth.prove auth.verify close.done close.server connect.welcome identify.greet identify.greeted identify.name identify.named',
    ],
    'only Ready can come without a proof': [
      'refuse.UNAUTHORIZED in auth.prove auth.verify close.client close.done close.server connect.welcome converse identify.name identify.named',
    ],
    'nothing is read after the end': ['refuse.TIMEOUT in close.done'],
    'only Welcome names a version': [
      'refuse.VERSION in auth.prove auth.verify close.client close.done close.server converse identify.greet identify.greeted identify.name identify.named',
    ],
    'no message of talk is answered by a stream': ['do.aborted do.cancel do.more in converse'],
    'nothing is said after the end': [
      'do.aborted do.ack do.cancel do.listSessions do.more do.ping do.revokeSession do.say.Say in close.done',
    ],
    'no message is legal here, so none is too large': ['refuse.TOO_LARGE in close.server'],
  },
  server: {
    'the deadline of the state is shorter than that of a frame': [
      'refuse.TIMEOUT in close.client.settling close.server connect.hello',
    ],
    'nothing of the server runs here that could fail': [
      'refuse.INTERNAL in auth.prove connect.hello identify.name',
    ],
    'no conversation message is legal here': [
      'refuse.GAP in auth.prove auth.verify close.client.loggingOut close.client.settling close.done connect.hello identify.greet identify.name',
    ],
    'a server says it by verified.last alone': [
      'refuse.UNAUTHORIZED in auth.prove auth.verify close.client.loggingOut close.client.settling close.done close.server connect.hello converse identify.greet identify.name',
    ],
    'nobody can end a conversation that has not begun, but by stopping the server': [
      'bye.DONE bye.IDLE bye.LOGGED_OUT bye.REPLACED in auth.prove auth.verify connect.hello identify.greet identify.name',
    ],
    'only Hello names versions': [
      'refuse.VERSION in auth.prove auth.verify close.client.loggingOut close.client.settling close.done close.server converse identify.greet identify.name',
    ],
    'only a connection too many is one': [
      'refuse.OVERLOADED in auth.prove auth.verify close.client.loggingOut close.client.settling close.done close.server converse identify.greet identify.name',
    ],
    'nothing is read after the end': ['refuse.TIMEOUT in close.done'],
    'no message of talk is answered by a stream': ['do.aborted do.cancel do.more in converse'],
    'nothing is said after the end': [
      'do.aborted do.ack do.cancel do.more do.ping do.say.Say do.sessionInfo do.sessionsAnswered in close.done',
    ],
    'no message is legal here, so none is too large': [
      'refuse.TOO_LARGE in close.client.loggingOut close.client.settling',
    ],
    'the server does not rest here': [
      'bye.DONE bye.IDLE bye.LOGGED_OUT bye.REPLACED bye.SHUTTING_DOWN lost recv.Aborted recv.Ack recv.AskName recv.Bye recv.Cancel recv.Challenge recv.Denied recv.Fault recv.Granted recv.Greeting recv.Hello recv.ListSessions recv.Login recv.Logout recv.More recv.MyName recv.Ping recv.Pong recv.Ready recv.Register recv.Resume recv.RevokeSession recv.Say recv.SessionInfo recv.SessionsAnswered recv.Welcome refuse.GAP refuse.INTERNAL refuse.MALFORMED refuse.OVERLOADED refuse.TIMEOUT refuse.TOO_LARGE refuse.UNAUTHORIZED refuse.UNEXPECTED_MESSAGE refuse.VERSION in identify.greeted',
    ],
  },
}
