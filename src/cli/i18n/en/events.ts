import { bounds } from '../../../../protocol/base/contract.ts'
import { byeSentence, faultSentence } from '../../../engine/sentences.ts'
import type { PeerEvent } from '../../../index.ts'
import { connectSentence, strangerSentence, UNIX_ADDRESS } from '../../../transport/index.ts'
import {
  type Denied,
  type Disconnected,
  type EndedBy,
  type EventTexts,
  explainer,
  type Granted,
  type Sentences,
  tallied,
} from '../events.ts'
import { plural } from '../plural.ts'
import { isoMoment, localMoment } from '../time.ts'

const count = plural<'one' | 'other'>('en')
const bytes = (many: number): string => count(many, { one: '# byte', other: '# bytes' })
const messages = (many: number): string => count(many, { one: '# message', other: '# messages' })
const quote = (text: string): string => `“${text}”`
/** A moment that no calendar has. */
const beyond = (ms: number): string => `${ms} ms after 1970`

/** The meaning of each code. Faults, byes and a broken stream are worded as on the wire. */
export const codes: EventTexts['codes'] = {
  ...faultSentence,
  ...byeSentence,
  BROKEN: 'The stream ended without a Bye.',
  RESET: 'The connection was reset.',
  STALLED: 'The other side takes no more data.',
  BAD_CREDENTIALS: 'The name and the password do not belong together.',
  NAME_TAKEN: 'Somebody else has that name.',
  WEAK_PASSWORD: `The password has fewer than ${bounds.NewPassword.minBytes} bytes.`,
  TOO_MANY_ATTEMPTS: 'There were too many attempts.',
  TOKEN_EXPIRED: 'The token is no longer good.',
  REGISTRATION_CLOSED: 'New names are not taken here.',
  INSECURE_CHANNEL: 'A password or token would cross a channel that others can read.',
  UNAVAILABLE: 'Nothing can be checked at the moment.',
}

const strangers: EventTexts['strangers'] = strangerSentence

const explain = explainer(codes, codes, quote)

const modes: Readonly<Record<string, string>> = {
  auth: 'clients give a name and prove it',
  identify: 'clients give a name',
  echo: 'nobody is asked for a name',
  raw: 'bytes come back as they are',
}

const grants: Readonly<Record<Granted['how'], (name: string) => string>> = {
  register: (name) => `Registered: ${name} is a new account`,
  login: (name) => `Granted: ${name} gave the right password`,
  resume: (name) => `Granted: ${name} showed the token of last time`,
}

const enders: Readonly<Record<EndedBy, string>> = {
  us: ' This side ended it.',
  them: ' The other side ended it.',
  nobody: '',
}

const handshakes: EventTexts['handshakes'] = {
  TLS_VERSION: 'The other side speaks no TLS 1.3.',
  TLS_ALPN: 'The other side speaks another protocol over TLS.',
  TLS_DISTRUST: 'The other side does not accept this certificate.',
  TLS_LATE: 'The handshake took too long.',
  TLS_CLOSED: 'The other side ended the connection within the handshake.',
  TLS_FAILED: 'The handshake failed.',
}

const denied = ({ name, reason, attemptsLeft, retryAfterMs }: Denied): string => {
  const left = count(attemptsLeft, { one: '# attempt is left', other: '# attempts are left' })
  const wait = retryAfterMs === 0 ? '' : `, the next one not before ${retryAfterMs} ms have passed`
  const account = name === undefined ? '' : ` Account: ${quote(name)}.`
  return `Denied (${reason}): ${codes[reason]} ${left}${wait}.${account}`
}

const disconnected = ({ how, code, detail, by, looksLike, ...totals }: Disconnected): string => {
  // A stranger that was refused is explained by the line of its refusal.
  const more = looksLike === undefined ? detail : how === 'lost' ? strangers[looksLike] : ''
  const { receivedBytes, sentBytes, heard, said, acknowledged } = totals
  const reason = `Disconnected (${code}): ${explain(code, more)}${enders[by]}`
  const unheard = acknowledged < said ? `, ${acknowledged} of them acknowledged` : ''
  return `${reason} In all ${bytes(receivedBytes)} received, ${bytes(sentBytes)} sent; ${messages(heard)} heard, ${said} said${unheard}.`
}

const granted =
  (moment: (ms: number) => string) =>
  ({ how, name, expiresAtMs }: Granted): string =>
    `${grants[how](name)}; the token is good until ${moment(expiresAtMs)}.`

const forPersons: EventTexts['forPersons'] = { granted: granted((ms) => localMoment(ms, Date.now(), beyond)) }

