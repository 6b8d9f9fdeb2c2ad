import { lang } from '../../options/language.ts'
import { repeatable, texted, toggle, type Values, valued } from '../../options/option.ts'
import { passwordFile } from '../../options/password.ts'
import { recordFile } from '../../options/record.ts'
import { connectPort, duration, personName, serverAddress } from '../../options/value-types.ts'
import { channelOptions } from '../connect-channel.ts'

/** The arguments of `colloquy connect`. */
export const connectWords = {
  host: valued(
    '[host]',
    'the host, also as host:port, [v6]:port, colloquy://name@host:port, colloquy+tls://… or unix:path (default: prompts on a terminal, otherwise 127.0.0.1)',
    serverAddress,
  ),
  port: valued('[port]', 'the port (default: likewise, otherwise 7707)', connectPort),
}

/** Its flags, in the order in which its help lists them. */
export const connectOptions = {
  name: valued('--name <name>', 'who you are', personName),
  passwordFile: passwordFile('the password'),
  register: toggle('--register', 'register the name instead of logging in'),
  raw: toggle('--raw', 'send standard input as it is, without frames, to a server in mode raw'),
  message: repeatable('--message <text>', 'say this instead of standard input; repeatable'),
  timeout: valued(
    '--timeout <time>',
    'how long to wait for a connection and for answers, such as 500ms, 10s or 2m; with --message for all of it together (default: 10s)',
    duration,
  ),
  tokens: texted(
    '--tokens <path>',
    'the file that tokens are kept in (default: in the folder of your state)',
  ),
  noTokens: toggle('--no-tokens', 'neither use nor keep a token'),
  logout: toggle('--logout', 'revoke the token at the end'),
  logoutEverywhere: toggle('--logout-everywhere', 'revoke every token of the account at the end'),
  sessions: toggle('--sessions', 'list the sessions of your account, say nothing, and end'),
  revokeSession: repeatable(
    '--revoke-session <id>',
    'end the session of that id, as --sessions gives it; repeatable',
  ),
  contract: texted(
    '--contract <file>',
    'the contract to speak, a YAML file on the base; a line is Get key=a, or JSON (default: talk, which is text)',
  ),
  record: recordFile,
  ...channelOptions,
  insecurePassword: toggle(
    '--insecure-password',
    'send passwords and tokens over channels that others can read',
  ),
  noInput: toggle('--no-input', 'ask nothing on a terminal'),
  quiet: toggle('--quiet', 'print service messages only of what goes wrong'),
  lang,
  json: toggle('--json', 'print one JSON object an event'),
}

/** The values of all arguments. */
export type ConnectWords = Values<typeof connectWords>

/** The values of all flags. */
export type ConnectFlags = Values<typeof connectOptions>
