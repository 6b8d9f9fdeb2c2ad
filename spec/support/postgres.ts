import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { TestCertificate } from './certificates.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary.ts'
import { tool } from './tools/index.ts'

/** The password of every user of the clusters of tests. */
export const PASSWORD = 'canary-of-the-database'

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

/** A database server of its own for a test, on a free port of loopback and on a socket in its folder. It keeps nothing. */
export class Cluster {
  readonly folder = temporaryFolder()
  private server: ChildProcess | null = null
  private databases = 0
  private settings: readonly string[] = []
  private constructor(readonly port: number) {}

  /** With a certificate it speaks TLS, too. */
  static async start(certificate?: TestCertificate): Promise<Cluster> {
    const cluster = new Cluster(await freePort())
    const { folder } = cluster
    const passwordFile = join(folder, 'password')
    writeFileSync(passwordFile, PASSWORD)
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    if (certificate !== undefined) {
      writeFileSync(certFile, certificate.cert)
      writeFileSync(keyFile, certificate.key, { mode: 0o600 })
      cluster.settings = ['ssl=on', `ssl_cert_file=${certFile}`, `ssl_key_file=${keyFile}`]
      if ('uid' in asUser) for (const each of [certFile, keyFile]) chownSync(each, NOBODY, NOBODY)
    }
    if ('uid' in asUser) for (const each of [folder, passwordFile]) chownSync(each, NOBODY, NOBODY)
    const initdb = join(dirname(tool('postgres').path), 'initdb')
    const made = spawnSync(
      initdb,
      [
        ...['-D', cluster.data, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '-N'],
        ...['--auth-local=scram-sha-256', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`],
      ],
      { ...asUser, cwd: folder, env: environment, encoding: 'utf8' },
    )
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
    await cluster.begin()
    return cluster
  }

  private get data(): string {
    return join(this.folder, 'data')
  }

  /** Begins to serve, and resolves when it does. */
  async begin(): Promise<void> {
    const settings = [
      `listen_addresses=127.0.0.1`,
      `port=${this.port}`,
      `unix_socket_directories=${this.folder}`,
      'fsync=off',
      'shared_buffers=16MB',
      'max_connections=60',
      'logging_collector=off',
      ...this.settings,
    ].flatMap((setting) => ['-c', setting])
    const server = spawn(tool('postgres').path, ['-D', this.data, ...settings], {
      ...asUser,
      cwd: this.folder,
      env: environment,
      stdio: 'ignore',
    })
    this.server = server
    const pidFile = join(this.data, 'postmaster.pid')
    for (let tries = 0; tries < 400; tries += 1) {
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
      const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
      if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return
      await pause(25)
    }
    throw new Error('postgres did not begin to serve')
  }

  /** SIGINT ends every connection first; SIGQUIT is as a crash. */
  async end(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const { server } = this
    this.server = null
    if (server === null || server.exitCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    await gone
  }

  async restart(): Promise<void> {
    await this.end()
    await this.begin()
  }

  /** The URL of a database, without the password. */
  url(database: string, user = 'postgres'): string {
    return `postgres://${user}@127.0.0.1:${this.port}/${database}`
  }

  socketUrl(database: string): string {
    return `postgres://postgres@/${database}?host=${this.folder}&port=${this.port}`
  }

  /** A new database, empty. Gives its name. */
  async database(options = ''): Promise<string> {
    this.databases += 1
    const name = `test${this.databases}`
    await this.query('postgres', `create database ${name} ${options}`)
    return name
  }

  /** Runs one statement as the owner of everything. */
  async query(database: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { port } = this
    const client = new pg.Client({ host: '127.0.0.1', port, database, user: 'postgres', password: PASSWORD })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end()
    }
  }
}

const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
