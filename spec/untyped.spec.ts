import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { talk } from '../protocol/talk/index.ts'
import { entries } from '../scripts/entries.ts'
import { memoryStore } from '../src/store/index.ts'
import { linkInMemory, SimulatedClock } from '../src/testing/index.ts'
import { TlsConnector } from '../src/transport/index.ts'
import { type Certificate, certificateOf, verify } from '../src/verify/index.ts'
import { contract } from './support/contract.ts'
import { client, server } from './support/machines.ts'
import { temporaryFolder } from './support/temporary.ts'

/** An argument or an option that is right, and which of its fields are made wrong one by one. */
class Given {
  constructor(
    readonly value: unknown,
    readonly isOptional = false,
    readonly fields: Readonly<Record<string, Given>> = {},
  ) {}

  get orNothing(): Given {
    return new Given(this.value, true, this.fields)
  }
}

const one = (value: unknown): Given => new Given(value)

const options = (values: Readonly<Record<string, unknown>>): Given => {
  const fields = Object.entries(values).map(
    ([name, value]) => [name, value instanceof Given ? value : one(value)] as const,
  )
  return new Given(
    Object.fromEntries(fields.map(([name, { value }]) => [name, value])),
    false,
    Object.fromEntries(fields),
  )
}

const nothing = (): void => {}
const clock = new SimulatedClock()
const link = linkInMemory(clock)
const log = { data: false, write: nothing }
const { privateKey } = generateKeyPairSync('ed25519')
const aborts = new AbortController()
const pair = { contract, client, server }
const report = verify(pair, { bound: 1, limit: 100_000 })
const hashing = { ofContract: () => '', ofText: () => '' }
const certificate: Certificate = certificateOf(pair, report, hashing)
const finding = { rule: 'DEADLOCK', about: '', text: '', also: [], way: [], repeatsFrom: null, moments: [] }
const flaw = { file: 'a.yaml', line: 1, column: 1, rule: 'TEXT', message: '', remedy: '' }
const [message] = contract.messages
const [state] = contract.states
const keyed = { cert: 'a certificate', key: 'its key' }
const sources = options({
  maxStartups: options({ begin: 1, rate: 1, full: 1 }),
  loginGraceMs: 1,
  freeFailures: 1,
  registrationsPerHour: 1,
  sessionsPerAccount: 1,
  messagesPerSecond: 1,
  bytesPerSecond: 4_096,
  exempt: ['::1'],
})
const connectOptions = options({
  host: '::1',
  port: 1,
  timeoutMs: 1,
  signal: aborts.signal,
  clock,
  lookup: nothing,
})
const drawing = options({ contract, source: '', client, server, stories: [], language: 'en' })

