import { bounds } from '../../../../protocol/base/contract.ts'
import { cannotHash } from '../../../auth/index.ts'
import type { DenialReason } from '../../../index.ts'
import type { ImportRefusal } from '../../../store/index.ts'
import { connectSentence, listenSentence } from '../../../transport/index.ts'
import { alternatives } from '../alternatives.ts'
import { duration } from '../duration.ts'
import type { DatabaseUrlFault, ErrorTexts, RawMet } from '../errors.ts'
import { plural } from '../plural.ts'
import { contractErrors } from './contract-errors.ts'
import { events as catalogue } from './events.ts'
import { machineErrors } from './machine-errors.ts'
import { messageErrors } from './message-errors.ts'

const { codes, strangers } = catalogue

const must: ErrorTexts['must'] = {
  host: 'a host name, an IPv4 or an IPv6 address',
  trueOrFalse: 'true or false',
  oneValue: 'one value, and no list',
  listenPlace: 'an address of this machine with a port, such as 127.0.0.1:9707',
  localPlace: 'an address that nobody but this machine reaches, with a port, such as 127.0.0.1:9708',
  wholeNumber: (min, max) => `a whole number from ${min} to ${max}`,
  oneOf: (words) => alternatives(words, 'or'),
  name: `${bounds.PersonName.minBytes} to ${bounds.PersonName.maxBytes} bytes, without control or invisible characters, and without space at either end`,
  protocol:
    'the name of a protocol: letters in lower case, digits and single dashes, such as kv or key-value',
  shortNode: (max) => `a name of at most ${max} characters, since each of its workers has one, too`,
  node: 'a name of at most 64 letters, digits, dots and dashes, such as node-1',
  duration: 'a time of 1ms to 24h, such as 500ms, 10s or 2m',
  networks: 'addresses and networks with commas, such as 192.0.2.0/24,2001:db8::/32, or none',
  startups: 'begin:rate:full, such as 10:30:100, with a rate from 1 to 100 and full not below begin',
  network: 'a network such as 10.0.0.0/8 or fd00::/8, or an address',
  fingerprint: 'a fingerprint as the server prints it: SHA256: and 43 characters',
}

/** Remedies of a denial, behind the meaning of its code. */
const deniedRemedies: Readonly<Record<DenialReason, string>> = {
  BAD_CREDENTIALS: 'Check both; a name that is new is registered with --register.',
  NAME_TAKEN: 'Choose another one, or log in without --register.',
  WEAK_PASSWORD: `Choose one of ${bounds.NewPassword.minBytes} to ${bounds.NewPassword.maxBytes} bytes.`,
  TOO_MANY_ATTEMPTS: 'Try again later.',
  TOKEN_EXPIRED: 'Log in with the password.',
  REGISTRATION_CLOSED: 'Log in without --register, or ask who runs the server for an account.',
  INSECURE_CHANNEL: 'Connect with --tls or over loopback, or give --insecure-password on both sides.',
  UNAVAILABLE: 'Try again later.',
}

/** Endings before a conversation that a flag may help against. */
const neverBegan: Readonly<Partial<Record<string, string>>> = {
  VERSION:
    'The two sides speak different protocols, or have no version in common; give the contract of the server with --contract, or leave that out to speak talk.',
}

const after = (ms: number): string =>
  ms === 0 ? '' : ` The next try is taken in ${Math.ceil(ms / 1_000)} s.`

const rawMet: Readonly<Record<RawMet, string>> = {
  ...strangers,
  FRAMES: 'The other side speaks with frames; connect to it without --raw.',
  SILENCE:
    'Nothing came back, as it does from a server in mode raw; leave out --raw for one of another mode, and check the port.',
}

const count = plural<'one' | 'other'>('en')

/** The first lines of several. */
const named = (first: readonly string[], lines: number): string => {
  if (first.length === 0) return ''
  const quoted = first.map((line) => `“${line}”`).join(', ')
  return first.length === lines ? `: ${quoted}` : `, the first: ${quoted}`
}

/** Faults of a line of an export, each a sentence. */
const importRefusals: Readonly<Record<ImportRefusal, string>> = {
  NO_EXPORT: 'This is no export of a store.',
  NEWER: 'A newer version of this program wrote the export; use that version.',
  BAD_RECORD: 'The record is not what it should be.',
  TWICE: 'Its id, its name or its token was there before.',
  NO_ACCOUNT: 'The session belongs to no user before it.',
  INCOMPLETE: 'The export is not complete; make it again.',
}

