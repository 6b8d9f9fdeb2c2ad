import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { PersonName } from '../../protocol/base/io.ts'
import type {
  ContractHash,
  Hello,
  Login,
  Message,
  Register,
  Resume,
  Token,
  Welcome,
} from '../../protocol/base/messages.ts'
import { isPrivateNetwork } from '../address.ts'
import type { Denial, Grant, TokenDomain } from '../auth/index.ts'
import type { AnyMessage } from '../codec/index.ts'
import type { Log, PeerEvent } from '../engine/events.ts'
import type { Continuation, Handshake, Refusal } from '../engine/role.ts'
import type { MessageByName } from '../machines/index.ts'
import type { KnownAddress, StoreFault } from '../store/index.ts'
import { type Connection, channelOf, isPrivate } from '../transport/connection.ts'
import { type ServerContext, tellFault } from './context.ts'
import type { Claim } from './registry.ts'

/** Denials on one connection before it is given up. */
const ATTEMPTS = 3

/** The server's part before the conversation: greets by address, checks proofs, and says what came of it. */
export class ServerHandshake implements Handshake {
  /** As it was granted, given, or found in the address book. */
  name: PersonName | null = null
  /** Its token only until that is said: a handler's error may print whatever it can reach. */
  grant: Grant | null = null
  /** Whether a Logout was heard that ends all sessions of the account. */
  everywhere = false
  private readonly context: ServerContext
  private readonly session: string
  private readonly address: string
  private readonly connection: Connection
  private readonly log: Log<PeerEvent>
  /** The version that both sides speak. */
  version = 0
  private nonce: Uint8Array | null = null
  private known = false
  private lastSeenMs = 0
  private proof: Register | Login | Resume | null = null
  private denial: Denial | Insecure | null = null
  private attemptsLeft = ATTEMPTS
  /** Aborts when nobody waits for the check of a proof any more. */
  private unwanted: AbortController | null = null
  /** The conversation that the client came to go on with. */
  claim: Claim | null = null
  /** The same, once it was found; null from when it goes on. */
  continuation: Continuation | null = null

  constructor(
    context: ServerContext,
    session: string,
    address: string,
    connection: Connection,
    log: Log<PeerEvent>,
  ) {
    this.context = context
    this.session = session
    this.address = address
    this.connection = connection
    this.log = log
  }

  /** Takes what the client says before the conversation. */
  receive(heard: AnyMessage): Refusal | null {
    // A control message is one of the base.
    const message = heard as Message
    switch (message.type) {
      case 'Hello':
        return this.hearHello(message)
      case 'MyName':
        this.name = message.name
        return null
      case 'Logout':
        this.everywhere = message.everywhere
        return null
      case 'Register':
      case 'Login':
      case 'Resume':
        this.proof = message
        return null
      default:
        return null
    }
  }

  /** Fills in what the machine says. */
  buildMessage(name: string): Message {
    const { context } = this
    // The machine says those of the base alone by name.
    const type = name as MessageByName
    switch (type) {
      case 'Welcome':
        return {
          type,
          protocol: context.runtime.name,
          version: this.version,
          // The contract says how long it is.
          contract: context.runtime.hash as ContractHash,
          server: context.agent,
          session: this.session,
          maxBody: context.runtime.largestBody,
          heartbeatMs: context.heartbeatMs,
          ...this.proofOfIdentity(),
        }
      case 'AskName':
        return { type, address: this.address }
      case 'Greeting':
        this.log.write({ event: 'identified', name: must(this.name), known: this.known })
        return { type, name: must(this.name), known: this.known, lastSeenMs: this.lastSeenMs }
      case 'Challenge':
        return { type, name: this.name ?? '', registrationOpen: context.registration === 'open' }
      case 'Granted': {
        const grant = must(this.grant)
        const { token, expiresAtMs } = grant
        this.grant = { ...grant, token: '' }
        return {
          type,
          name: must(this.name),
          // The authenticator minted it.
          token: token as Token,
          expiresAtMs,
          continued: this.continuation !== null,
          received: this.continuation?.messaging.sequence.heard ?? 0,
        }
      }
      case 'Denied': {
        const { reason, detail, retryAfterMs } = must(this.denial)
        return { type, reason, detail, attemptsLeft: this.attemptsLeft, retryAfterMs }
      }
      case 'Ready':
        return { type }
      default:
        throw new Error(`The machine says ${type}, which a server never does.`)
    }
  }

