import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { createServer } from '../../src/index.ts'
import { Authority, LOCAL, type TestCertificate } from '../support/certificates.ts'
import { type Program, Programs } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { needs } from '../support/tools/index.ts'
import { until } from '../transport/worlds.ts'

const programs = new Programs()
const password = 'channel-secret-9'
const env = { COLLOQUY_PASSWORD: password }

const connect = (port: number, ...more: readonly string[]) =>
  programs.run(['connect', '127.0.0.1', String(port), '--name', 'anna', '--message', 'hello', ...more], {
    env,
  })

const serve = async (...more: readonly string[]) => {
  const serving = await programs.serve({ more })
  const { fingerprint } = JSON.parse(await serving.program.firstLine())
  return { ...serving, fingerprint: String(fingerprint) }
}

const end = (program: Program) => {
  program.signal('SIGTERM')
  return program.end()
}

describe('with a certificate of its own', () => {
  test('a server is asked about, remembered by its fingerprint, and another key is refused', async () => {
    const { program, data, port, fingerprint } = await serve('--tls', 'auto')
    for (const file of ['tls-cert.pem', 'tls-key.pem', 'identity.pem'])
      expect(statSync(join(data, file)).mode & 0o777).toBe(0o600)
    const unknown = await connect(port, '--tls', '--register')
    expect(unknown.code).toBe(3)
    expect(unknown.stderr).toContain(fingerprint)
    const known = join(temporaryFolder(), 'known_servers')
    const first = await connect(
      port,
      '--tls',
      '--register',
      '--fingerprint',
      fingerprint,
      '--known-servers',
      known,
    )
    expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 0, stdout: 'hello\n' })
    expect(readFileSync(known, 'utf8')).toBe(`127.0.0.1:${port} tls ${fingerprint}\n`)
    expect(statSync(known).mode & 0o777).toBe(0o600)
    expect((await connect(port, '--tls', '--known-servers', known)).code).toBe(0)
    writeFileSync(known, `127.0.0.1:${port} tls SHA256:${'A'.repeat(43)}\n`, { mode: 0o600 })
    const changed = await connect(port, '--tls', '--known-servers', known)
    expect(changed.code).toBe(3)
    expect(changed.stderr).toContain('THE KEY OF THE SERVER HAS CHANGED')
    await end(program)
  })
})

test('a squatter on the port gets neither token nor password, and the token is kept', async () => {
  const { program, port } = await serve()
  const [known, tokens] = [join(temporaryFolder(), 'known_servers'), join(temporaryFolder(), 'tokens.json')]
  const kept = ['--known-servers', known, '--tokens', tokens]
  expect((await connect(port, '--register', ...kept)).code).toBe(0)
  await end(program)
  const before = readFileSync(tokens, 'utf8')
  const heard: string[] = []
  const squatter = await createServer({
    port,
    converse: { Say: (message, peer) => peer.reply(message) },
    observer: { passed: ({ message }) => heard.push(message.type) },
    log: { data: false, write: () => {} },
  })
  const refused = await connect(port, ...kept)
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain('THIS IS NOT THE SERVER THAT WAS HERE')
  expect(heard.filter((type) => ['Login', 'Register', 'Resume'].includes(type))).toEqual([])
  expect(readFileSync(tokens, 'utf8')).toBe(before)
  await squatter.close()
})

test('a server and a client meet over a socket in the file system', async () => {
  const folder = temporaryFolder()
  const socket = join(folder, 'colloquy.sock')
  const program = programs.start(['serve', '--json', '--socket', socket, '--data', join(folder, 'data')])
  expect(await program.event('listening')).toMatchObject({ socket, mode: 'auth' })
  expect(statSync(socket).mode & 0o777).toBe(0o600)
  const args = ['connect', `unix:${socket}`, '--name', 'anna', '--register', '--message', 'hello']
  const said = await programs.run(args, { env })
  expect({ code: said.code, stdout: said.stdout }).toEqual({ code: 0, stdout: 'hello\n' })
  const second = await programs.run(['serve', '--socket', socket, '--data', join(folder, 'other')])
  expect(second.code).toBe(3)
  expect(second.stderr).toContain('Somebody else listens on the socket')
  await end(program)
  const gone = await programs.run(args, { env })
  expect(gone.code).toBe(3)
})

