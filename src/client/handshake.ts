import type {
  AskName,
  Challenge,
  ContractHash,
  Denied,
  Granted,
  Message,
  MyName,
  Resume,
  Welcome,
} from '../../protocol/base/messages.ts'
import type { AnyMessage } from '../codec/index.ts'
import type { Ending } from '../engine/ending.ts'
import { failing } from '../engine/error-text.ts'
import { ColloquyError } from '../engine/errors.ts'
import type { Messaging } from '../engine/messaging.ts'
import type { Continuation, Handshake, Refusal } from '../engine/role.ts'
import { DEFAULT_HEARTBEAT_MS, type MessageByName } from '../machines/index.ts'
import { type Connection, channelOf, isPrivate } from '../transport/index.ts'
import { BusyServer } from './busy-server.ts'
import type { ClientConfig } from './config.ts'
import { type Credentials, CredentialsProver, checkedProof, type Proof, personName } from './credentials.ts'
import { ServerIdentity } from './server-identity.ts'

const proofEvent = { Register: 'proved.register', Login: 'proved.login', Resume: 'proved.resume' } as const
const how = { Register: 'register', Login: 'login', Resume: 'resume' } as const

/** The server's words on this connection before the conversation, and the client's answers: a name, a proof, a farewell. */
export class ClientHandshake implements Handshake {
  /** Why there will be no conversation, what the program threw included; the first reason counts. */
  failure: Error | null = null
  /** The token is forgotten, however it ends. */
  loggingOut = false
  private readonly config: ClientConfig
  private readonly prover: CredentialsProver | null
  private readonly busyServer: BusyServer
  private welcome: Welcome | null = null
  private asked: AskName | null = null
  private myName: MyName | null = null
  private challenge: Challenge | null = null
  private denied: Denied | null = null
  private proof: Proof | null = null
  private grant: Granted | null = null
  private greeted: string | null = null
  private everywhere = false
  /** Aborts when what the program was asked for is not wanted any more. */
  private unwanted = new AbortController()
  /** Whether a proof was accepted on any connection: none of them goes on without. */
  private proven = false
  /** The storing of the token that was granted last. */
  private keeping: Promise<void> | undefined
  /** The key that the server has shown on this connection. */
  private identity: ServerIdentity | null = null
  private held: Messaging | null = null

  constructor(config: ClientConfig) {
    const { credentials } = config
    this.config = config
    this.busyServer = new BusyServer(config)
    this.prover =
      credentials === null || typeof credentials === 'function' ? null : new CredentialsProver(credentials)
  }

  /** Why there is no conversation, as far as it lies in what was said before it. */
  get refusal(): Error | null {
    return this.failure ?? (this.denied !== null && this.grant === null ? wasDenied(this.denied) : null)
  }

  /** The version that the server chose; 0 before that. */
  get version(): number {
    return this.welcome?.version ?? 0
  }

  get heartbeatMs(): number {
    return this.welcome?.heartbeatMs ?? DEFAULT_HEARTBEAT_MS
  }

  get session(): string {
    return this.welcome?.session ?? ''
  }

  /** The name that was granted, or greeted. */
  get name(): string | null {
    return this.grant?.name ?? this.greeted
  }

  /** A new connection: nothing was said yet. It is to go on with the conversation that is held, if there is one. */
  begin(connection: Connection, held: Messaging | null): void {
    this.held = held
    this.welcome = this.denied = this.proof = this.grant = null
    this.busyServer.forget()
    // Over TLS the certificate has said who the server is; and where no secret is sent, nobody has to know.
    const asks = this.config.credentials !== null && channelOf(connection).kind === 'plain'
    this.identity = asks ? new ServerIdentity(connection.remote.port, this.config.nonce()) : null
    this.prover?.begin()
  }

  /** A Logout is to be said. */
  logOut(everywhere: boolean): void {
    this.everywhere = everywhere
    this.loggingOut = true
  }