  /** Whether the address is known. */
  async lookUp(): Promise<string> {
    const { context } = this
    if (context.mode === 'echo') return 'looked.waived'
    const certified = this.certifiedName
    if (certified === null && !this.greets) return 'looked.unknown'
    const found = await context.store.addresses.find(this.address)()
    if (E.isLeft(found)) tellFault(context, this.log, 'address book', found.left)
    if (certified !== null) return this.certify(certified, found)
    if (E.isLeft(found) || O.isNone(found.right)) return 'looked.unknown'
    const name = PersonName.decode(found.right.value.name)
    // Stored by an earlier version, or by one with a later Unicode.
    if (E.isLeft(name)) return 'looked.unknown'
    this.name = name.right
    this.known = true
    this.lastSeenMs = found.right.value.lastSeenMs
    return 'looked.known'
  }

  /** Writes the address book. */
  rememberAddress(): void {
    if (!this.hasAddress) return
    const name = must(this.name)
    void this.context.store.addresses
      .remember(this.address, name, this.context.today())()
      .then((done) => {
        if (E.isLeft(done)) tellFault(this.context, this.log, 'address book', done.left)
      })
  }

  /** Checks the proof that was heard. */
  async verify(): Promise<string> {
    const proof = must(this.proof)
    this.proof = null
    const account = await this.accountOf(proof)
    const unwanted = new AbortController()
    this.unwanted = unwanted
    const { signal } = unwanted
    const checked: E.Either<Denial | Insecure, Grant> = this.mayHearSecrets()
      ? await this.check(proof, signal)
      : E.left(insecure)
    this.unwanted = null
    const verdict = E.filterOrElseW(hasName, () => unfit)(checked)
    if (E.isRight(verdict)) {
      this.grant = verdict.right
      this.name = verdict.right.name
      const { how, expiresAtMs } = verdict.right
      this.log.write({ event: 'granted', name: this.name, how, expiresAtMs })
      if (proof.type === 'Resume' && proof.session !== undefined)
        this.claim = { session: proof.session, received: proof.received, version: this.version }
      return 'verified.granted'
    }
    const { reason, retryAfterMs } = verdict.left
    // It was dropped, since whoever came with it is gone.
    if (reason === 'UNAVAILABLE' && signal.aborted) return 'verified.denied'
    this.denial = verdict.left
    // That the server is busy is nobody's failure.
    if (reason !== 'UNAVAILABLE') this.attemptsLeft -= 1
    const name = account === null ? {} : { name: account }
    const revoked = 'revokedSession' in verdict.left ? verdict.left.revokedSession : undefined
    if (revoked !== undefined) this.log.write({ event: 'replayed', revoked, ...name })
    this.log.write({ event: 'denied', ...name, reason, attemptsLeft: this.attemptsLeft, retryAfterMs })
    if (revoked !== undefined) this.context.live.revoked(revoked)
    return this.attemptsLeft > 0 ? 'verified.denied' : 'verified.last'
  }

  /** Nobody waits for the check any more: it is dropped, unless it has begun. */
  stopVerifying(): void {
    this.unwanted?.abort()
    this.unwanted = null
  }

  /** The server's key, and the proof that it has it, where the client asks for that. */
  private proofOfIdentity(): Pick<Welcome, 'identity' | 'proof'> {
    const { nonce, context, connection } = this
    const { identity, runtime } = context
    this.nonce = null
    if (identity === undefined || nonce === null) return {}
    const { port } = connection.local
    return { identity: identity.publicKey, proof: identity.prove({ nonce, contract: runtime.hash, port }) }
  }

