import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  webcrypto,
  X509Certificate,
} from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { KeyedCertificate } from '../../index.ts'
import { CliError } from '../errors.ts'
import { Exit } from '../exit.ts'
import { privateText, writePrivate } from './server-key.ts'

/** The files of a certificate that a server makes itself, in its data folder. */
const OWN_CERTIFICATE = 'tls-cert.pem'
const OWN_CERTIFICATE_KEY = 'tls-key.pem'

const DAY_MS = 24 * 60 * 60 * 1000
const VALID_MS = 3_650 * DAY_MS
/** One that is good for less is made anew, with the same key: clients know the server by that. */
const RENEW_BEFORE_MS = 30 * DAY_MS

/** A certificate that nobody vouches for, made at the first start. Throws a CliError for files that hold none. */
export const ownCertificate = async (folder: string): Promise<KeyedCertificate> => {
  const [certFile, keyFile] = [join(folder, OWN_CERTIFICATE), join(folder, OWN_CERTIFICATE_KEY)]
  const key = privateText(keyFile) ?? madeKey(keyFile)
  const cert = privateText(certFile)
  if (cert !== null && isGood(cert, key, certFile)) return { cert, key }
  const made = await selfSigned(key, keyFile)
  writePrivate(certFile, made)
  return { cert: made, key }
}

const madeKey = (file: string): string => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  writePrivate(file, pem)
  return pem
}

const isGood = (cert: string, key: string, file: string): boolean => {
  const read = orDamaged(file, () => new X509Certificate(cert))
  const endsInMs = Date.parse(read.validTo) - Date.now()
  return endsInMs > RENEW_BEFORE_MS && read.checkPrivateKey(orDamaged(file, () => createPrivateKey(key)))
}

/** The library is loaded only where a certificate is made. */
const selfSigned = async (key: string, file: string): Promise<string> => {
  // The library wants it there first.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pkcs8 = orDamaged(file, () => createPrivateKey(key).export({ format: 'der', type: 'pkcs8' }))
  const spki = new Uint8Array(publicOf(key))
  const { subtle } = webcrypto
  const privateKey = await subtle.importKey('pkcs8', pkcs8, signing, true, ['sign'])
  const publicKey = await subtle.importKey('spki', spki, signing, true, ['verify'])
  const name = hostname()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      // Positive, as RFC 5280 wants it.
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      name: 'CN=colloquy',
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + VALID_MS),
      signingAlgorithm: signing,
      keys: { privateKey, publicKey },
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'dns', value: name },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
        ]),
      ],
    },
    // The same in the types of the DOM, which the library takes.
    webcrypto as Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[1],
  )
  return `${certificate.toString('pem')}\n`
}

const publicOf = (key: string): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' })

const orDamaged = <A>(file: string, read: () => A): A => {
  try {
    return read()
  } catch {
    throw new CliError(Exit.failed, (say) => say.keyDamaged(file))
  }
}
