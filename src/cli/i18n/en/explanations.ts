import { bounds } from '../../../../protocol/base/contract.ts'
import type { ExplanationTexts } from '../explanations.ts'

const AGAIN = 'Try again later; if it stays so, ask who runs the server.'
const THEIR_LOG = 'Look into the log of the side that said it.'

/** Explanations of codes, in English. */
export const explanations: ExplanationTexts = {
  kinds: {
    fault: 'code of Fault, which ends everything at once',
    bye: 'reason of Bye, the last word of a conversation',
    denial: 'reason of Denied: a proof was not accepted',
    abort: 'reason of Aborted: a message gets no answer',
    loss: 'end of a connection without a word',
    connect: 'why no connection could be made',
    listen: 'why a server could not listen',
    handshake: 'why a TLS handshake failed, at a server',
    arrival: 'why a connection was refused before its first frame',
    store: 'fault of the store',
    hash: 'fault of checking a password',
    failure: 'code of ColloquyError, which the library rejects with',
    exit: 'exit code of colloquy',
  },
  remedy: 'What to do:',
  contractRule: 'rule for contracts (check, generate)',
  verifyRule: 'rule of verification (verify)',
  codes: {
    fault: {
      UNEXPECTED_MESSAGE: [
        'A message came that the contract does not let that side say in this state, or of a number that it does not have.',
        'Mend the peer that said it; verify finds such things in machines before they run. If something else speaks to this port, the log says what it looks like.',
      ],
      MALFORMED: [
        'A frame or its body is not what the contract says: a flag, an id, a field, a rule of a type. The detail names the place.',
        'Mend the peer that said it; its codec is best generated from the same contract.',
      ],
      TOO_LARGE: [
        'The header announces a body above the limit of the state. Nothing of it was read.',
        'Say less at once, or give the type of the contract a larger bound, on both sides.',
      ],
      TIMEOUT: [
        'The other side had the turn, and let the deadline of the state pass; or a frame that it had begun came too slowly.',
        'Check the network and the load of the silent side; a client connects again by itself.',
      ],
      VERSION: [
        'The two sides speak different contracts, or have no version in common; over TLS also that colloquy/1 was not offered (ALPN).',
        'Give the contract of the server with --contract, or bring the older side up to date.',
      ],
      OVERLOADED: [
        'All sessions of the server are taken, or this address has too many without a proof, has misbehaved, or had to make room.',
        'Wait for as long as the Fault says. At the server: --max-sessions, the limit of open files, --max-startups, --exempt.',
      ],
      INTERNAL: [
        'The side that says it failed at something of its own: a handler, its store, its disk.',
        THEIR_LOG,
      ],
      GAP: [
        'An id of a message, or an acknowledgement, does not follow the one before: something was lost or said twice.',
        'Mend the peer that said it: ids count 1, 2, 3 …, and an Ack never goes back.',
      ],
      UNAUTHORIZED: [
        'No proof was accepted, or there was none where one had to be: five attempts, no certificate, or a server that asks for none.',
        'Check name and password; a client that has to show a certificate takes --cert and --key.',
      ],
    },
    bye: {
      DONE: ['A side had nothing more to say. This is how a conversation ends in order.', 'Nothing.'],
      LOGGED_OUT: [
        'The session is over: by Logout, by an operator, by a new password, or since it had reached its age.',
        'Log in with the password.',
      ],
      IDLE: [
        'Nothing was heard for too many heartbeats: the other side, or what lies between, is gone.',
        'A client connects again by itself; if it happens often, look for what cuts silent connections on the way, and give the server a shorter heartbeat.',
      ],
      SHUTTING_DOWN: ['The server stops, or is started again.', 'A client connects again by itself.'],
      REPLACED: [
        'The conversation goes on over another connection, or the account has as many as it may, and the oldest gave way.',
        'Use one client for a conversation; the limit is --max-account-sessions.',
      ],
    },
    denial: {
      BAD_CREDENTIALS: [
        'The name and the password do not belong together, or there is no such name: which of the two nobody is told.',
        'Check both. A name that is new is registered with --register; an operator sets a password with users password.',
      ],
      NAME_TAKEN: [
        'Register asks for a name that somebody has, in any spelling of it.',
        'Choose another, or log in.',
      ],
      WEAK_PASSWORD: [
        `The new password has fewer than ${bounds.NewPassword.minBytes} bytes.`,
        'Choose a longer one; several words are best.',
      ],
      TOO_MANY_ATTEMPTS: [
        'This name failed too often from this address, or the address has registered as many names as it may in an hour.',
        'Wait for as long as the answer says. At the server: --max-registrations, --exempt.',
      ],
      TOKEN_EXPIRED: [
        'The token was not used for 24 hours, is older than 7 days, was revoked, was used already, or is of another server or another set-up of it; one that began over TLS is good over TLS alone.',
        'Log in with the password; connect keeps the new token by itself. If a session was revoked for a replay (log: replayed), somebody else may have had the token: change the password.',
      ],
      REGISTRATION_CLOSED: ['The server takes no new names.', 'Ask who runs it for an account: users add.'],
      INSECURE_CHANNEL: [
        'A password or token would cross a channel that others can read: neither TLS nor this machine.',
        'Connect with --tls; serve speaks it with --tls auto or --tls-cert. Only where you trust the network: --insecure-password on both sides.',
      ],
      UNAVAILABLE: [
        'Nothing can be checked at the moment: too many passwords wait, or the store cannot be read or written.',
        'Clients try again by themselves. At the server look for failed in the log, and for the queue of passwords in the metrics.',
      ],
    },
    abort: {
      OVERLOADED: ['The side that was asked has 1,024 streams open.', 'Leave one, then ask again.'],
      LOST: ['The message or its answers were lost with a connection.', 'Ask again.'],
      UNANSWERED: ['The handler of the side that was asked failed, or gave nothing.', THEIR_LOG],
    },
    loss: {
      BROKEN: [
        'The stream ended without a Bye: the other side has died, was ended by force, or does not speak this protocol.',
        'A client connects again by itself. Where it happens to everybody at once, look for what stands between.',
      ],
      RESET: [
        'The other side, or something between, reset the connection.',
        'A client connects again by itself; look for a firewall, a proxy or a crash.',
      ],
      STALLED: [
        'Nothing that we wrote was taken for 10 s, or more waited to be taken than is kept.',
        'Look for what keeps the other side from reading: a stopped process, a full disk, a slow network.',
      ],
    },
    connect: {
      REFUSED: ['Nobody listens on that port of that host.', 'Start the server, or check the port.'],
      UNREACHABLE: ['No way leads to that host.', 'Check the address, the network and the firewall.'],
      RESET: [
        'The host broke the connection off at once.',
        'Check that the port is the right one, and that neither the server nor a proxy before it turns connections away.',
      ],
      TIMEOUT: [
        'The host did not answer in time: it is gone, or a firewall drops what is sent to it.',
        'Check the address and the network; allow more with --timeout.',
      ],
      ABORTED: ['The caller gave it up.', 'Connect again when it is wanted.'],
      SOCKET_CLOSED: [
        'Nobody listens on that socket of the file system, or others may not use it.',
        'Start the server with --socket, or check the path and who you are.',
      ],
      NO_TLS: [
        'The server answers a TLS handshake with something else.',
        'Check the port, or leave out --tls.',
      ],
      TLS_FAILED: [
        'The TLS handshake came to nothing; the reason is a code of OpenSSL, or TIMEOUT, CLOSED, NO_ALPN, NO_CERTIFICATE.',
        'Check that the port speaks TLS 1.3 and colloquy/1, and the log of the server.',
      ],
      CERTIFICATE_REFUSED: [
        'The certificate of the server is outdated, of another host, or of an issuer who is not trusted here.',
        'Renew it there, connect by the name that it is for, or name its issuer with --ca.',
      ],
      UNKNOWN_SERVER: [
        'Nobody vouches for the server, and its key was never seen here; or the server that was here had another key.',
        'Ask who runs it for its fingerprint, and give it with --fingerprint; if the server was set up anew, --forget-server.',
      ],
      CONNECT_FAILED: [
        'The system gave another reason, whose code is told.',
        'Look that code up: it is one of the system, such as ENETDOWN.',
      ],
      UNKNOWN_HOST: ['Nobody knows that host.', 'Check its spelling and the resolver, or give an address.'],
      BAD_PORT: ['That is no port.', 'Give a whole number from 1 to 65535.'],
      NO_DESCRIPTORS: [
        'This process has too many files open.',
        'Raise the limit: ulimit -n, LimitNOFILE of the unit.',
      ],
    },
    listen: {
      PORT_TAKEN: [
        'Somebody else listens on that port.',
        'Stop who uses it (ss -ltnp shows who), or choose another port.',
      ],
      ADDRESS_NOT_OURS: [
        'This machine has no such address.',
        'Choose one that it has, such as 127.0.0.1 or 0.0.0.0.',
      ],
      PRIVILEGED_PORT: [
        'Ports below 1024 are for privileged users.',
        'Choose one from 1024 up, or let systemd open the port.',
      ],
      SOCKET_TAKEN: [
        'Somebody else listens on that socket of the file system.',
        'Stop who uses it, or choose another path.',
      ],
      SOCKET_FAILED: [
        'The socket cannot be made: the folder is missing or closed, or the path has more than 100 characters.',
        'Choose another path.',
      ],
      LISTEN_FAILED: [
        'The system gave another reason, whose code is told.',
        'Look that code up: it is one of the system.',
      ],
      UNKNOWN_HOST: ['Nobody knows the host to listen on.', 'Give an address of this machine.'],
      BAD_PORT: ['That is no port.', 'Give a whole number from 0 to 65535; 0 is any that is free.'],
      NO_DESCRIPTORS: [
        'This process has too many files open.',
        'Raise the limit: ulimit -n, LimitNOFILE of the unit.',
      ],
    },
    handshake: {
      TLS_VERSION: ['The client speaks no TLS 1.3.', 'Bring it up to date.'],
      TLS_ALPN: [
        'The client offers other protocols than colloquy/1 over TLS; a browser or a scanner does.',
        'Check what connects to this port.',
      ],
      TLS_DISTRUST: [
        'The client does not accept the certificate of the server.',
        'Check its name, its issuer and its date; tell clients of --tls auto the fingerprint.',
      ],
      TLS_LATE: [
        'The handshake was not done within 5 s.',
        'One is a slow network; many are somebody who holds connections open.',
      ],
      TLS_CLOSED: [
        'The connection ended within the handshake, as health checks and scanners end it.',
        'Let the check say Hello and Bye, or send LOCAL of the PROXY protocol.',
      ],
      TLS_FAILED: ['Anything else; the reason is a code of OpenSSL.', 'Look that code up; check the client.'],
    },
    arrival: {
      NO_ALPN: ['Over TLS the protocol colloquy/1 was not offered.', 'Mend the client: ALPN colloquy/1.'],
      NO_CERTIFICATE: [
        'With --client-ca a client has to show a certificate of its issuers, and this one showed none.',
        'Connect with --tls, --cert and --key.',
      ],
      PROXY_MISSING: [
        'An address of --proxy-from connected without a PROXY header.',
        'Let the proxy send it: send-proxy-v2 of HAProxy; or take the address out of --proxy-from.',
      ],
      PROXY_VERSION: ['The header is not of version 2.', 'Let the proxy send version 2: send-proxy-v2.'],
      PROXY_FAMILY: [
        'The header is of something else than TCP over IPv4 or IPv6.',
        'Check the configuration of the proxy.',
      ],
      PROXY_TOO_LONG: ['The header is longer than 536 bytes.', 'Let the proxy send fewer fields.'],
      PROXY_TOO_SHORT: ['The header is too short for the addresses in it.', 'Check the proxy.'],
      PROXY_FIELDS: ['The fields behind the addresses are not what their lengths say.', 'Check the proxy.'],
      PROXY_CHECKSUM: ['The checksum of the header is wrong.', 'Check the proxy and what lies between.'],
      PROXY_CUT: [
        'The connection ended within the header.',
        'Let health checks send the whole header, with LOCAL.',
      ],
      PROXY_LATE: ['The header was not there within 5 s.', 'Check the proxy and what lies between.'],
    },
    store: {
      BUSY: [
        'Another program held the file locked for longer than is waited.',
        'End it, or wait; a backup takes sqlite3 store.sqlite ".backup copy".',
      ],
      FULL: [
        'The disk has no room. What is read goes on, and what has to be written is denied.',
        'Free some space: it heals by itself.',
      ],
      READ_ONLY: [
        'The file or its folder cannot be written.',
        'Give the user of the server the right to write both.',
      ],
      CORRUPT: [
        'The file is damaged, or a row in it is not what it should be.',
        'Stop the server, put the file aside, restore a backup.',
      ],
      FOREIGN: [
        'The file belongs to another program, or is no database.',
        'Choose another folder with --data.',
      ],
      NEWER: [
        'A newer version of this program wrote the file.',
        'Use that version; or restore the backup from before the upgrade.',
      ],
      UNREACHABLE: [
        'The database server cannot be reached, restarts, or does not answer in time. Conversations go on; proofs are denied with UNAVAILABLE.',
        'See that it runs: it is tried again, and heals by itself.',
      ],
      REFUSED: [
        'The database server does not let this user in, or not write.',
        'Check that the database exists, the password, and the rights.',
      ],
      UNTRUSTED: [
        'There is no TLS on the way to the database server, or no certificate that is trusted.',
        'Give sslrootcert=<file>, or another sslmode, in the URL.',
      ],
      NO_DRIVER: ['The package that speaks to PostgreSQL is not installed.', 'Install it: npm install pg.'],
      LOCKED: ['Another server uses the folder.', 'Stop it, or choose another folder with --data.'],
      GONE: [
        'The file was removed, emptied or replaced while the server ran.',
        'Put it back, or start the server again.',
      ],
      IO: [
        'The disk failed, or the path cannot be used.',
        'Check the path, the disk and the log of the system.',
      ],
      CLOSED: ['The store was closed before.', 'Open it again; only a program of your own meets this.'],
    },
    hash: {
      UNAVAILABLE: [
        '32 passwords of one address, or 256 in all, wait to be checked, and no more are taken; or nobody waits for this one any more.',
        AGAIN,
      ],
      UNREADABLE: ['The stored hash of a password is none.', 'Set the password anew: users password.'],
      FAILED: [
        'A password could not be hashed: argon2 is missing, or 20 MiB of memory are.',
        'Install @node-rs/argon2 for this system; give the process more memory.',
      ],
    },
    failure: {
      MALFORMED_MESSAGE: [
        'What was to be said breaks the contract; the path names the field. Nothing was said.',
        'Mend the message.',
      ],
      NOT_NOW: [
        'The contract does not let this side say that message in this state. Nothing was said.',
        'Say one of those that the error lists, or wait.',
      ],
      TOO_NEW: [
        'The version that both sides speak does not have that yet. Nothing was said.',
        'Leave it out, or bring the other side up to date.',
      ],
      ENDED: [
        'There is no conversation in which it could be said, or it ended before it was answered; the ending says why.',
        'Wait for ready(), then say it again.',
      ],
      NO_ANSWER: ['No answer came in time.', 'Ask again, or allow more with withinMs.'],
      UNANSWERED: ['The other side gives no answer, though the conversation goes on.', THEIR_LOG],
      ABORTED: ['The caller wants no answer any more: its signal aborted, or it left a stream.', 'Nothing.'],
      TOO_MANY_WAITING: [
        'More waits to be said than is kept: promises of say were not waited for.',
        'Await each say, or say fewer at once.',
      ],
      DENIED: ['No proof was accepted; the reason is one of Denied.', 'See that reason.'],
      WITHHELD: [
        'The server asks for a name or a proof, and none was given.',
        'Give --name, and the password with --password-file or COLLOQUY_PASSWORD; in a program credentials.',
      ],
      INSECURE_CHANNEL: [
        'A password or token would have crossed a channel that others can read, and was not sent.',
        'Connect with --tls, or over this machine.',
      ],
      NO_ACCOUNT: [
        'The conversation stands on no proof, so there is no account whose sessions could be told.',
        'Connect with a name and a password, or with a token.',
      ],
      UNAVAILABLE: [
        'The server cannot look at its sessions, or change them, at the moment; nothing was revoked.',
        'Try again in a moment; the log of the server says what its store lacks.',
      ],
      UNKNOWN_SERVER: [
        'The server has another key than the one that was here, or proves none; nothing secret was sent.',
        'Ask who runs it; then --fingerprint, or --forget-server.',
      ],
      CANNOT_CONNECT: [
        'The connection could not be made; the fault says why.',
        'See the code of that fault.',
      ],
      TOO_MANY_SESSIONS: [
        'More sessions are wanted than descriptors are left for.',
        'Give a smaller --max-sessions, or raise the limit: ulimit -n, LimitNOFILE of the unit.',
      ],
      BAD_CERTIFICATE: [
        'The certificate and its key cannot be used.',
        'Give both in PEM, the one that belongs to the other.',
      ],
      CANNOT_HASH: [
        'The library that hashes passwords cannot be loaded.',
        'Install @node-rs/argon2 for this system.',
      ],
      OTHER_BASE: [
        'The contract was generated for another base than that of this library.',
        'Generate it again: colloquy generate.',
      ],
      CANNOT_LISTEN: ['The server could not listen; the fault says why.', 'See the code of that fault.'],
    },
    exit: {
      0: ['All that was asked for was done.', 'Nothing.'],
      1: [
        'It failed, or not all of it could be done: a conversation broke off, a file could not be written, something was found.',
        'Read the sentence on standard error.',
      ],
      2: [
        'The command line, a file that it names or the environment says something that cannot be.',
        'Read the sentence on standard error; --help lists what there is.',
      ],
      3: [
        'There is no connection, or the server takes nobody: nobody listens, nothing is answered, no room.',
        'Start the server, or check host and port; try again later.',
      ],
      4: ['No proof was accepted, or none could be given.', 'See the reason that is told.'],
      5: [
        'The contract was broken, by either side: another protocol, another version, a message out of turn, a deadline.',
        'See the code that is told.',
      ],
      70: [
        'Something failed outside of any handler, in a module of yours or in this program.',
        'Read the sentence on standard error; mend the module, or report it.',
      ],
      130: ['Somebody stopped it, by Ctrl-C or a signal.', 'Nothing.'],
    },
  },
}