/** The arguments of each function or class of a subpath; of subpaths that are not here nothing is called by hand. */
const TAKEN: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Given>>>>>> = {
  index: {
    ColloquyError: { failure: options({ code: 'ENDED' }), message: one('') },
    FramedSocket: { options: options({}).orNothing },
    TextFault: { detail: options({ code: 'NOT_OPEN' }) },
    connect: {
      options: options({
        host: '::1',
        port: 1,
        path: 'path',
        contract: talk,
        name: 'anna',
        credentials: options({
          name: 'anna',
          password: 'secret',
          register: true,
          tokens: { take: nothing },
          prover: nothing,
        }),
        requireProof: true,
        ended: nothing,
        reconnect: true,
        tls: new Given(
          {},
          true,
          options({ ca: 'ca', fingerprint: 'sha256', certificate: options(keyed) }).fields,
        ),
        knownServer: { known: nothing, trust: nothing },
        insecurePassword: true,
        agent: 'agent',
        connectWithinMs: 1,
        log,
        observer: {},
        signal: aborts.signal,
        abandon: aborts.signal,
        clock,
        converse: {},
      }).orNothing,
    },
    createEchoServer: { options: options({ host: '::1', port: 0, idleMs: 1, log, clock }).orNothing },
    createServer: {
      options: options({
        host: '::1',
        port: 0,
        fd: 5,
        path: 'path',
        contract: talk,
        mode: 'echo',
        store: memoryStore(),
        converse: one({}),
        began: nothing,
        gone: nothing,
        registration: 'open',
        identifyBy: 'proof',
        greetKnown: 'private',
        identity: privateKey,
        insecurePassword: true,
        maxSessions: 1,
        node: 'node',
        sources: sources.orNothing,
        heartbeatMs: 30_000,
        agent: 'agent',
        log,
        observer: {},
        latencies: true,
        meter: { createObservableGauge: nothing, createObservableCounter: nothing, createHistogram: nothing },
        clock,
        tls: options({ ...keyed, clientCa: 'ca', ticketSecret: new Uint8Array(48) }),
        proxyFrom: ['::1'],
      }),
    },
    memoryStore: { options: options({ maxAddresses: 1 }).orNothing },
    openSqliteStore: {
      file: one('file'),
      options: options({ maxAddresses: 1, patienceMs: 1, ownThread: false }).orNothing,
    },
    password: { secret: one('secret') },
    personName: { name: one('anna') },
    prometheusText: { metrics: one({ protocol: '', mode: '', sessions: {} }) },
    receiveText: { socket: one(new Socket()), maxBytes: one(1).orNothing },
    sendText: { socket: one(new Socket()), text: one(''), maxBytes: one(1).orNothing },
  },
  contract: {
    canonicalContract: { contract: one(contract) },
    contractSchemaText: {},
    formatFailure: { failure: one(flaw) },
    hasTurn: { state: one(state), side: one('client') },
    isSaidBy: { message: one(message), side: one('client') },
    loadContract: { text: one(''), file: one(''), options: options({ bases: new Map() }).orNothing },
    maxBodyBytes: { message: one(message) },
    opposite: { side: one('client') },
    sayable: { contract: one(contract), state: one(state), side: one('client') },
    shownFailures: { failures: one([flaw]) },
  },
  codec: {
    Reader: {},
    Writer: { size: one(64).orNothing },
    brokenRule: {
      text: one('').orNothing,
      rules: one({ nfc: true, printable: true, trimmed: true, pattern: null }),
    },
    byteLengthOf: { text: one('') },
    formatFault: { fault: options({ code: 'MALFORMED', reason: 'GROUP', path: 'a' }) },
    isNfc: { text: one('') },
    isPrintable: { text: one('') },
    isTrimmed: { text: one('') },
    // It takes anything, and says 0.
    unknownNumber: {},
    wholly: { pattern: one('a') },
  },
  codegen: {
    bringUpToDate: {
      folder: one(join(temporaryFolder(), 'new')),
      generated: one(new Map()),
      mode: one('check'),
    },
    contractHash: { contract: one(contract) },
    formatDifference: { difference: options({ kind: 'stale', file: 'file' }) },
    generate: {
      contract: one(contract),
      hash: one(new Uint8Array(8)),
      options: options({ source: '', command: '', imports: {} }),
    },
    generateSingleFile: {
      contract: one(contract),
      file: one('talk.ts'),
      language: one('typescript'),
      origin: options({ source: '', command: '' }),
    },
    tablesOf: { contract: one(contract) },
  },
  transport: {
    FramedSocket: { options: options({}).orNothing },
    TextFault: { detail: options({ code: 'NOT_OPEN' }) },
    TlsAcceptor: { options: options({ ...keyed, clientCa: 'ca', ticketSecret: new Uint8Array(48) }) },
    TlsConnector: {
      host: one('host'),
      options: options({ ca: 'ca', fingerprint: 'sha256', certificate: options(keyed) }),
    },
    channelOf: { connection: one(link.client) },
    connectSentence: { fault: one({ code: 'REFUSED', host: '', port: 1 }) },
    connectTcp: { options: connectOptions },
    connectTls: { options: connectOptions, connector: one(new TlsConnector('host', {})) },
    connectUnix: { options: options({ path: 'path', timeoutMs: 1, signal: aborts.signal, clock }) },
    isPrivate: { connection: one(link.client) },
    linger: {
      connection: one(link.client),
      clock: one(clock),
      closed: one(nothing),
      limits: options({ maxMs: 1, maxBytes: 1 }).orNothing,
    },
    listenSentence: { fault: one({ code: 'PORT_TAKEN', host: '', port: 1 }) },
    listenTcp: {
      options: options({
        host: '::1',
        port: 0,
        backlog: 1,
        fd: 5,
        onFault: nothing,
        onConnection: nothing,
        maxConnections: 1,
        arrivals: {},
      }),
    },
    listenUnix: { options: options({ path: 'path', onFault: nothing, onConnection: nothing }) },
    receiveText: { socket: one(new Socket()), maxBytes: one(1).orNothing },
    sendText: { socket: one(new Socket()), text: one(''), maxBytes: one(1).orNothing },
  },
  machines: { clientMachine: { tables: one(talk.tables) }, serverMachine: { tables: one(talk.tables) } },
  verify: {
    certificateOf: { pair: options(pair), report: one(report), hashing: options(hashing) },
    checkCertificate: {
      pair: options(pair),
      certificate: one(certificate),
      hashing: options(hashing),
      limit: one(1),
    },
    misfits: { pair: options(pair) },
    promelaOf: { pair: options(pair), options: options({ bound: 1 }) },
    readCertificate: { text: one('') },
    readReport: { text: one('') },
    reportMarkdown: { report: one(report) },
    reportText: { report: one(report) },
    sequenceText: { finding: one(finding) },
    strictly: { report: one(report) },
    tlaOf: { pair: options(pair), options: options({ bound: 1 }) },
    verify: { pair: options(pair), options: options({ bound: 1, limit: 1, onProgress: nothing }) },
  },
  visualize: {
    draw: { what: one('client'), format: one('mermaid'), drawing },
    storyOf: {
      capture: one({ protocol: 'talk', version: 1, contract: '', incidents: [] }),
      contract: one(contract),
      title: one(''),
      start: options({ state: '', omitted: 0 }).orNothing,
    },
    tooLargeToDraw: { what: one('client'), format: one('svg'), drawing },
  },
  engine: {
    observeAll: { observer: one({}) },
    play: {
      options: options({
        contract: talk,
        side: 'client',
        module: client,
        connection: link.client,
        actors: {},
        buildMessage: nothing,
        receive: nothing,
        perform: nothing,
        observer: {},
        clock,
      }),
    },
  },
  testing: {
    SimulatedClock: {},
    linkInMemory: {
      clock: one(clock),
      options: options({
        bufferBytes: 1,
        delayMs: 1,
        chop: nothing,
        client: options({ address: '::1', port: 1 }),
        server: options({ address: '::1', port: 1 }),
      }).orNothing,
    },
  },
  inspect: {
    openInspector: {
      options: options({
        contract,
        client,
        server,
        host: '::1',
        port: 0,
        token: 'a'.repeat(32),
        texts: true,
        language: 'en',
        clock,
      }),
    },
  },
  capture: {
    captureText: { contract: one(contract), hash: one(''), incidents: one([]) },
    readCapture: { text: one('') },
    recorder: { options: options({ contract, hash: '', now: nothing, open: nothing }) },
  },
  store: {
    canonicalAddress: { address: one('::1') },
    expiryOf: {
      createdAtMs: one(1),
      usedAtMs: one(1),
      life: options({ slidingMs: 1, absoluteMs: 1, graceMs: 1 }),
    },
    memoryStore: { options: options({ maxAddresses: 1 }).orNothing },
    nameKey: { name: one('anna') },
    openPostgresStore: {
      url: one('postgres://localhost/colloquy'),
      options: options({ password: 'secret', maxAddresses: 1, patienceMs: 1, maxConnections: 1 }).orNothing,
    },
    openSqliteStore: {
      file: one('file'),
      options: options({ maxAddresses: 1, patienceMs: 1, ownThread: false }).orNothing,
    },
    sourceOf: { address: one('::1') },
    storeFault: { code: one('BUSY'), file: one('file'), cause: one('').orNothing },
  },
  auth: {
    createAuthenticator: {
      options: options({
        store: memoryStore(),
        registration: 'open',
        now: nothing,
        elapsed: nothing,
        mintToken: nothing,
        mintId: nothing,
        hasher: { hash: nothing, verify: nothing, dummy: '', isDated: nothing },
        life: options({ slidingMs: 1, absoluteMs: 1, graceMs: 1 }),
        freeFailures: 1,
        registrationsPerHour: 1,
        onFault: nothing,
      }),
    },
    createHasher: {
      options: options({
        parameters: options({ memoryKiB: 8, passes: 1, lanes: 1 }),
        atOnce: 1,
        queue: 1,
        queueInAll: 1,
      }).orNothing,
    },
    isWeak: { password: one('secret') },
    preparePassword: { password: one('secret') },
  },
}

