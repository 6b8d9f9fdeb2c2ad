import { Command } from 'commander'
import { CliError } from '../../errors.ts'
import type { ServerLog } from '../../log/open.ts'
import { define } from '../../options/option.ts'
import { settle } from '../../options/settle.ts'
import { CertificateWatch } from './certificate-watch.ts'
import { checkChannel } from './channel.ts'
import type { Listening } from './listen.ts'
import { type ServeFlags, serveOptions } from './options.ts'
import { takeSettings } from './reload.ts'
import { sourceTakers } from './source-options.ts'

/** Reads the files of a running server again, its certificate and its settings, when SIGHUP asks for it. */
export class HangupReload {
  private readonly flags: ServeFlags
  private watch: CertificateWatch | null = null
  private reload = async (): Promise<void> => {}

  constructor(flags: ServeFlags) {
    this.flags = flags
  }

  /**
   * Takes a SIGHUP that does not come from a terminal that is closed; undefined: no file is to be read again, and it means what it means
   * everywhere.
   */
  get hungUp(): (() => boolean) | undefined {
    const { tlsCert, config } = this.flags
    if ((tlsCert === undefined && config === undefined) || process.stdin.isTTY || process.stdout.isTTY)
      return undefined
    return () => {
      this.watch?.renew()
      void this.reload()
      return true
    }
  }

  /** The server listens: it takes what is read from now on. A certificate is read again when its files change, too. */
  begin(server: Listening, log: ServerLog): void {
    const { flags } = this
    if (flags.tlsCert !== undefined) this.watch = new CertificateWatch(flags, server, log)
    // Settings that were taken are written into it: the next reading is compared with them.
    const running = { ...flags }
    if (flags.config !== undefined) this.reload = () => reloadSettings(running, server, log)
  }

  stop(): void {
    this.watch?.stop()
  }
}

/** Reads the settings again, takes those that can be taken while the server runs, and tells of the others. */
const reloadSettings = async (running: ServeFlags, server: Listening, log: ServerLog): Promise<void> => {
  try {
    const read = await readFlagsAgain()
    checkChannel(read)
    const reloaded = takeSettings(serveOptions, running, read, {
      logLevel: (level) => {
        log.setLevel(level)
        server.setLogLevel?.(level)
      },
      ...(server.setRegistration === undefined ? {} : { registration: server.setRegistration }),
      ...(server.setSources === undefined ? {} : sourceTakers(read, server.setSources)),
    })
    log.write({ event: 'reloaded', ...reloaded })
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    log.write({ event: 'failed', what: 'settings', detail: error.message })
  }
}

/** The flags as this very command line would be given now. */
const readFlagsAgain = (): Promise<ServeFlags> =>
  new Promise((resolve, reject) => {
    const args = process.argv.slice(process.argv.indexOf('serve') + 1)
    define(new Command('serve'), {}, serveOptions, (_words, read) => resolve(read), settle(process.env))
      .parseAsync(args, { from: 'user' })
      .catch(reject)
  })