  private hearHello({ protocol, minVersion, maxVersion, nonce }: Hello): Refusal | null {
    this.nonce = nonce ?? null
    const { name, version, speaks } = this.context.runtime
    if (protocol !== name)
      return { code: 'VERSION', detail: `This server speaks ${name}, the client ${protocol}.` }
    this.version = Math.min(version, maxVersion)
    if (this.version >= Math.max(speaks, minVersion)) return null
    return {
      code: 'VERSION',
      detail: `This server speaks ${versions(speaks, version)}, the client ${minVersion} to ${maxVersion}.`,
    }
  }

  /** The account that a proof is for, by its name; null: nobody's. Asked before: a check may revoke what tells it. */
  private async accountOf(proof: Register | Login | Resume): Promise<string | null> {
    if (proof.type !== 'Resume') return proof.name
    return this.mayHearSecrets() ? this.context.authenticator.holder(proof.token, this.domain)() : null
  }

  private check(proof: Register | Login | Resume, unwanted: AbortSignal): Promise<E.Either<Denial, Grant>> {
    const { authenticator } = this.context
    switch (proof.type) {
      case 'Register':
        return authenticator.register(proof.name, proof.password, this.address, unwanted, this.domain)()
      case 'Login':
        return authenticator.login(proof.name, proof.password, this.address, unwanted, this.domain)()
      case 'Resume':
        return authenticator.resume(proof.token, this.address, this.domain)()
      default:
        return proof satisfies never
    }
  }

  /** A token that was issued over TLS is good over TLS alone. */
  private get domain(): TokenDomain {
    return channelOf(this.connection).kind === 'tls' ? 'tls' : 'plain'
  }

  /** The name that the client's certificate proves; null: that is not how clients are told apart here. */
  get certifiedName(): PersonName | null {
    const channel = channelOf(this.connection)
    const name =
      this.context.identifyBy === 'certificate' && channel.kind === 'tls' ? channel.certified : null
    return name !== null && PersonName.is(name) ? name : null
  }

  private certify(name: PersonName, found: E.Either<StoreFault, O.Option<KnownAddress>>): string {
    this.name = name
    const before = E.isRight(found) ? O.toNullable(found.right) : null
    this.known = before?.name === name
    this.lastSeenMs = this.known && before !== null ? before.lastSeenMs : 0
    return 'looked.known'
  }

  /** Whether somebody at this address is told the name that was last seen there. */
  private get greets(): boolean {
    const { greetKnown = 'private' } = this.context
    return (
      this.hasAddress && greetKnown !== 'none' && (greetKnown === 'all' || isPrivateNetwork(this.address))
    )
  }

  /** Those who come over a socket in the file system have none. */
  private get hasAddress(): boolean {
    return channelOf(this.connection).kind !== 'unix'
  }

  private mayHearSecrets(): boolean {
    return this.context.insecurePassword || isPrivate(this.connection)
  }
}

const versions = (oldest: number, newest: number): string =>
  oldest === newest ? `version ${newest}` : `versions ${oldest} to ${newest}`

/** Whether the name of an account may still be said; see `lookUp`. */
const hasName = (grant: Grant): grant is Grant & { readonly name: PersonName } => PersonName.is(grant.name)

const unfit: Denial = {
  reason: 'TOKEN_EXPIRED',
  detail: 'The name of this account is no longer taken here. Choose another one.',
  retryAfterMs: 0,
}

interface Insecure {
  readonly reason: 'INSECURE_CHANNEL'
  readonly detail: string
  readonly retryAfterMs: 0
}

const insecure: Insecure = {
  reason: 'INSECURE_CHANNEL',
  detail:
    'This channel is not private. Use TLS or loopback, or allow it on both sides with --insecure-password.',
  retryAfterMs: 0,
}

const must = <A>(value: A | null): A => {
  if (value === null) throw new Error('What this answers was not said or found yet.')
  return value
}