  /** Takes what the server says before the conversation. */
  receive(heard: AnyMessage): Refusal | null {
    // A control message is one of the base.
    const message = heard as Message
    switch (message.type) {
      case 'Welcome':
        return this.hearWelcome(message)
      case 'AskName':
        this.asked = message
        return null
      case 'Greeting':
        this.config.log.write({
          event: 'greeting',
          name: message.name,
          known: message.known,
          lastSeenMs: message.lastSeenMs,
        })
        this.greeted = message.name
        return null
      case 'Challenge':
        this.challenge = message
        return null
      case 'Granted':
        return this.hearGranted(message)
      case 'Denied':
        this.denied = message
        this.config.log.write({
          event: 'denied',
          reason: message.reason,
          attemptsLeft: message.attemptsLeft,
          retryAfterMs: message.retryAfterMs,
        })
        return null
      case 'Ready':
        return !(this.config.requireProof || this.proven)
          ? null
          : { code: 'UNAUTHORIZED', detail: 'The server asks for no proof, and this client requires one.' }
      default:
        return null
    }
  }

  /** Fills in what the machine says. */
  buildMessage(name: string): Message {
    const { runtime } = this.config
    // The machine says those of the base alone by name.
    const type = name as MessageByName
    switch (type) {
      case 'Hello':
        return {
          type,
          protocol: runtime.name,
          minVersion: runtime.speaks,
          maxVersion: runtime.version,
          // The contract says how long it is.
          contract: runtime.hash as ContractHash,
          agent: this.config.agent,
          ...(this.identity === null ? {} : { nonce: this.identity.nonce }),
        }
      case 'MyName':
        return must(this.myName)
      case 'Register':
      case 'Login':
      case 'Resume':
        return must(this.proof)
      case 'Logout':
        return { type, everywhere: this.everywhere }
      default:
        throw new Error(`The machine says ${type}, which a client never does.`)
    }
  }

  /** Asks the program for a name. */
  async tellName(): Promise<string> {
    const { name, credentials } = this.config
    const fallback = this.prover === null ? null : ((credentials as Credentials).name ?? null)
    const unwanted = this.asking()
    const given = typeof name === 'function' ? await name(must(this.asked), unwanted) : (name ?? fallback)
    // That it was given up is no reason then, but a consequence.
    if (unwanted.aborted) return 'named.withheld'
    if (given === null) return this.withhold('The server asks for a name; give one.', 'named.withheld')
    this.myName = { type: 'MyName', name: personName(given) }
    return 'named.given'
  }

  /** Asks the program for a proof. It crosses only what others cannot read, unless that is allowed. */
  async prove(connection: Connection): Promise<string> {
    const { credentials, insecurePassword } = this.config
    const prover = typeof credentials === 'function' ? credentials : this.prover?.prove
    if (prover === undefined)
      return this.withhold('The server asks for a proof; give credentials.', 'proved.withheld')
    if (!insecurePassword && !isPrivate(connection)) {
      this.failure ??= new ColloquyError(
        { code: 'INSECURE_CHANNEL' },
        'A password or token would cross the network unprotected; connect over TLS or loopback, or allow it on both sides with insecurePassword.',
      )
      return 'proved.withheld'
    }
    const { denied } = this
    const unwanted = this.asking()
    if (denied !== null && this.proof !== null && (await this.busyServer.wait(denied, unwanted)))
      return unwanted.aborted ? 'proved.withheld' : proofEvent[this.proof.type]
    const distrust = await this.identity?.distrust(this.config.knownServer, unwanted, insecurePassword)
    if (unwanted.aborted) return 'proved.withheld'
    if (distrust !== undefined && distrust !== null) {
      this.failure ??= distrust
      return 'proved.withheld'
    }
    const given = denied?.attemptsLeft === 0 ? null : await prover(must(this.challenge), denied, unwanted)
    if (unwanted.aborted) return 'proved.withheld'
    if (given === null) {
      if (denied !== null) this.failure ??= wasDenied(denied)
      return this.failure === null
        ? this.withhold('No proof was given.', 'proved.withheld')
        : 'proved.withheld'
    }
    const proof = checkedProof(given)
    this.proof = proof.type === 'Resume' ? this.resuming(proof) : proof
    return proofEvent[proof.type]
  }