const openssl = needs('openssl')

openssl.describe('with a certificate from files', () => {
  let authority: Authority
  let leaf: TestCertificate
  beforeAll(() => {
    authority = new Authority()
    leaf = authority.issue('/CN=server', LOCAL)
  })

  openssl.test(
    'it is read again when the files change, and at SIGHUP, and a conversation goes on',
    async () => {
      const { program, data, log, port, fingerprint } = await serve(
        '--tls-cert',
        leaf.certFile,
        '--tls-key',
        leaf.keyFile,
      )
      const talker = programs.start(
        [
          'connect',
          '127.0.0.1',
          String(port),
          '--tls',
          '--ca',
          authority.root.certFile,
          '--name',
          'anna',
          '--register',
        ],
        { env },
      )
      talker.type('one\n')
      await talker.until('the first answer', ({ stdout }) => (stdout.includes('one\n') ? true : undefined))
      const next = authority.issue('/CN=server', LOCAL)
      writeFileSync(leaf.keyFile, next.key)
      writeFileSync(leaf.certFile, next.cert)
      await programs.logged(data, 'renewed')
      program.signal('SIGHUP')
      await until(() => log().filter(({ event }) => event === 'renewed').length > 1)
      const fresh = await connect(
        port,
        '--tls',
        '--ca',
        authority.root.certFile,
        '--fingerprint',
        fingerprint,
      )
      expect(fresh.code).toBe(3)
      talker.type('two\n')
      await talker.until('the second answer', ({ stdout }) => (stdout.includes('two\n') ? true : undefined))
      await end(talker)
      await end(program)
    },
  )

  openssl.test('whom a certificate names is greeted by it, and needs nothing else', async () => {
    const { program, port, fingerprint } = await serve(
      ...['--tls-cert', leaf.certFile, '--tls-key', leaf.keyFile],
      ...['--client-ca', authority.root.certFile, '--identify-by', 'certificate'],
    )
    const ada = authority.issue('/CN=Ada', 'extendedKeyUsage=clientAuth')
    const place = ['connect', '127.0.0.1', String(port), '--message', 'hello', '--json']
    const secure = ['--tls', '--fingerprint', fingerprint]
    const greeted = await programs.run([...place, ...secure, '--cert', ada.certFile, '--key', ada.keyFile])
    expect(greeted.code).toBe(0)
    expect(greeted.stdout).toContain('"event":"greeting","name":"Ada"')
    for (const flags of [secure, []]) {
      const nobody = await programs.run([...place, ...flags])
      expect(nobody.stdout).toContain('UNAUTHORIZED')
    }
    await end(program)
  })
})

test.each([
  [['serve', '--tls-cert', 'x'], 2, /give both --tls-cert and --tls-key/],
  [['serve', '--tls', 'auto', '--tls-cert', 'x'], 2, /--tls-cert means nothing with --tls auto/],
  [['serve', '--client-ca', 'x'], 2, /--client-ca means nothing without --tls-cert/],
  [['serve', '--identify-by', 'certificate'], 2, /--identify-by means nothing without --client-ca/],
  [['serve', '--proxy-from', '10.0.0.0/99'], 2, /--proxy-from is “10.0.0.0\/99”; give a network/],
  [['serve', '--socket', 'x', '--port', '1'], 2, /--port means nothing with --socket/],
  [['serve', '--mode', 'raw', '--tls', 'auto'], 2, /--tls means nothing with --mode raw/],
  [['connect', '--ca', 'x'], 2, /--ca means nothing without --tls/],
  [['connect', '--tls', '--cert', 'x'], 2, /--cert means nothing without --key/],
  [['connect', '--tls', '--ca', '/nowhere'], 1, /\/nowhere cannot be read \(ENOENT\); check --ca/],
  [['connect', '--fingerprint', 'x'], 2, /--fingerprint is “x”; give a fingerprint/],
  [['connect', 'unix:x', '7707'], 2, /port means nothing with unix:/],
])('%j is refused', async (args, code, why) => {
  const refused = await programs.run(args, { env })
  expect(refused.stderr).toMatch(why)
  expect(refused.code).toBe(code)
})

programs.keepSecrets()