const shared: Sentences<PeerEvent> = {
  received: ({ bytes: many, id }) =>
    id === 0 ? `Received ${bytes(many)}.` : `Received ${bytes(many)}; the last message heard is ${id}.`,
  sent: ({ bytes: many, id, re }) => {
    const answered = re === 0 ? '' : `, which answers their ${re}`
    return id === 0
      ? `Sent ${bytes(many)}.`
      : `Sent ${bytes(many)}; the last message said is ${id}${answered}.`
  },
  frame: ({ direction, type, id, re, bytes: many, state }) => {
    const numbered = `${type}${id === 0 ? '' : ` ${id}`}${re === 0 ? '' : `, which answers ${re}`}`
    return `${direction === 'in' ? 'Frame in' : 'Frame out'}: ${numbered}; ${bytes(many)}, in state ${state}.`
  },
  state: ({ from, to }) => `From state ${from} to ${to}.`,
  reading: ({ paused }) =>
    paused
      ? 'Reading waits: for the handlers of answers, or whoever takes the messages.'
      : 'Reading goes on: there is room again.',
  replayed: ({ name, revoked }) =>
    `Replay: a token${name === undefined ? '' : ` of ${quote(name)}`} was offered long after it died, as a thief does; its session ${revoked} is revoked.`,
  revoked: ({ name, revoked }) => `${quote(name)} ended session ${revoked} of this account.`,
  refused: ({ code, detail, looksLike }) =>
    `Refused (${code}): ${explain(code, detail)}${looksLike === undefined ? '' : ` ${strangers[looksLike]}`}`,
  denied,
  granted: granted((ms) => isoMoment(ms, beyond)),
  identified: ({ name, known }) =>
    known
      ? `The client's address is known: it is greeted as ${name}.`
      : `The client's address was not known: it gave the name ${name}.`,
  continued: ({ conversation, repeated }) =>
    `The conversation of session ${quote(conversation)} goes on, and nothing was lost${repeated === 0 ? '' : `; sent now, since it had not arrived: ${messages(repeated)}`}.`,
  outgrown: ({ unacknowledged }) =>
    `The other side does not acknowledge what it hears (${messages(unacknowledged)}): this conversation ends with its connection.`,
  ready: () => 'The conversation has begun: both sides may speak.',
  failed: ({ what, detail }) => `Something failed on this side (${what}): ${quote(detail)}.`,
  disconnected,
}

/** The meaning of events, in English. */
export const events: EventTexts = {
  codes,
  strangers,
  handshakes,
  server: {
    ...shared,
    starting: ({ mode }) => `The server starts in mode ${mode}: ${modes[mode] ?? 'a mode of its own'}.`,
    taken: ({ host, port }) => `Port ${port} of ${host} is taken: somebody else listens on it.`,
    listening: ({ host, port }) =>
      port === 0
        ? `Listening on the socket ${host}: clients can connect now.`
        : `Listening on port ${port} of ${host}: clients can connect now.`,
    connected: ({ remote }) =>
      remote.address === UNIX_ADDRESS
        ? 'A client connected over the socket.'
        : `A client connected from ${remote.address}, port ${remote.port}.`,
    recognised: ({ looksLike }) => `Not what mode raw is for. ${strangers[looksLike]}`,
    reloaded: ({ taken, restart }) =>
      `The settings were read again: ${taken.length === 0 ? 'nothing is taken' : `${taken.join(', ')} taken`}${restart.length === 0 ? '.' : `; ${restart.join(', ')} when it is started again.`}`,
    workerEnded: ({ worker, pid, how }) =>
      `Worker ${worker} (process ${pid}) has ended (${how}), and its conversations with it; another takes its place.`,
    renewed: () => 'Another certificate is shown over TLS from now on.',
    handshakeFailed: ({ remote, code, reason }) =>
      `No TLS with ${remote.address}, port ${remote.port} (${code}${reason === '' ? '' : `, ${reason}`}): ${handshakes[code]}`,
    dropped: ({ connections }) =>
      `Closed without a word: ${count(connections, { one: '# connection', other: '# connections' })}. There is no room even for refusals; raise --max-sessions, or the limit of open files.`,
    unproven: ({ source, connections, withinMs, codes: many }) =>
      `Without a proof and without a line of their own, from ${source} within ${withinMs / 1000} s: ${count(connections, { one: '# connection', other: '# connections' })} (${tallied(many)}).`,
    stopping: ({ sessions }) =>
      sessions === 0
        ? 'The server stops; nobody is connected.'
        : `The server stops; ${count(sessions, { one: '# session is', other: '# sessions are' })} told.`,
    stopped: () => 'The server has stopped; its port is free again.',
  },
  forPersons,
  client: {
    ...shared,
    ...forPersons,
    // In the user's language, and in nobody else's words.
    disconnected: (event) => disconnected(event.by === 'us' ? event : { ...event, detail: '' }),
    connected: ({ remote }) =>
      remote.address === UNIX_ADDRESS
        ? 'Connected over the socket.'
        : `Connected to ${remote.address}, port ${remote.port}.`,
    welcome: ({ server, version, sameContract }) =>
      `${quote(server)} speaks version ${version}${sameContract ? '' : ', of another contract'}.`,
    greeting: ({ name, known, lastSeenMs }) =>
      known && lastSeenMs > 0
        ? `Hello ${name}, last here ${localMoment(lastSeenMs, Date.now(), beyond)}.`
        : `Hello ${name}.`,
    reconnecting: ({ withinMs, failed }) =>
      failed === undefined
        ? `The conversation broke off; connecting again in ${withinMs} ms.`
        : `No connection yet; connecting again in ${withinMs} ms. ${connectSentence(failed)}`,
  },
  admin: {
    administered: ({ command, target, done, uid, user, sudoUser }) => {
      const told = quote(target === undefined ? command : `${command} ${target}`)
      const by = `${user ?? 'somebody unknown'}${uid === undefined ? '' : ` (uid ${uid})`}`
      const sudo = sudoUser === undefined ? '' : `, through sudo by ${sudoUser}`
      return `${done ? 'Administration' : 'Administration, without success'}: ${told} was run by ${by}${sudo}.`
    },
  },
  log: {
    lost: ({ lines }) => `${count(lines, { one: '# line', other: '# lines' })} of the log lost.`,
    stuck: ({ file, code, lines }) =>
      `The log ${file} cannot be written (${code}); ${count(lines, { one: '# line waits', other: '# lines wait' })}. Check the disk and the folder.`,
    overlong: ({ file, code }) =>
      `The log ${file} is full and cannot be laid aside (${code}); it grows on. Check the folder and its rights.`,
  },
}
