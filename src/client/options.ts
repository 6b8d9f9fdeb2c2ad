import {
  aFlag,
  aFunction,
  aNumber,
  anObject,
  aSignal,
  aText,
  type Check,
  having,
  is,
  objectOf,
  optional,
  optionsOf,
} from '../arguments.ts'
import { duration } from '../duration.ts'
import { aLog } from '../engine/events.ts'
import { aClock, tlsClientOptions } from '../transport/index.ts'

const isText = (value: unknown): boolean => typeof value === 'string'
const isFunction = (value: unknown): boolean => typeof value === 'function'

const aTextOrFunction = is('a text or a function', (value) => isText(value) || isFunction(value))

const someCredentials = objectOf({
  name: optional(aText),
  password: optional(aTextOrFunction),
  register: optional(aFlag),
  tokens: optional(having('a keeper of tokens', 'take')),
  prover: optional(aFunction),
})

/** Either that, or what passes the check. */
const or =
  (test: (value: unknown) => boolean, check: Check): Check =>
  (name, value) => {
    if (!test(value)) check(name, value)
  }

/** Checks the options of `connect` but for the contract, and the handlers, which are checked by it. */
export const clientOptions = optionsOf({
  host: optional(aText),
  port: optional(aNumber),
  path: optional(aText),
  name: optional(aTextOrFunction),
  credentials: optional(or(isFunction, someCredentials)),
  requireProof: optional(aFlag),
  ended: optional(aFunction),
  reconnect: optional(aFlag),
  tls: optional(or((value) => typeof value === 'boolean', tlsClientOptions)),
  knownServer: optional(having('an object with known and trust', 'known', 'trust')),
  insecurePassword: optional(aFlag),
  agent: optional(aText),
  connectWithinMs: optional(duration),
  log: optional(aLog),
  observer: optional(anObject),
  signal: optional(aSignal),
  abandon: optional(aSignal),
  clock: optional(aClock),
})
