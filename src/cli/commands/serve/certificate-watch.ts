import { statSync } from 'node:fs'
import { ColloquyError, type Log, type Server, type ServerEvent } from '../../../index.ts'
import { CliError } from '../../errors.ts'
import { type ChannelFlags, givenCertificate } from './channel.ts'

/** How often the files of a certificate are looked at. */
const LOOK_EVERY_MS = 1_000

/** Reads the files of a certificate again when they have changed, and when it is asked to. */
export class CertificateWatch {
  private readonly flags: ChannelFlags
  private readonly server: Pick<Server, 'renewCertificate'>
  private readonly log: Log<ServerEvent>
  private readonly timer: NodeJS.Timeout
  /** The files as they were read last, and as they were looked at last. */
  private read: string
  private seen: string

  constructor(flags: ChannelFlags, server: Pick<Server, 'renewCertificate'>, log: Log<ServerEvent>) {
    this.flags = flags
    this.server = server
    this.log = log
    this.read = this.seen = this.look()
    this.timer = setInterval(() => this.compare(), LOOK_EVERY_MS)
    this.timer.unref()
  }

  /** Reads them now. What cannot be used is told, and the one before goes on. */
  renew(): void {
    this.read = this.look()
    try {
      const certificate = givenCertificate(this.flags)
      if (certificate !== null) this.server.renewCertificate(certificate)
    } catch (error) {
      if (!(error instanceof CliError || error instanceof ColloquyError)) throw error
      this.log.write({ event: 'failed', what: 'certificate', detail: error.message })
    }
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** Two files are not written in the same moment: what has just changed is left until the next look. */
  private compare(): void {
    const now = this.look()
    if (now !== this.read && now === this.seen) this.renew()
    this.seen = now
  }

  private look(): string {
    return [this.flags.tlsCert, this.flags.tlsKey].map(stamp).join('\n')
  }
}

const stamp = (file: string | undefined): string => {
  const found = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`
}
