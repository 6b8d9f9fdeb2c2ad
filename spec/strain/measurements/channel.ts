import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { LOCAL, type OpensslAuthority } from '../../support/authority.ts'
import { framesIn, message } from '../../support/wire.ts'
import { newAuthority, openssl } from '../authorities.ts'
import { later } from '../inside.ts'
import type { Lab } from '../lab.ts'
import type { Measurement } from '../measurement.ts'
import { placesOf } from '../needles.ts'
import { judged } from '../row.ts'

const PASSWORD = 'canary of the channel'
const OPENSSL_WITHIN_MS = 10_000
/** A certificate of 0 days is past its time then. */
const OUTDATED_AFTER_MS = 1_100

/** The output of OpenSSL's client, with the bytes that came over the channel. */
const shake = (port: number, ...more: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(
    openssl(),
    ['s_client', '-connect', `127.0.0.1:${port}`, '-ign_eof', ...more],
    {
      input: '',
      timeout: OPENSSL_WITHIN_MS,
    },
  )
  return `${stdout.toString('latin1')}${stderr.toString('latin1')}`
}

const handshakes = async (lab: Lab, port: number): Promise<void> => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['TLS 1.2', ['-tls1_2', '-alpn', 'colloquy/1'], /protocol version/i],
    ['no ALPN', [], /NO_ALPN/],
    ['another ALPN', ['-alpn', 'h2'], /no application protocol/i],
  ]
  for (const [what, flags, refusal] of cases) {
    const [found] = refusal.exec(shake(port, ...flags)) ?? []
    lab.add(
      judged(
        `openssl s_client, ${what}`,
        'refused',
        found ?? 'not refused in these words',
        found !== undefined,
      ),
    )
  }
}

const servedWith = async (lab: Lab, authority: OpensslAuthority, extensions: string, days?: number) => {
  const { certFile, keyFile } = authority.issue('/CN=server', extensions, days)
  return lab.serve({ flags: ['--tls-cert', certFile, '--tls-key', keyFile] })
}

const refusals = async (lab: Lab): Promise<void> => {
  const authority = newAuthority(lab)
  const ca = ['--ca', authority.root.certFile]
  const good = await servedWith(lab, authority, LOCAL)
  await handshakes(lab, good.port)
  const elsewhere = await servedWith(lab, authority, 'subjectAltName=DNS:elsewhere.example')
  const outdated = await servedWith(lab, authority, LOCAL, 0)
  await later(OUTDATED_AFTER_MS)
  const known = join(lab.newFolder(), 'known_servers')
  writeFileSync(known, `127.0.0.1:${good.port} tls SHA256:${'A'.repeat(43)}\n`, { mode: 0o600 })
  const cases: readonly (readonly [string, number, readonly string[], RegExp])[] = [
    ['a certificate for another host', elsewhere.port, ca, /ERR_TLS_CERT_ALTNAME_INVALID/],
    ['a certificate past its time', outdated.port, ca, /not valid today/],
    [
      'a key that is not the remembered one',
      good.port,
      ['--known-servers', known],
      /UNKNOWN_SERVER|HAS CHANGED/,
    ],
  ]
  for (const [what, port, flags, why] of cases) {
    const { code, stdout, stderr } = await lab.run(
      [
        'connect',
        '127.0.0.1',
        String(port),
        '--tls',
        '--name',
        'Ada',
        '--register',
        '--message',
        'hi',
        '--json',
        ...flags,
      ],
      { COLLOQUY_PASSWORD: PASSWORD },
    )
    const [found] = why.exec(stdout + stderr) ?? []
    lab.add(
      judged(
        `connect: ${what}`,
        'refused, 3',
        `${found ?? stdout + stderr}, ${code}`,
        found !== undefined && code === 3,
      ),
    )
  }
}

/** Somebody else on the port of a server that is gone: takes what comes, and says what it is told to. */
const squat = async (
  port: number,
  answer: Buffer,
): Promise<{ readonly heard: Buffer[]; readonly close: () => void }> => {
  const heard: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      if (heard.push(bytes) === 1) socket.write(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { heard, close: () => server.close() }
}

const squatter = async (lab: Lab): Promise<void> => {
  const folder = lab.newFolder()
  const { port, child } = await lab.serve()
  const tokens = join(folder, 'tokens.json')
  const talk = ['connect', '127.0.0.1', String(port), '--name', 'Ada', '--message', 'hi', '--timeout', '20s']
  const kept = ['--tokens', tokens, '--known-servers', join(folder, 'known_servers')]
  const env = { COLLOQUY_PASSWORD: PASSWORD }
  const first = await lab.run([...talk, '--register', ...kept], env)
  if (first.code !== 0) throw new Error(`Nobody was registered: ${first.stderr}`)
  await lab.stop(child)
  const secrets = [PASSWORD, ...(readFileSync(tokens, 'utf8').match(/[\w-]{43}/g) ?? [])]
  // A server without a key that asks for a proof at once.
  const answer = Buffer.concat([message('Welcome'), message('Greeting'), message('Challenge')])
  const { heard, close } = await squat(port, answer)
  const { code } = await lab.run([...talk, ...kept], env)
  close()
  const bytes = Buffer.concat(heard)
  const names = framesIn(bytes).frames.map(({ name }) => name)
  const spilt = placesOf(secrets, [], new Map([['the squatter', bytes]]))
  lab.add(
    judged(
      'a squatter on the port hears',
      'no token, no password; 4',
      `${names.join(', ')} (${bytes.length} bytes), with ${secrets.length} secrets to lose: ${spilt.length === 0 ? 'none of them' : 'SOME OF THEM'}; connect ended with ${code}`,
      spilt.length === 0 && names.includes('Hello') && secrets.length > 1 && code === 4,
    ),
  )
}

export const channel: Measurement = {
  about: 'who is refused over TLS, by server and client, with OpenSSL; what a squatter on the port hears',
  withinMs: 90_000,
  run: async (lab) => {
    await refusals(lab)
    await squatter(lab)
  },
}