/** The run-time of generated modules, and what they are: their callers are generated, and the hot path is in them. */
const GENERATED = /^(codec\/(types|io|arbitraries)|protocol\/.*)$/

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

const WRONG: readonly unknown[] = [null, 7, 'x', true, [], {}, nothing, Symbol('x'), Number.NaN, 7n]

/** Further kinds of values that may stand for one. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'connect.name': ['function'],
  'connect.credentials': ['function', 'object'],
  'connect.credentials.password': ['function'],
  'connect.tls': ['boolean'],
  TlsConnector: ['object'],
  'createServer.log': ['function'],
  'brokenRule.text': [
    'null',
    'number',
    'string',
    'boolean',
    'array',
    'object',
    'function',
    'symbol',
    'bigint',
  ],
}

/** Whether an empty object may stand for it, as it may for options that all have a default. */
const mayBeEmpty = (one: Given): boolean =>
  kindOf(one.value) === 'object' && (Object.keys(one.value as object).length === 0 || one.isOptional)

interface Call {
  readonly title: string
  /** One of these is told of. */
  readonly names: readonly string[]
  readonly args: readonly unknown[]
}

/** Calls with one thing wrong: `path` is where, and `put` puts it there. */
const wrongIn = (
  path: string,
  names: readonly string[],
  one: Given,
  put: (value: unknown) => readonly unknown[],
): readonly Call[] => [
  ...WRONG.filter((wrong) => {
    const kind = kindOf(wrong)
    if (ALSO[path]?.includes(kind)) return false
    // Of its own kind only an object without anything in it is wrong.
    return kind === kindOf(one.value) ? kind === 'object' && !mayBeEmpty(one) : true
  }).map((wrong) => ({
    title: `${path} ${kindOf(wrong)}`,
    names: [...names, ...(kindOf(wrong) === 'object' ? Object.keys(one.fields) : [])],
    args: put(wrong),
  })),
  ...Object.entries(one.fields).flatMap(([name, field]) =>
    wrongIn(`${path}.${name}`.replace('.options', ''), [name], field, (value) =>
      put({ ...(one.value as object), [name]: value }),
    ),
  ),
]

