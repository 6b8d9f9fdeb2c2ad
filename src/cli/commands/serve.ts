import { Command } from 'commander'
import { Exit, type ExitCode } from '../exit.ts'
import { define } from '../options/option.ts'
import { settle } from '../options/settle.ts'
import { unblockTerminals } from '../terminal/output.ts'
import { checkConfiguration } from './serve/check-config.ts'
import { checkFlags } from './serve/check-flags.ts'
import { type ServeFlags, serveOptions } from './serve/options.ts'
import { runServer } from './serve/run.ts'
import { completeSettings, givenPlace } from './serve/settings.ts'

const examples = `
Examples:
  colloquy serve                          listens on 127.0.0.1:7707, keeps its data in ./colloquy-data
  colloquy serve --port 0 --json          listens on any free port, and says so as JSON
  colloquy serve --port 7800 --strict-port  listens there or nowhere, and asks nothing
  colloquy serve --mode identify          greets by name, and asks for no password
  colloquy serve --mode raw               gives bytes back as they are, for nc and telnet
  colloquy serve --registration closed    takes no new names
  colloquy serve --reply operator         lets you answer what clients say: #1 text, @name text, /help
  colloquy serve --reply ./replies.js     answers as the module says: export default { Say(message, peer) { … } }
  colloquy serve --contract kv.yaml --reply ./handlers.js  speaks a contract of your own
  colloquy serve --log both --lang ru     says what happens on the terminal, too, in Russian
  colloquy serve --tls auto               speaks TLS, too, and prints the fingerprint that clients are asked about
  colloquy serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem  speaks TLS with a certificate of yours
  colloquy serve --store postgres://colloquy@db.example.org/colloquy  keeps accounts and sessions where other servers do, too
  colloquy serve --socket ./colloquy.sock  listens on a socket in the file system
  colloquy serve --proxy-from 10.0.0.0/8  stands behind proxies that send a PROXY header
  colloquy serve --metrics 127.0.0.1:9707  tells Prometheus how it does, and others whether it is ready
  colloquy serve --workers 4              spreads connections over four processes
  colloquy serve --config serve.yaml      takes settings from a file
  colloquy serve --inspect                prints the address of a live page: sessions, their messages, refusals
  colloquy serve --record ./talks         records each conversation into a file, which visualize steps through

Every flag can also be given by the environment, --max-sessions 100 as COLLOQUY_MAX_SESSIONS=100, or in the file of --config, as
max-sessions: 100. A flag counts more than the environment, and that more than the file.

SIGINT, SIGTERM and SIGHUP stop it in order: it says Bye to everybody, and ends with 0. Under nohup SIGHUP means nothing;
with --config or --tls-cert and no terminal it has both read again: certificate, log-level, registration and the limits on one
address and account hold from then on, and the log says what holds only when the server is started again.
A module that fails outside of its handlers stops it in the same way, and it ends with 70.`

/** `colloquy serve`. */
export const serveCommand = (done: (code: ExitCode) => void): Command =>
  define(
    new Command('serve').description('Run a conversation server until it is stopped.'),
    {},
    serveOptions,
    async (_words, flags, command) => {
      let code: ExitCode = Exit.failed
      try {
        code = await start(flags, command)
      } finally {
        // Also where it was refused: a module may keep the process alive.
        done(code)
      }
    },
    settle(process.env),
  ).addHelpText('after', examples)

const start = async (flags: ServeFlags, command: Command): Promise<ExitCode> => {
  unblockTerminals()
  const place = givenPlace(flags)
  checkFlags(flags, command)
  if (flags.checkConfig) return checkConfiguration(flags)
  const settings = await completeSettings(flags, place, command)
  return settings === null ? Exit.interrupted : runServer(settings, flags)
}