/** Faults of a URL of a database, as they follow the flag. */
const databaseUrls: Readonly<Record<DatabaseUrlFault, (what: string) => string>> = {
  NO_URL: () => 'is no URL of a database; give postgres://user@host:5432/database.',
  NO_DATABASE: () => 'names no database; give postgres://user@host:5432/database.',
  BAD_SSL_MODE: () => 'has an unknown sslmode; give disable, require or verify-full.',
  UNKNOWN_PARAMETER: (what) =>
    `has the parameter “${what}”; it may have host, port, sslmode and sslrootcert.`,
}

/** Errors, in English. Where the library has a sentence for one, it is taken. */
export const errors: ErrorTexts = {
  ...machineErrors,
  ...contractErrors,
  ...messageErrors,
  usage: (_code, message) => message,
  badValue: (flag, value, required) =>
    `${flag} is ${value === '' ? 'nothing' : `“${value}”`}; give ${required}.`,
  givenTwice: (what, one, other) => `${what} is given twice, as “${one}” and as “${other}”; leave one out.`,
  must,
  passwordFile: (code, flag) => `The password file cannot be read (${code}); check ${flag}.`,
  passwordControl:
    'A password holds no line breaks and no other control characters; give one that can be typed.',
  passwordNoUtf8: (flag) => `The password file is no UTF-8; give another with ${flag}.`,
  passwordOpen: (file) => `Others may read ${file}, which holds a password; run: chmod 600 ${file}`,
  passwordSeen: (flag) =>
    flag === '--password-file'
      ? 'Standard input is a terminal, which would show the password; leave out --password-file, and it is asked for.'
      : `Standard input is a terminal, which would show the password; give a file with ${flag}.`,
  databaseUrl: (flag, code, what) => `${flag} ${databaseUrls[code](what)}`,
  databasePassword: (flag, variable, fileFlag) =>
    `${flag} holds a password, which others can read there; leave it out, and give it in ${variable} or with ${fileFlag}.`,
  flagConflict: (flag, where) => `${flag} means nothing with ${where}; leave one of them out.`,
  operatorJson:
    'With --reply operator the output is for a person; leave out --json, or let a module answer: --reply ./replies.js.',
  oneProcess: (flag) =>
    `${flag} needs all conversations in one process, and --workers spreads them over several; leave one of them out.`,
  workersEnd: (how) =>
    `A worker ends as soon as it has started (${how}); see what server.log says, and start the server without --workers to try it alone.`,
  noModule: (path) =>
    `--reply is “${path}”, and there is no such file; give echo, operator, or the path of a module.`,
  badModule: (path, why, place) =>
    `The module ${path} cannot be loaded (${why}); mend it${place === null ? '' : ` at ${place}`}, or give another with --reply.`,
  moduleFailed: (path, why, place) =>
    `The module ${path} failed outside of its handlers (${why}), and the server stops; mend it${place === null ? '' : ` at ${place}`}.`,
  oddHandler: (path, name, known) =>
    `The module ${path} handles “${name}”, which clients never say; it may handle: ${known}.`,
  handlerMissing: (path, name) =>
    `The module ${path} has no handler for ${name}, which clients want answered; add it.`,
  noHandlers: (path, form) => `The module ${path} has no handlers; it must have: ${form}.`,

  dataFolder: (folder, code) => `The folder ${folder} cannot be made (${code}); give another with --data.`,
  folderOpen: (folder) =>
    `Others may enter ${folder}; give a folder of its own with --data, or run: chmod 700 ${folder}`,
  folderClosed: (folder) => `Others could enter ${folder}; now only its owner can (mode 700).`,
  log: (file, code) => `The log ${file} cannot be opened (${code}); check the folder and its rights.`,
  recordingFailed: (file, code) =>
    `${file} cannot be written (${code}), and what follows is not recorded; make room, or give another place with --record.`,
  recordingForeign: (file) =>
    `${file} is there and is no recording, so it is not overwritten; move it, or give another file with --record.`,
  recordingBeside: (file, other) => `${file} holds an earlier recording and stays; this one is ${other}.`,
  recordingsFull: (place, max) =>
    `There are ${max} recordings at ${place}, and further connections are not recorded; move some away, or give another place with --record.`,
  store: ({ remedy }) => remedy,
  hash: ({ remedy }) => remedy,
  cannotHash: cannotHash.remedy,
  keyOpen: (file) => `Others may read ${file}, which holds a key; run: chmod 600 ${file}`,
  keyDamaged: (file) =>
    `${file} holds no key or certificate as it should; put it back, or remove it for a new one.`,
  tlsFileUnread: (flag, file, code) => `${file} cannot be read (${code}); check ${flag}.`,
  certificateHalf:
    'A certificate needs its key, and a key its certificate; give both --tls-cert and --tls-key.',
  flagNeeds: (flag, other) => `${flag} means nothing without ${other}; give both.`,
  serverFingerprint: (fingerprint) => `The fingerprint of this server over TLS: ${fingerprint}`,
  knownOpen: (file) =>
    `Others may write to ${file}, which says which servers are trusted; run: chmod 600 ${file}`,
  knownUnkept: (file, code) =>
    `The key of the server cannot be remembered in ${file} (${code}); give another file with --known-servers.`,
  badCertificate: (reason) =>
    `The certificate and its key cannot be used (${reason}); give both in PEM, the one that belongs to the other.`,
  tooManySessions: (limit, spare) =>
    `Of ${limit} files that may be open the server needs ${spare} itself; give --max-sessions at most ${limit - spare}, or raise the limit with ulimit -n.`,
  tokensHeld: (file) => `Another client holds ${file}; end it, or give another file with --tokens.`,
  tokensOpen: (file) => `Others may read ${file}, which holds tokens; run: chmod 600 ${file}`,
  tokensLost: (file, code) =>
    `Tokens cannot be kept in ${file} (${code}); give another file with --tokens, or --no-tokens.`,

  tokensNoFile: (file) => `${file} is no file; give another with --tokens, or --no-tokens.`,
  tokensHomeless:
    'No token is kept: this user has no home folder; give a file with --tokens, or --no-tokens.',
  tokensPlaceless: (folder, code) =>
    `No token is kept: ${folder} cannot be written to (${code}); give a file with --tokens, or --no-tokens.`,
  tokensDamaged: (file, aside) => `${file} is damaged and was put aside as ${aside}; log in with a password.`,
  otherName: (greeted, given) =>
    `The server knows this address as ${greeted}; it did not ask for a name, and ${given} was not told.`,
  stdout: (code) => `Standard output cannot be written (${code}); check where it goes.`,

  configUnread: (file, code) => `${file} cannot be read (${code}); check --config.`,
  configSyntax: (place, why) => `${place}: this is no YAML (${why}); mend it.`,
  configShape: (place) => `${place}: settings are needed here, a line each, such as port: 7707.`,
  configUnknown: (place, name, near) =>
    `${place}: there is no setting “${name}”; ${near === null ? 'settings are named as the flags of serve --help' : `perhaps it is ${near}`}.`,
  configTwice: (place, name) => `${place}: ${name} is given twice; leave one out.`,
  configValue: (place, name) => `${place}: ${name} has no value; give one, or leave it out.`,
  configFine: 'The settings are fine.',
  severalSockets: (count) =>
    `systemd passes ${count} sockets, and a server listens on one; leave one ListenStream in the unit.`,
  metricsUnheard: (place, code) =>
    `Metrics cannot be served on ${place} (${code}); choose another address or port with --metrics.`,
  metricsServed: (url) => `Metrics: ${url}`,
  inspectUnheard: (place, code) =>
    `The live page cannot be served on ${place} (${code}); choose another address or port with --inspect.`,
  inspectServed: (url) => `Live page, for you only: ${url}`,
  cannotListen: listenSentence,
  cannotConnect: (fault) =>
    fault.code === 'UNKNOWN_SERVER'
      ? errors.unknownServer(fault.fingerprint, fault.known)
      : connectSentence(fault),
  neverBegan: (code, looksLike) =>
    code === null
      ? 'No conversation began; connect again when it is wanted.'
      : `No conversation began (${code}): ${looksLike === undefined ? (neverBegan[code] ?? codes[code]) : strangers[looksLike]}`,
  rawMet: (met) => rawMet[met],
  ended: (code) =>
    code === null
      ? 'No conversation has begun; wait until it has, then say it again.'
      : `The conversation has ended (${code}); connect again to say it.`,
  endedUnanswered: (code) =>
    `The conversation ended${code === null ? '' : ` (${code})`} before this was answered; connect again to ask.`,
  ofLine: (line, why) => `“${line}”: ${why}`,
  noProofAsked:
    'No conversation began (UNAUTHORIZED): the server asks for no proof, and one was to be given; to talk to it all the same, leave out the password, --register, --logout and --sessions.',
  unknownCode: (code, near) =>
    `There is no code “${code}”; ${near.length === 0 ? 'colloquy explain lists all of them' : `perhaps it is ${alternatives(near, 'or')}`}.`,
  benchEnded: (code) =>
    `A conversation ended before its time (${code}): ${codes[code]} What is told was measured until then.`,
  benchUnanswered: (message) =>
    message === null
      ? 'Nothing was answered in that time; bench needs a server that answers with echo.'
      : `No ${message} was answered in that time; the log of the server may say why.`,
  byeUnanswered: 'The server said Welcome, but ended without a Bye in answer to ours; its log says why.',
  tookTooLong: (withinMs) => `That took longer than ${duration(withinMs)}; allow more with --timeout.`,
  denied: (reason) => codes[reason] ?? `Denied: ${reason}.`,
  afterDenial: (reason, retryAfterMs) => `${deniedRemedies[reason]}${after(retryAfterMs)}`,
  withheld:
    'The server asks for a name, or for its password; give --name, and the password with --password-file or COLLOQUY_PASSWORD.',
  insecureChannel:
    'A password or token would cross the network unprotected; connect with --tls or over loopback, or give --insecure-password on both sides.',
  noAccount:
    'The sessions of an account are told to whoever has proven it; give --name and a password, or a token.',
  sessionsUnavailable:
    'The server cannot look at its sessions, or change them, at the moment; try again in a moment.',
  unknownServer: (fingerprint, known) => {
    if (fingerprint === null && known === null)
      return 'The server shows a key that it cannot prove at this port, as behind a relay or a forwarding; nothing secret was sent. Connect to the port that it listens on, use --tls, or allow it with --insecure-password.'
    if (fingerprint === null)
      return 'THIS IS NOT THE SERVER THAT WAS HERE: that one had a key, and this one cannot prove that it has it; nothing secret was sent. Check the port; if the server was set up anew, forget its key with --forget-server.'
    return known === null
      ? `Nobody vouches for this server, whose key is ${fingerprint}; ask who runs it, and if it is the same, give --fingerprint ${fingerprint}`
      : `THE KEY OF THE SERVER HAS CHANGED, from ${known} to ${fingerprint}: somebody may stand in between; nothing secret was sent. Ask who runs it, and if it is the new one, give --fingerprint ${fingerprint}`
  },
  malformed: (_path, message) => message,
  tooNew: (path, since, version) =>
    `The other side speaks version ${version}; ${path} came with version ${since}.`,
  noAnswerGiven: (reason) => `The other side gives no answer (${reason}); its log says why.`,
  noAnswer: (withinMs) => `No answer came within ${withinMs} ms; ask again.`,
  aborted: 'It was given up; connect again when it is wanted.',
  notNow: (state, maySay) =>
    `In ${state} the contract does not let that be said (NOT_NOW); ${maySay.length === 0 ? 'wait for the other side' : `say ${alternatives(maySay, 'or')}`}.`,
  tooManyWaiting: 'More messages wait to be said than are kept; say fewer at once.',
  notLoggedOut:
    'The server has not confirmed the logout, so the session may still be open; look with --sessions, and end it with --revoke-session.',
  unanswered: (lines) => `${count(lines, { one: '# line was', other: '# lines were' })} not answered.`,
  doubtful: (lines, first) =>
    `${count(lines, { one: '# line', other: '# lines' })} may not have arrived${named(first, lines)}; nobody has acknowledged ${lines === 1 ? 'it' : 'them'}.`,
  unsaid: (lines, first, more) =>
    `${count(lines, { one: '# line', other: '# lines' })}${more ? ' and what follows' : ''} ${lines === 1 && !more ? 'was' : 'were'} not said${named(first, lines)}; connect again to say ${lines === 1 && !more ? 'it' : 'them'}.`,
  inputUnread: (code) => `Standard input cannot be read (${code}); check where it comes from.`,
  lineTooLong: (maxBytes) => `A line has more than ${maxBytes} bytes, and was not said.`,
  lineNoUtf8: 'A line is no UTF-8, and was not said.',

  exportFile: (file, code) =>
    code === 'EEXIST'
      ? `${file} is there already; give a file that is not.`
      : `The file ${file} cannot be used (${code}); check its path and its rights.`,
  storeNotEmpty: 'The store holds users or addresses already; import into an empty one.',
  importRefused: (file, line, why) => `${file}, line ${line}: ${importRefusals[why]} Nothing was imported.`,
  noStore: (folder) => `There is no store in ${folder}; give the folder of a server with --data.`,
  noUser: (name) => `There is no user “${name}”; see: colloquy users list`,
  nameTaken: (name) => `There is a user “${name}” already; choose another name.`,
  noOwnSession: (id) => `Your account has no session “${id}”; see: colloquy connect --sessions`,
  noSession: (id) => `There is no session ${id}; see: colloquy sessions list`,
  idOrUser: 'Give either the id of a session, or --user and a name.',
  noAddress: (address) => `Nobody is known at ${address}; see: colloquy addresses list`,
  addressOrUser: 'Give either an address, or --user and a name.',
  noPassword: 'There is no password; give one with --password-file or COLLOQUY_PASSWORD.',
  badNewPassword: `A new password has ${bounds.NewPassword.minBytes} to ${bounds.NewPassword.maxBytes} bytes; give such a one.`,
  passwordEnded: 'The input ended before the password was known; nothing was changed.',

  moreFaults: (more) => `And ${more} more.`,
  failedAt: (why, place) => `A module failed (${why}); mend it at ${place}.`,
  unexpected: (what) => `Something went wrong that should not: ${what}. Please report it.`,
}