  /** Whether a proof was accepted over this connection. */
  get isGranted(): boolean {
    return this.grant !== null
  }

  /** The conversation that the server goes on with; null: a new one begins. */
  get continuation(): Continuation | null {
    const { grant, held } = this
    return held !== null && grant?.continued === true ? { messaging: held, received: grant.received } : null
  }

  /** A token for the conversation that is held. */
  private resuming(proof: Resume): Resume {
    const { held } = this
    if (held === null) return proof
    return { ...proof, session: held.session, received: held.sequence.heard }
  }

  /** The program's answer is not wanted any more. */
  stopAsking(): void {
    this.unwanted.abort()
  }

  /** The conversation has begun: resolves once the new token is stored, or could not be. */
  async granted(): Promise<void> {
    const { grant } = this
    await this.logging(async () => {
      if (grant !== null) this.keeping = this.prover?.granted(grant.name, grant.token)
      await this.keeping
    })
  }

  /** The connection is gone: lets go of the token, and forgets one that was revoked. */
  async end(ending: Ending | null): Promise<void> {
    await this.logging(async () => {
      await this.keeping?.catch(() => {})
      // A server that has granted nothing can revoke nothing.
      const isRevoked = ending?.code === 'LOGGED_OUT' && this.grant !== null
      if (this.loggingOut || isRevoked) await this.prover?.forget()
      this.loggingOut = false
      this.prover?.begin()
      await this.prover?.release()
    })
  }

  private asking(): AbortSignal {
    this.unwanted = new AbortController()
    return this.unwanted.signal
  }

  private hearWelcome(message: Welcome): Refusal | null {
    const { version, server, session, heartbeatMs } = message
    const { runtime } = this.config
    if (message.protocol !== runtime.name)
      return {
        code: 'VERSION',
        detail: `The server speaks ${message.protocol}, this client ${runtime.name}.`,
      }
    if (version < runtime.speaks || version > runtime.version)
      return { code: 'VERSION', detail: `The server chose version ${version}, which was not offered.` }
    this.welcome = message
    this.identity?.hear(message)
    const sameContract = Buffer.compare(message.contract, runtime.hash) === 0
    this.config.log.write({ event: 'welcome', version, server, session, heartbeatMs, sameContract })
    return null
  }

  private hearGranted(grant: Granted): Refusal | null {
    const { held } = this
    if (grant.continued) {
      if (held === null) return { code: 'MALFORMED', detail: 'No conversation was to go on.' }
      const { said, acknowledged } = held.sequence
      if (grant.received < acknowledged || grant.received > said)
        return { code: 'GAP', detail: `${grant.received} cannot be what the server has received.` }
    }
    this.grant = grant
    this.proven = true
    const { name, expiresAtMs } = grant
    const { type } = must(this.proof)
    this.config.log.write({ event: 'granted', name, how: how[type], expiresAtMs })
    return null
  }

  private withhold(sentence: string, event: string): string {
    this.failure ??= new ColloquyError({ code: 'WITHHELD' }, sentence)
    return event
  }

  private async logging(storing: () => Promise<void>): Promise<void> {
    try {
      await storing()
    } catch (error) {
      this.config.log.write({ event: 'failed', ...failing('token', error) })
    }
  }
}

const wasDenied = ({ reason, detail, retryAfterMs, attemptsLeft }: Denied): ColloquyError =>
  new ColloquyError(
    { code: 'DENIED', reason, retryAfterMs, attemptsLeft },
    detail === '' ? `Denied: ${reason}.` : detail,
  )

const must = <A>(value: A | null): A => {
  if (value === null) throw new Error('The server has not said yet what this answers.')
  return value
}
