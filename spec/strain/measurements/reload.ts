import { X509Certificate } from 'node:crypto'
import { copyFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { LOCAL, type TestCertificate } from '../../support/authority.ts'
import { newAuthority } from '../authorities.ts'
import type { TlsTalkersReport } from '../children/tls-talkers.ts'
import { later } from '../inside.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { inMs, judged } from '../row.ts'
import { summaryOf } from '../statistics.ts'

const CLIENTS = 8
const SEEN_WITHIN_MS = 5_000
const PAUSE_MS = 300

/** The fingerprint of the certificate that a new connection is shown. */
const shownAt = (port: number, ca: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca, ALPNProtocols: ['colloquy/1'] }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })

/** Puts a certificate and its key where those before lay. */
const replace = (next: TestCertificate, certFile: string, keyFile: string): void => {
  for (const [from, to] of [
    [next.keyFile, keyFile],
    [next.certFile, certFile],
  ] as const) {
    copyFileSync(from, `${to}.new`)
    renameSync(`${to}.new`, to)
  }
}

const measure = async (lab: Lab): Promise<void> => {
  const authority = newAuthority(lab)
  const { cert: ca } = authority.root
  const folder = lab.newFolder()
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  replace(authority.issue('/CN=server', LOCAL), certFile, keyFile)
  const { port, child } = await lab.serve({ flags: ['--tls-cert', certFile, '--tls-key', keyFile] })
  const talkers = await lab.helper('tls-talkers', { port, clients: CLIENTS, ca })
  const times = lab.amount(20, 3)
  const took: number[] = []
  for (let time = 0; time < times; time++) {
    const next = authority.issue('/CN=server', LOCAL)
    const { fingerprint256 } = new X509Certificate(next.cert)
    replace(next, certFile, keyFile)
    child.kill('SIGHUP')
    const begunMs = performance.now()
    while (performance.now() - begunMs < SEEN_WITHIN_MS) {
      if ((await shownAt(port, ca)) === fingerprint256) {
        took.push(performance.now() - begunMs)
        break
      }
      await later(5)
    }
    await later(PAUSE_MS)
  }
  const { asked, answered, dropped } = await talkers.ask<TlsTalkersReport>('stop')
  lab.add(
    judged(
      'certificates that new connections were shown',
      `all ${times}`,
      `${took.length}, the slowest ${inMs(summaryOf(took).max)} after SIGHUP`,
      took.length === times,
    ),
    judged(
      `${CLIENTS} clients meanwhile: connections dropped, answers lost`,
      '0, 0',
      `${dropped}, ${asked - answered} of ${asked}`,
      dropped === 0 && asked === answered && answered > times,
    ),
  )
}

export const reload: Measurement = {
  about: 'certificates that are replaced 20 times, with SIGHUP, while 8 clients talk over TLS',
  withinMs: 120_000,
  run: measure,
}