const callsOf = (name: string, taken: Readonly<Record<string, Given>>): readonly Call[] => {
  const args = Object.entries(taken)
  const values = args.map(([, { value }]) => value)
  return args.flatMap(([argument, one], at) => [
    ...(one.isOptional
      ? []
      : [
          {
            title: `${name}.${argument} undefined`,
            names: [argument, ...Object.keys(one.fields)],
            args: values.slice(0, at),
          },
        ]),
    ...wrongIn(
      `${name}.${argument}`.replace('.options', ''),
      [argument, ...(argument === 'options' ? ['options'] : [])],
      one,
      (value) => values.with(at, value),
    ),
  ])
}

const isClass = (value: unknown): boolean => /^class\b/.test(Function.prototype.toString.call(value))

/** The error of a call with these, thrown at once or as a promise; null: there is none. */
const refusalOf = async (called: unknown, args: readonly unknown[]): Promise<unknown> => {
  try {
    await (isClass(called)
      ? Reflect.construct(called as new () => unknown, args)
      : (called as (...args: readonly unknown[]) => unknown)(...args))
    return null
  } catch (error) {
    return error
  }
}

const publics = Object.entries(entries).filter(([subpath]) => !GENERATED.test(subpath))

describe.each(publics)('what %s exports', (subpath, file) => {
  const taken = TAKEN[subpath.replace('/index', '')] ?? {}

  test('is all tried here', async () => {
    const exported = await import(join('..', file))
    const functions = Object.keys(exported).filter((name) => typeof exported[name] === 'function')
    expect(Object.keys(taken).sort()).toEqual(functions.sort())
  })

  test.each(Object.entries(taken))(
    '%s says what is wrong with what it is called with',
    async (name, args) => {
      const exported = await import(join('..', file))
      const unclear: string[] = []
      for (const call of callsOf(name, args)) {
        const error = await refusalOf(exported[name], call.args)
        const { message = '', name: kind = 'nothing' } = (error ?? {}) as Error
        const isClear =
          (kind === 'TypeError' || kind === 'RangeError') &&
          call.names.some((named) => new RegExp(`(^|\\W)${named}\\b`).test(message)) &&
          !/^Cannot|is not (a function|iterable|a constructor)|\(reading|Received/.test(message)
        if (!isClear) unclear.push(`${call.title}: ${kind} ${message}`)
      }
      expect(unclear).toEqual([])
    },
  )
})

test('every subpath of the package is one of them, or generated', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, string | { default: string }>
  }
  const files = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target.default],
  )
  expect(files.map((file) => file.replace(/^\.\/dist\/|\.js$/g, '')).sort()).toEqual(
    Object.keys(entries).sort(),
  )
})
