import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate in files, and who has issued it. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
}

/** An authority, and certificates of it, made by OpenSSL. */
export class OpensslAuthority {
  readonly root: TestCertificate
  private readonly folder: string
  private readonly openssl: string

  /** Its files lie in the folder; `openssl` is the path of that. */
  constructor(folder: string, openssl: string) {
    this.folder = folder
    this.openssl = openssl
    this.root = this.made('root', '/CN=test authority', ['-x509', '-days', '2'])
  }

  /** `days`: how long it is good from now; 0: it ends at once. */
  issue(subject: string, extensions: string, days = 2): TestCertificate {
    const name = `leaf-${Math.random().toString(36).slice(2)}`
    const config = join(this.folder, `${name}.cnf`)
    writeFileSync(config, `${extensions}\n`)
    const request = this.made(name, subject, [])
    const path = (end: string): string => join(this.folder, `${name}.${end}`)
    this.run(
      ['x509', '-req', '-in', request.certFile, '-CA', this.root.certFile, '-CAkey', this.root.keyFile],
      ['-CAcreateserial', '-days', String(days), '-extfile', config, '-out', path('signed')],
    )
    return { ...request, cert: readFileSync(path('signed'), 'utf8'), certFile: path('signed') }
  }

  private made(name: string, subject: string, more: readonly string[]): TestCertificate {
    const [certFile, keyFile] = [join(this.folder, `${name}.pem`), join(this.folder, `${name}.key`)]
    this.run(
      ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ['-subj', subject, '-keyout', keyFile, '-out', certFile, ...more],
    )
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile }
  }

  private run(...args: readonly (readonly string[])[]): void {
    const { status, stderr } = spawnSync(this.openssl, args.flat(), { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
}

export const LOCAL = 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth'
