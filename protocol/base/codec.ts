// Generated from protocol/base.yaml by npm run codegen. Do not edit.
import { brokenRule, type Reader, unknownNumber, wholly, type Writer } from '../../src/codec/index.ts'
import type {
  AbortReason,
  Aborted,
  Ack,
  AskName,
  Bye,
  ByeReason,
  Cancel,
  Challenge,
  ContractHash,
  DenialReason,
  Denied,
  Fault,
  FaultCode,
  Granted,
  Greeting,
  Hello,
  ListSessions,
  Login,
  Logout,
  Message,
  More,
  MyName,
  Password,
  PersonName,
  Ping,
  Pong,
  ProtocolName,
  Ready,
  Register,
  Resume,
  RevokeSession,
  SessionInfo,
  SessionsAnswered,
  SessionsResult,
  Token,
  Welcome,
} from './messages.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const PersonName_rules = { nfc: true, printable: true, trimmed: true, pattern: null }

const ProtocolName_rules = { nfc: false, printable: false, trimmed: false, pattern: wholly('[a-z0-9-]+') }

const Token_rules = { nfc: false, printable: false, trimmed: false, pattern: wholly('[A-Za-z0-9_-]+') }

const nameOfAbortReason = (number: number): AbortReason | null => {
  switch (number) {
    case 1:
      return 'OVERLOADED'
    case 2:
      return 'LOST'
    case 3:
      return 'UNANSWERED'
    default:
      return null
  }
}

const numberOfAbortReason = (name: AbortReason): number => {
  switch (name) {
    case 'OVERLOADED':
      return 1
    case 'LOST':
      return 2
    case 'UNANSWERED':
      return 3
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfAbortReason(number) === null ? number : 0
    }
  }
}

const readAbortReason = (reader: Reader, path: string): AbortReason | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfAbortReason(number) ?? `UNKNOWN_${number}`
}

const nameOfByeReason = (number: number): ByeReason | null => {
  switch (number) {
    case 1:
      return 'DONE'
    case 2:
      return 'LOGGED_OUT'
    case 3:
      return 'IDLE'
    case 4:
      return 'SHUTTING_DOWN'
    case 5:
      return 'REPLACED'
    default:
      return null
  }
}

const numberOfByeReason = (name: ByeReason): number => {
  switch (name) {
    case 'DONE':
      return 1
    case 'LOGGED_OUT':
      return 2
    case 'IDLE':
      return 3
    case 'SHUTTING_DOWN':
      return 4
    case 'REPLACED':
      return 5
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfByeReason(number) === null ? number : 0
    }
  }
}

const readByeReason = (reader: Reader, path: string): ByeReason | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfByeReason(number) ?? `UNKNOWN_${number}`
}

const nameOfDenialReason = (number: number): DenialReason | null => {
  switch (number) {
    case 1:
      return 'BAD_CREDENTIALS'
    case 2:
      return 'NAME_TAKEN'
    case 3:
      return 'WEAK_PASSWORD'
    case 4:
      return 'TOO_MANY_ATTEMPTS'
    case 5:
      return 'TOKEN_EXPIRED'
    case 6:
      return 'REGISTRATION_CLOSED'
    case 7:
      return 'INSECURE_CHANNEL'
    case 8:
      return 'UNAVAILABLE'
    default:
      return null
  }
}

const numberOfDenialReason = (name: DenialReason): number => {
  switch (name) {
    case 'BAD_CREDENTIALS':
      return 1
    case 'NAME_TAKEN':
      return 2
    case 'WEAK_PASSWORD':
      return 3
    case 'TOO_MANY_ATTEMPTS':
      return 4
    case 'TOKEN_EXPIRED':
      return 5
    case 'REGISTRATION_CLOSED':
      return 6
    case 'INSECURE_CHANNEL':
      return 7
    case 'UNAVAILABLE':
      return 8
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfDenialReason(number) === null ? number : 0
    }
  }
}

const readDenialReason = (reader: Reader, path: string): DenialReason | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfDenialReason(number) ?? `UNKNOWN_${number}`
}

const nameOfFaultCode = (number: number): FaultCode | null => {
  switch (number) {
    case 1:
      return 'UNEXPECTED_MESSAGE'
    case 2:
      return 'MALFORMED'
    case 3:
      return 'TOO_LARGE'
    case 4:
      return 'TIMEOUT'
    case 5:
      return 'VERSION'
    case 6:
      return 'OVERLOADED'
    case 7:
      return 'INTERNAL'
    case 8:
      return 'GAP'
    case 9:
      return 'UNAUTHORIZED'
    default:
      return null
  }
}

const numberOfFaultCode = (name: FaultCode): number => {
  switch (name) {
    case 'UNEXPECTED_MESSAGE':
      return 1
    case 'MALFORMED':
      return 2
    case 'TOO_LARGE':
      return 3
    case 'TIMEOUT':
      return 4
    case 'VERSION':
      return 5
    case 'OVERLOADED':
      return 6
    case 'INTERNAL':
      return 7
    case 'GAP':
      return 8
    case 'UNAUTHORIZED':
      return 9
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfFaultCode(number) === null ? number : 0
    }
  }
}

const readFaultCode = (reader: Reader, path: string): FaultCode | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfFaultCode(number) ?? `UNKNOWN_${number}`
}

const nameOfSessionsResult = (number: number): SessionsResult | null => {
  switch (number) {
    case 1:
      return 'DONE'
    case 2:
      return 'UNKNOWN_SESSION'
    case 3:
      return 'UNAVAILABLE'
    default:
      return null
  }
}

const numberOfSessionsResult = (name: SessionsResult): number => {
  switch (name) {
    case 'DONE':
      return 1
    case 'UNKNOWN_SESSION':
      return 2
    case 'UNAVAILABLE':
      return 3
    default: {
      const number = unknownNumber(name)
      // A number that has a name is written by that name alone.
      return nameOfSessionsResult(number) === null ? number : 0
    }
  }
}

const readSessionsResult = (reader: Reader, path: string): SessionsResult | null => {
  const number = reader.uint(1, 2147483647, path)
  if (number === 0) return null
  return nameOfSessionsResult(number) ?? `UNKNOWN_${number}`
}

/** Writes the body of Hello; false: see `writer.fault`, which sticks until it is reset. */
export const encodeHello = (writer: Writer, message: Hello): boolean => {
  writer.uint(8, message.minVersion, 1, 4294967295, 'Hello.minVersion')
  writer.uint(16, message.maxVersion, 1, 4294967295, 'Hello.maxVersion')
  if (message.contract !== undefined) writer.bytes(26, message.contract, 8, 8, 'Hello.contract')
  if (message.agent !== undefined) writer.string(34, message.agent, 0, 64, 'Hello.agent')
  writer.string(42, message.protocol, 1, 64, 'Hello.protocol')
  if (writer.fault === null) writer.refuse(brokenRule(message.protocol, ProtocolName_rules), 'Hello.protocol')
  if (message.nonce !== undefined) writer.bytes(50, message.nonce, 32, 32, 'Hello.nonce')
  return writer.fault === null
}

/** Reads the body of Hello; null: see `reader.fault`. */
export const decodeHello = (reader: Reader): Hello | null => {
  let minVersion_ = 0
  let maxVersion_ = 0
  let contract_: ContractHash | null = null
  let agent_ = ''
  let protocol_ = '' as ProtocolName
  let nonce_: Uint8Array | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Hello')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.minVersion')
        seen |= 0x1
        minVersion_ = reader.uint(1, 4294967295, 'Hello.minVersion')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.maxVersion')
        seen |= 0x2
        maxVersion_ = reader.uint(1, 4294967295, 'Hello.maxVersion')
        break
      case 26:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.contract')
        seen |= 0x4
        contract_ = reader.bytes(8, 8, 'Hello.contract') as ContractHash
        break
      case 34:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.agent')
        seen |= 0x8
        agent_ = reader.string(0, 64, 'Hello.agent')
        break
      case 42:
        if ((seen & 0x10) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.protocol')
        seen |= 0x10
        protocol_ = reader.string(1, 64, 'Hello.protocol') as ProtocolName
        reader.refuse(brokenRule(protocol_, ProtocolName_rules), 'Hello.protocol')
        break
      case 50:
        if ((seen & 0x20) !== 0) return reader.fail('REPEATED_FIELD', 'Hello.nonce')
        seen |= 0x20
        nonce_ = reader.bytes(32, 32, 'Hello.nonce')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Hello.minVersion')
          case 2:
            return reader.wrongWireType(tag, 'Hello.maxVersion')
          case 3:
            return reader.wrongWireType(tag, 'Hello.contract')
          case 4:
            return reader.wrongWireType(tag, 'Hello.agent')
          case 5:
            return reader.wrongWireType(tag, 'Hello.protocol')
          case 6:
            return reader.wrongWireType(tag, 'Hello.nonce')
          default:
            reader.skip(tag, 'Hello')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Hello.minVersion')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Hello.maxVersion')
  if ((seen & 0x10) === 0) return reader.fail('MISSING_FIELD', 'Hello.protocol')
  const message: Mutable<Hello> = {
    type: 'Hello',
    minVersion: minVersion_,
    maxVersion: maxVersion_,
    protocol: protocol_,
  }
  if (contract_ !== null) message.contract = contract_
  if ((seen & 0x8) !== 0) message.agent = agent_
  if (nonce_ !== null) message.nonce = nonce_
  return message
}

/** Writes the body of Welcome; false: see `writer.fault`, which sticks until it is reset. */
export const encodeWelcome = (writer: Writer, message: Welcome): boolean => {
  writer.uint(8, message.version, 1, 4294967295, 'Welcome.version')
  writer.bytes(18, message.contract, 8, 8, 'Welcome.contract')
  if (message.server !== '') writer.string(26, message.server, 0, 64, 'Welcome.server')
  if (message.session !== '') writer.string(34, message.session, 0, 32, 'Welcome.session')
  if (message.maxBody !== 0) writer.uint(40, message.maxBody, 0, 4294967295, 'Welcome.maxBody')
  writer.uint(48, message.heartbeatMs, 1000, 600000, 'Welcome.heartbeatMs')
  writer.string(58, message.protocol, 1, 64, 'Welcome.protocol')
  if (writer.fault === null) writer.refuse(brokenRule(message.protocol, ProtocolName_rules), 'Welcome.protocol')
  if (message.identity !== undefined) writer.bytes(66, message.identity, 32, 32, 'Welcome.identity')
  if (message.proof !== undefined) writer.bytes(74, message.proof, 64, 64, 'Welcome.proof')
  return writer.fault === null
}

/** Reads the body of Welcome; null: see `reader.fault`. */
export const decodeWelcome = (reader: Reader): Welcome | null => {
  let version_ = 0
  let contract_: ContractHash | null = null
  let server_ = ''
  let session_ = ''
  let maxBody_ = 0
  let heartbeatMs_ = 0
  let protocol_ = '' as ProtocolName
  let identity_: Uint8Array | null = null
  let proof_: Uint8Array | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Welcome')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.version')
        seen |= 0x1
        version_ = reader.uint(1, 4294967295, 'Welcome.version')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.contract')
        seen |= 0x2
        contract_ = reader.bytes(8, 8, 'Welcome.contract') as ContractHash
        break
      case 26:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.server')
        seen |= 0x4
        server_ = reader.string(0, 64, 'Welcome.server')
        break
      case 34:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.session')
        seen |= 0x8
        session_ = reader.string(0, 32, 'Welcome.session')
        break
      case 40:
        if ((seen & 0x10) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.maxBody')
        seen |= 0x10
        maxBody_ = reader.uint(0, 4294967295, 'Welcome.maxBody')
        break
      case 48:
        if ((seen & 0x20) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.heartbeatMs')
        seen |= 0x20
        heartbeatMs_ = reader.uint(1000, 600000, 'Welcome.heartbeatMs')
        break
      case 58:
        if ((seen & 0x40) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.protocol')
        seen |= 0x40
        protocol_ = reader.string(1, 64, 'Welcome.protocol') as ProtocolName
        reader.refuse(brokenRule(protocol_, ProtocolName_rules), 'Welcome.protocol')
        break
      case 66:
        if ((seen & 0x80) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.identity')
        seen |= 0x80
        identity_ = reader.bytes(32, 32, 'Welcome.identity')
        break
      case 74:
        if ((seen & 0x100) !== 0) return reader.fail('REPEATED_FIELD', 'Welcome.proof')
        seen |= 0x100
        proof_ = reader.bytes(64, 64, 'Welcome.proof')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Welcome.version')
          case 2:
            return reader.wrongWireType(tag, 'Welcome.contract')
          case 3:
            return reader.wrongWireType(tag, 'Welcome.server')
          case 4:
            return reader.wrongWireType(tag, 'Welcome.session')
          case 5:
            return reader.wrongWireType(tag, 'Welcome.maxBody')
          case 6:
            return reader.wrongWireType(tag, 'Welcome.heartbeatMs')
          case 7:
            return reader.wrongWireType(tag, 'Welcome.protocol')
          case 8:
            return reader.wrongWireType(tag, 'Welcome.identity')
          case 9:
            return reader.wrongWireType(tag, 'Welcome.proof')
          default:
            reader.skip(tag, 'Welcome')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Welcome.version')
  if (contract_ === null) return reader.fail('MISSING_FIELD', 'Welcome.contract')
  if ((seen & 0x20) === 0) return reader.fail('MISSING_FIELD', 'Welcome.heartbeatMs')
  if ((seen & 0x40) === 0) return reader.fail('MISSING_FIELD', 'Welcome.protocol')
  const message: Mutable<Welcome> = {
    type: 'Welcome',
    version: version_,
    contract: contract_,
    server: server_,
    session: session_,
    maxBody: maxBody_,
    heartbeatMs: heartbeatMs_,
    protocol: protocol_,
  }
  if (identity_ !== null) message.identity = identity_
  if (proof_ !== null) message.proof = proof_
  return message
}

/** Writes the body of AskName; false: see `writer.fault`, which sticks until it is reset. */
export const encodeAskName = (writer: Writer, message: AskName): boolean => {
  if (message.address !== '') writer.string(10, message.address, 0, 64, 'AskName.address')
  return writer.fault === null
}

/** Reads the body of AskName; null: see `reader.fault`. */
export const decodeAskName = (reader: Reader): AskName | null => {
  let address_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('AskName')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'AskName.address')
        seen |= 0x1
        address_ = reader.string(0, 64, 'AskName.address')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'AskName.address')
          default:
            reader.skip(tag, 'AskName')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'AskName',
    address: address_,
  }
}

/** Writes the body of MyName; false: see `writer.fault`, which sticks until it is reset. */
export const encodeMyName = (writer: Writer, message: MyName): boolean => {
  writer.string(10, message.name, 1, 64, 'MyName.name')
  if (writer.fault === null) writer.refuse(brokenRule(message.name, PersonName_rules), 'MyName.name')
  return writer.fault === null
}

/** Reads the body of MyName; null: see `reader.fault`. */
export const decodeMyName = (reader: Reader): MyName | null => {
  let name_ = '' as PersonName
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('MyName')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'MyName.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'MyName.name') as PersonName
        reader.refuse(brokenRule(name_, PersonName_rules), 'MyName.name')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'MyName.name')
          default:
            reader.skip(tag, 'MyName')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'MyName.name')
  return {
    type: 'MyName',
    name: name_,
  }
}

/** Writes the body of Greeting; false: see `writer.fault`, which sticks until it is reset. */
export const encodeGreeting = (writer: Writer, message: Greeting): boolean => {
  writer.string(10, message.name, 1, 64, 'Greeting.name')
  if (writer.fault === null) writer.refuse(brokenRule(message.name, PersonName_rules), 'Greeting.name')
  if (message.known !== false) writer.bool(16, message.known, 'Greeting.known')
  if (message.lastSeenMs !== 0) writer.uint(24, message.lastSeenMs, 0, 9007199254740991, 'Greeting.lastSeenMs')
  return writer.fault === null
}

/** Reads the body of Greeting; null: see `reader.fault`. */
export const decodeGreeting = (reader: Reader): Greeting | null => {
  let name_ = '' as PersonName
  let known_ = false
  let lastSeenMs_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Greeting')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Greeting.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'Greeting.name') as PersonName
        reader.refuse(brokenRule(name_, PersonName_rules), 'Greeting.name')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Greeting.known')
        seen |= 0x2
        known_ = reader.bool('Greeting.known')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Greeting.lastSeenMs')
        seen |= 0x4
        lastSeenMs_ = reader.uint(0, 9007199254740991, 'Greeting.lastSeenMs')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Greeting.name')
          case 2:
            return reader.wrongWireType(tag, 'Greeting.known')
          case 3:
            return reader.wrongWireType(tag, 'Greeting.lastSeenMs')
          default:
            reader.skip(tag, 'Greeting')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Greeting.name')
  return {
    type: 'Greeting',
    name: name_,
    known: known_,
    lastSeenMs: lastSeenMs_,
  }
}

/** Writes the body of Challenge; false: see `writer.fault`, which sticks until it is reset. */
export const encodeChallenge = (writer: Writer, message: Challenge): boolean => {
  if (message.name !== '') writer.string(10, message.name, 0, 64, 'Challenge.name')
  if (message.registrationOpen !== false) writer.bool(16, message.registrationOpen, 'Challenge.registrationOpen')
  return writer.fault === null
}

/** Reads the body of Challenge; null: see `reader.fault`. */
export const decodeChallenge = (reader: Reader): Challenge | null => {
  let name_ = ''
  let registrationOpen_ = false
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Challenge')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Challenge.name')
        seen |= 0x1
        name_ = reader.string(0, 64, 'Challenge.name')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Challenge.registrationOpen')
        seen |= 0x2
        registrationOpen_ = reader.bool('Challenge.registrationOpen')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Challenge.name')
          case 2:
            return reader.wrongWireType(tag, 'Challenge.registrationOpen')
          default:
            reader.skip(tag, 'Challenge')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Challenge',
    name: name_,
    registrationOpen: registrationOpen_,
  }
}

/** Writes the body of Register; false: see `writer.fault`, which sticks until it is reset. */
export const encodeRegister = (writer: Writer, message: Register): boolean => {
  writer.string(10, message.name, 1, 64, 'Register.name')
  if (writer.fault === null) writer.refuse(brokenRule(message.name, PersonName_rules), 'Register.name')
  writer.string(18, message.password, 1, 256, 'Register.password')
  return writer.fault === null
}

/** Reads the body of Register; null: see `reader.fault`. */
export const decodeRegister = (reader: Reader): Register | null => {
  let name_ = '' as PersonName
  let password_ = '' as Password
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Register')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Register.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'Register.name') as PersonName
        reader.refuse(brokenRule(name_, PersonName_rules), 'Register.name')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Register.password')
        seen |= 0x2
        password_ = reader.string(1, 256, 'Register.password') as Password
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Register.name')
          case 2:
            return reader.wrongWireType(tag, 'Register.password')
          default:
            reader.skip(tag, 'Register')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Register.name')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Register.password')
  return {
    type: 'Register',
    name: name_,
    password: password_,
  }
}

/** Writes the body of Login; false: see `writer.fault`, which sticks until it is reset. */
export const encodeLogin = (writer: Writer, message: Login): boolean => {
  writer.string(10, message.name, 1, 64, 'Login.name')
  if (writer.fault === null) writer.refuse(brokenRule(message.name, PersonName_rules), 'Login.name')
  writer.string(18, message.password, 1, 256, 'Login.password')
  return writer.fault === null
}

/** Reads the body of Login; null: see `reader.fault`. */
export const decodeLogin = (reader: Reader): Login | null => {
  let name_ = '' as PersonName
  let password_ = '' as Password
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Login')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Login.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'Login.name') as PersonName
        reader.refuse(brokenRule(name_, PersonName_rules), 'Login.name')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Login.password')
        seen |= 0x2
        password_ = reader.string(1, 256, 'Login.password') as Password
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Login.name')
          case 2:
            return reader.wrongWireType(tag, 'Login.password')
          default:
            reader.skip(tag, 'Login')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Login.name')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Login.password')
  return {
    type: 'Login',
    name: name_,
    password: password_,
  }
}

/** Writes the body of Resume; false: see `writer.fault`, which sticks until it is reset. */
export const encodeResume = (writer: Writer, message: Resume): boolean => {
  writer.string(10, message.token, 43, 43, 'Resume.token')
  if (writer.fault === null) writer.refuse(brokenRule(message.token, Token_rules), 'Resume.token')
  if (message.received !== 0) writer.uint(16, message.received, 0, 4294967295, 'Resume.received')
  if (message.session !== undefined) writer.string(26, message.session, 0, 32, 'Resume.session')
  return writer.fault === null
}

/** Reads the body of Resume; null: see `reader.fault`. */
export const decodeResume = (reader: Reader): Resume | null => {
  let token_ = '' as Token
  let received_ = 0
  let session_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Resume')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Resume.token')
        seen |= 0x1
        token_ = reader.string(43, 43, 'Resume.token') as Token
        reader.refuse(brokenRule(token_, Token_rules), 'Resume.token')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Resume.received')
        seen |= 0x2
        received_ = reader.uint(0, 4294967295, 'Resume.received')
        break
      case 26:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Resume.session')
        seen |= 0x4
        session_ = reader.string(0, 32, 'Resume.session')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Resume.token')
          case 2:
            return reader.wrongWireType(tag, 'Resume.received')
          case 3:
            return reader.wrongWireType(tag, 'Resume.session')
          default:
            reader.skip(tag, 'Resume')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Resume.token')
  const message: Mutable<Resume> = {
    type: 'Resume',
    token: token_,
    received: received_,
  }
  if ((seen & 0x4) !== 0) message.session = session_
  return message
}

/** Writes the body of Granted; false: see `writer.fault`, which sticks until it is reset. */
export const encodeGranted = (writer: Writer, message: Granted): boolean => {
  writer.string(10, message.name, 1, 64, 'Granted.name')
  if (writer.fault === null) writer.refuse(brokenRule(message.name, PersonName_rules), 'Granted.name')
  writer.string(18, message.token, 43, 43, 'Granted.token')
  if (writer.fault === null) writer.refuse(brokenRule(message.token, Token_rules), 'Granted.token')
  if (message.expiresAtMs !== 0) writer.uint(24, message.expiresAtMs, 0, 9007199254740991, 'Granted.expiresAtMs')
  if (message.continued !== false) writer.bool(32, message.continued, 'Granted.continued')
  if (message.received !== 0) writer.uint(40, message.received, 0, 4294967295, 'Granted.received')
  return writer.fault === null
}

/** Reads the body of Granted; null: see `reader.fault`. */
export const decodeGranted = (reader: Reader): Granted | null => {
  let name_ = '' as PersonName
  let token_ = '' as Token
  let expiresAtMs_ = 0
  let continued_ = false
  let received_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Granted')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Granted.name')
        seen |= 0x1
        name_ = reader.string(1, 64, 'Granted.name') as PersonName
        reader.refuse(brokenRule(name_, PersonName_rules), 'Granted.name')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Granted.token')
        seen |= 0x2
        token_ = reader.string(43, 43, 'Granted.token') as Token
        reader.refuse(brokenRule(token_, Token_rules), 'Granted.token')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Granted.expiresAtMs')
        seen |= 0x4
        expiresAtMs_ = reader.uint(0, 9007199254740991, 'Granted.expiresAtMs')
        break
      case 32:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Granted.continued')
        seen |= 0x8
        continued_ = reader.bool('Granted.continued')
        break
      case 40:
        if ((seen & 0x10) !== 0) return reader.fail('REPEATED_FIELD', 'Granted.received')
        seen |= 0x10
        received_ = reader.uint(0, 4294967295, 'Granted.received')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Granted.name')
          case 2:
            return reader.wrongWireType(tag, 'Granted.token')
          case 3:
            return reader.wrongWireType(tag, 'Granted.expiresAtMs')
          case 4:
            return reader.wrongWireType(tag, 'Granted.continued')
          case 5:
            return reader.wrongWireType(tag, 'Granted.received')
          default:
            reader.skip(tag, 'Granted')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Granted.name')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'Granted.token')
  return {
    type: 'Granted',
    name: name_,
    token: token_,
    expiresAtMs: expiresAtMs_,
    continued: continued_,
    received: received_,
  }
}

/** Writes the body of Denied; false: see `writer.fault`, which sticks until it is reset. */
export const encodeDenied = (writer: Writer, message: Denied): boolean => {
  writer.uint(8, numberOfDenialReason(message.reason), 1, 2147483647, 'Denied.reason')
  if (message.detail !== '') writer.string(18, message.detail, 0, 256, 'Denied.detail')
  if (message.attemptsLeft !== 0) writer.uint(24, message.attemptsLeft, 0, 4294967295, 'Denied.attemptsLeft')
  if (message.retryAfterMs !== 0) writer.uint(32, message.retryAfterMs, 0, 4294967295, 'Denied.retryAfterMs')
  return writer.fault === null
}

/** Reads the body of Denied; null: see `reader.fault`. */
export const decodeDenied = (reader: Reader): Denied | null => {
  let reason_: DenialReason | null = null
  let detail_ = ''
  let attemptsLeft_ = 0
  let retryAfterMs_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Denied')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Denied.reason')
        seen |= 0x1
        reason_ = readDenialReason(reader, 'Denied.reason')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Denied.detail')
        seen |= 0x2
        detail_ = reader.string(0, 256, 'Denied.detail')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Denied.attemptsLeft')
        seen |= 0x4
        attemptsLeft_ = reader.uint(0, 4294967295, 'Denied.attemptsLeft')
        break
      case 32:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Denied.retryAfterMs')
        seen |= 0x8
        retryAfterMs_ = reader.uint(0, 4294967295, 'Denied.retryAfterMs')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Denied.reason')
          case 2:
            return reader.wrongWireType(tag, 'Denied.detail')
          case 3:
            return reader.wrongWireType(tag, 'Denied.attemptsLeft')
          case 4:
            return reader.wrongWireType(tag, 'Denied.retryAfterMs')
          default:
            reader.skip(tag, 'Denied')
        }
    }
  }
  if (reader.fault !== null) return null
  if (reason_ === null) return reader.fail('MISSING_FIELD', 'Denied.reason')
  return {
    type: 'Denied',
    reason: reason_,
    detail: detail_,
    attemptsLeft: attemptsLeft_,
    retryAfterMs: retryAfterMs_,
  }
}

/** Writes the body of Ready; false: see `writer.fault`, which sticks until it is reset. */
export const encodeReady = (writer: Writer, _message: Ready): boolean => {
  return writer.fault === null
}

/** Reads the body of Ready; null: see `reader.fault`. */
export const decodeReady = (reader: Reader): Ready | null => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('Ready')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'Ready')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Ready',
  }
}

/** Writes the body of Ping; false: see `writer.fault`, which sticks until it is reset. */
export const encodePing = (writer: Writer, message: Ping): boolean => {
  if (message.nonce !== 0) writer.uint(8, message.nonce, 0, 4294967295, 'Ping.nonce')
  return writer.fault === null
}

/** Reads the body of Ping; null: see `reader.fault`. */
export const decodePing = (reader: Reader): Ping | null => {
  let nonce_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Ping')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Ping.nonce')
        seen |= 0x1
        nonce_ = reader.uint(0, 4294967295, 'Ping.nonce')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Ping.nonce')
          default:
            reader.skip(tag, 'Ping')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Ping',
    nonce: nonce_,
  }
}

/** Writes the body of Pong; false: see `writer.fault`, which sticks until it is reset. */
export const encodePong = (writer: Writer, message: Pong): boolean => {
  if (message.nonce !== 0) writer.uint(8, message.nonce, 0, 4294967295, 'Pong.nonce')
  return writer.fault === null
}

/** Reads the body of Pong; null: see `reader.fault`. */
export const decodePong = (reader: Reader): Pong | null => {
  let nonce_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Pong')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Pong.nonce')
        seen |= 0x1
        nonce_ = reader.uint(0, 4294967295, 'Pong.nonce')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Pong.nonce')
          default:
            reader.skip(tag, 'Pong')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Pong',
    nonce: nonce_,
  }
}

/** Writes the body of Ack; false: see `writer.fault`, which sticks until it is reset. */
export const encodeAck = (writer: Writer, message: Ack): boolean => {
  if (message.received !== 0) writer.uint(8, message.received, 0, 4294967295, 'Ack.received')
  return writer.fault === null
}

/** Reads the body of Ack; null: see `reader.fault`. */
export const decodeAck = (reader: Reader): Ack | null => {
  let received_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Ack')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Ack.received')
        seen |= 0x1
        received_ = reader.uint(0, 4294967295, 'Ack.received')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Ack.received')
          default:
            reader.skip(tag, 'Ack')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Ack',
    received: received_,
  }
}

/** Writes the body of Logout; false: see `writer.fault`, which sticks until it is reset. */
export const encodeLogout = (writer: Writer, message: Logout): boolean => {
  if (message.everywhere !== false) writer.bool(8, message.everywhere, 'Logout.everywhere')
  return writer.fault === null
}

/** Reads the body of Logout; null: see `reader.fault`. */
export const decodeLogout = (reader: Reader): Logout | null => {
  let everywhere_ = false
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Logout')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Logout.everywhere')
        seen |= 0x1
        everywhere_ = reader.bool('Logout.everywhere')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Logout.everywhere')
          default:
            reader.skip(tag, 'Logout')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Logout',
    everywhere: everywhere_,
  }
}

/** Writes the body of Bye; false: see `writer.fault`, which sticks until it is reset. */
export const encodeBye = (writer: Writer, message: Bye): boolean => {
  writer.uint(8, numberOfByeReason(message.reason), 1, 2147483647, 'Bye.reason')
  if (message.detail !== '') writer.string(18, message.detail, 0, 256, 'Bye.detail')
  return writer.fault === null
}

/** Reads the body of Bye; null: see `reader.fault`. */
export const decodeBye = (reader: Reader): Bye | null => {
  let reason_: ByeReason | null = null
  let detail_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Bye')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Bye.reason')
        seen |= 0x1
        reason_ = readByeReason(reader, 'Bye.reason')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Bye.detail')
        seen |= 0x2
        detail_ = reader.string(0, 256, 'Bye.detail')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Bye.reason')
          case 2:
            return reader.wrongWireType(tag, 'Bye.detail')
          default:
            reader.skip(tag, 'Bye')
        }
    }
  }
  if (reader.fault !== null) return null
  if (reason_ === null) return reader.fail('MISSING_FIELD', 'Bye.reason')
  return {
    type: 'Bye',
    reason: reason_,
    detail: detail_,
  }
}

/** Writes the body of Fault; false: see `writer.fault`, which sticks until it is reset. */
export const encodeFault = (writer: Writer, message: Fault): boolean => {
  writer.uint(8, numberOfFaultCode(message.code), 1, 2147483647, 'Fault.code')
  if (message.detail !== '') writer.string(18, message.detail, 0, 256, 'Fault.detail')
  if (message.retryAfterMs !== 0) writer.uint(24, message.retryAfterMs, 0, 4294967295, 'Fault.retryAfterMs')
  if (message.offending !== 0) writer.uint(32, message.offending, 0, 4294967295, 'Fault.offending')
  return writer.fault === null
}

/** Reads the body of Fault; null: see `reader.fault`. */
export const decodeFault = (reader: Reader): Fault | null => {
  let code_: FaultCode | null = null
  let detail_ = ''
  let retryAfterMs_ = 0
  let offending_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Fault')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Fault.code')
        seen |= 0x1
        code_ = readFaultCode(reader, 'Fault.code')
        break
      case 18:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Fault.detail')
        seen |= 0x2
        detail_ = reader.string(0, 256, 'Fault.detail')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'Fault.retryAfterMs')
        seen |= 0x4
        retryAfterMs_ = reader.uint(0, 4294967295, 'Fault.retryAfterMs')
        break
      case 32:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'Fault.offending')
        seen |= 0x8
        offending_ = reader.uint(0, 4294967295, 'Fault.offending')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Fault.code')
          case 2:
            return reader.wrongWireType(tag, 'Fault.detail')
          case 3:
            return reader.wrongWireType(tag, 'Fault.retryAfterMs')
          case 4:
            return reader.wrongWireType(tag, 'Fault.offending')
          default:
            reader.skip(tag, 'Fault')
        }
    }
  }
  if (reader.fault !== null) return null
  if (code_ === null) return reader.fail('MISSING_FIELD', 'Fault.code')
  return {
    type: 'Fault',
    code: code_,
    detail: detail_,
    retryAfterMs: retryAfterMs_,
    offending: offending_,
  }
}

/** Writes the body of Cancel; false: see `writer.fault`, which sticks until it is reset. */
export const encodeCancel = (writer: Writer, message: Cancel): boolean => {
  writer.uint(8, message.id, 1, 4294967295, 'Cancel.id')
  return writer.fault === null
}

/** Reads the body of Cancel; null: see `reader.fault`. */
export const decodeCancel = (reader: Reader): Cancel | null => {
  let id_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Cancel')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Cancel.id')
        seen |= 0x1
        id_ = reader.uint(1, 4294967295, 'Cancel.id')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Cancel.id')
          default:
            reader.skip(tag, 'Cancel')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Cancel.id')
  return {
    type: 'Cancel',
    id: id_,
  }
}

/** Writes the body of More; false: see `writer.fault`, which sticks until it is reset. */
export const encodeMore = (writer: Writer, message: More): boolean => {
  writer.uint(8, message.id, 1, 4294967295, 'More.id')
  writer.uint(16, message.messages, 1, 4294967295, 'More.messages')
  return writer.fault === null
}

/** Reads the body of More; null: see `reader.fault`. */
export const decodeMore = (reader: Reader): More | null => {
  let id_ = 0
  let messages_ = 0
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('More')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'More.id')
        seen |= 0x1
        id_ = reader.uint(1, 4294967295, 'More.id')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'More.messages')
        seen |= 0x2
        messages_ = reader.uint(1, 4294967295, 'More.messages')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'More.id')
          case 2:
            return reader.wrongWireType(tag, 'More.messages')
          default:
            reader.skip(tag, 'More')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'More.id')
  if ((seen & 0x2) === 0) return reader.fail('MISSING_FIELD', 'More.messages')
  return {
    type: 'More',
    id: id_,
    messages: messages_,
  }
}

/** Writes the body of Aborted; false: see `writer.fault`, which sticks until it is reset. */
export const encodeAborted = (writer: Writer, message: Aborted): boolean => {
  writer.uint(8, message.id, 1, 4294967295, 'Aborted.id')
  writer.uint(16, numberOfAbortReason(message.reason), 1, 2147483647, 'Aborted.reason')
  return writer.fault === null
}

/** Reads the body of Aborted; null: see `reader.fault`. */
export const decodeAborted = (reader: Reader): Aborted | null => {
  let id_ = 0
  let reason_: AbortReason | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Aborted')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Aborted.id')
        seen |= 0x1
        id_ = reader.uint(1, 4294967295, 'Aborted.id')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'Aborted.reason')
        seen |= 0x2
        reason_ = readAbortReason(reader, 'Aborted.reason')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Aborted.id')
          case 2:
            return reader.wrongWireType(tag, 'Aborted.reason')
          default:
            reader.skip(tag, 'Aborted')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'Aborted.id')
  if (reason_ === null) return reader.fail('MISSING_FIELD', 'Aborted.reason')
  return {
    type: 'Aborted',
    id: id_,
    reason: reason_,
  }
}

/** Writes the body of ListSessions; false: see `writer.fault`, which sticks until it is reset. */
export const encodeListSessions = (writer: Writer, _message: ListSessions): boolean => {
  return writer.fault === null
}

/** Reads the body of ListSessions; null: see `reader.fault`. */
export const decodeListSessions = (reader: Reader): ListSessions | null => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('ListSessions')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'ListSessions')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'ListSessions',
  }
}

/** Writes the body of SessionInfo; false: see `writer.fault`, which sticks until it is reset. */
export const encodeSessionInfo = (writer: Writer, message: SessionInfo): boolean => {
  writer.string(10, message.id, 1, 64, 'SessionInfo.id')
  if (message.beganAtMs !== 0) writer.uint(16, message.beganAtMs, 0, 9007199254740991, 'SessionInfo.beganAtMs')
  if (message.usedAtMs !== 0) writer.uint(24, message.usedAtMs, 0, 9007199254740991, 'SessionInfo.usedAtMs')
  if (message.address !== '') writer.string(34, message.address, 0, 64, 'SessionInfo.address')
  if (message.current !== false) writer.bool(40, message.current, 'SessionInfo.current')
  return writer.fault === null
}

/** Reads the body of SessionInfo; null: see `reader.fault`. */
export const decodeSessionInfo = (reader: Reader): SessionInfo | null => {
  let id_ = ''
  let beganAtMs_ = 0
  let usedAtMs_ = 0
  let address_ = ''
  let current_ = false
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('SessionInfo')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'SessionInfo.id')
        seen |= 0x1
        id_ = reader.string(1, 64, 'SessionInfo.id')
        break
      case 16:
        if ((seen & 0x2) !== 0) return reader.fail('REPEATED_FIELD', 'SessionInfo.beganAtMs')
        seen |= 0x2
        beganAtMs_ = reader.uint(0, 9007199254740991, 'SessionInfo.beganAtMs')
        break
      case 24:
        if ((seen & 0x4) !== 0) return reader.fail('REPEATED_FIELD', 'SessionInfo.usedAtMs')
        seen |= 0x4
        usedAtMs_ = reader.uint(0, 9007199254740991, 'SessionInfo.usedAtMs')
        break
      case 34:
        if ((seen & 0x8) !== 0) return reader.fail('REPEATED_FIELD', 'SessionInfo.address')
        seen |= 0x8
        address_ = reader.string(0, 64, 'SessionInfo.address')
        break
      case 40:
        if ((seen & 0x10) !== 0) return reader.fail('REPEATED_FIELD', 'SessionInfo.current')
        seen |= 0x10
        current_ = reader.bool('SessionInfo.current')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'SessionInfo.id')
          case 2:
            return reader.wrongWireType(tag, 'SessionInfo.beganAtMs')
          case 3:
            return reader.wrongWireType(tag, 'SessionInfo.usedAtMs')
          case 4:
            return reader.wrongWireType(tag, 'SessionInfo.address')
          case 5:
            return reader.wrongWireType(tag, 'SessionInfo.current')
          default:
            reader.skip(tag, 'SessionInfo')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'SessionInfo.id')
  return {
    type: 'SessionInfo',
    id: id_,
    beganAtMs: beganAtMs_,
    usedAtMs: usedAtMs_,
    address: address_,
    current: current_,
  }
}

/** Writes the body of RevokeSession; false: see `writer.fault`, which sticks until it is reset. */
export const encodeRevokeSession = (writer: Writer, message: RevokeSession): boolean => {
  writer.string(10, message.id, 1, 64, 'RevokeSession.id')
  return writer.fault === null
}

/** Reads the body of RevokeSession; null: see `reader.fault`. */
export const decodeRevokeSession = (reader: Reader): RevokeSession | null => {
  let id_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('RevokeSession')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'RevokeSession.id')
        seen |= 0x1
        id_ = reader.string(1, 64, 'RevokeSession.id')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'RevokeSession.id')
          default:
            reader.skip(tag, 'RevokeSession')
        }
    }
  }
  if (reader.fault !== null) return null
  if ((seen & 0x1) === 0) return reader.fail('MISSING_FIELD', 'RevokeSession.id')
  return {
    type: 'RevokeSession',
    id: id_,
  }
}

/** Writes the body of SessionsAnswered; false: see `writer.fault`, which sticks until it is reset. */
export const encodeSessionsAnswered = (writer: Writer, message: SessionsAnswered): boolean => {
  writer.uint(8, numberOfSessionsResult(message.result), 1, 2147483647, 'SessionsAnswered.result')
  return writer.fault === null
}

/** Reads the body of SessionsAnswered; null: see `reader.fault`. */
export const decodeSessionsAnswered = (reader: Reader): SessionsAnswered | null => {
  let result_: SessionsResult | null = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('SessionsAnswered')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'SessionsAnswered.result')
        seen |= 0x1
        result_ = readSessionsResult(reader, 'SessionsAnswered.result')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'SessionsAnswered.result')
          default:
            reader.skip(tag, 'SessionsAnswered')
        }
    }
  }
  if (reader.fault !== null) return null
  if (result_ === null) return reader.fail('MISSING_FIELD', 'SessionsAnswered.result')
  return {
    type: 'SessionsAnswered',
    result: result_,
  }
}

const encodeMessage = (writer: Writer, message: Message): boolean => {
  switch (message.type) {
    case 'Hello':
      return encodeHello(writer, message)
    case 'Welcome':
      return encodeWelcome(writer, message)
    case 'AskName':
      return encodeAskName(writer, message)
    case 'MyName':
      return encodeMyName(writer, message)
    case 'Greeting':
      return encodeGreeting(writer, message)
    case 'Challenge':
      return encodeChallenge(writer, message)
    case 'Register':
      return encodeRegister(writer, message)
    case 'Login':
      return encodeLogin(writer, message)
    case 'Resume':
      return encodeResume(writer, message)
    case 'Granted':
      return encodeGranted(writer, message)
    case 'Denied':
      return encodeDenied(writer, message)
    case 'Ready':
      return encodeReady(writer, message)
    case 'Ping':
      return encodePing(writer, message)
    case 'Pong':
      return encodePong(writer, message)
    case 'Ack':
      return encodeAck(writer, message)
    case 'Logout':
      return encodeLogout(writer, message)
    case 'Bye':
      return encodeBye(writer, message)
    case 'Fault':
      return encodeFault(writer, message)
    case 'Cancel':
      return encodeCancel(writer, message)
    case 'More':
      return encodeMore(writer, message)
    case 'Aborted':
      return encodeAborted(writer, message)
    case 'ListSessions':
      return encodeListSessions(writer, message)
    case 'SessionInfo':
      return encodeSessionInfo(writer, message)
    case 'RevokeSession':
      return encodeRevokeSession(writer, message)
    case 'SessionsAnswered':
      return encodeSessionsAnswered(writer, message)
    default:
      return writer.fail('UNKNOWN_MESSAGE', '')
  }
}

/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
export const encodeBody = (writer: Writer, message: Message): boolean => {
  const { pos } = writer
  writer.fault = null
  if (encodeMessage(writer, message)) return true
  writer.pos = pos
  return false
}

/** Reads the body of the message with this number; null: see `reader.fault`. */
export const decodeBody = (number: number, reader: Reader): Message | null => {
  switch (number) {
    case 1:
      return decodeHello(reader)
    case 2:
      return decodeWelcome(reader)
    case 3:
      return decodeAskName(reader)
    case 4:
      return decodeMyName(reader)
    case 5:
      return decodeGreeting(reader)
    case 6:
      return decodeChallenge(reader)
    case 7:
      return decodeRegister(reader)
    case 8:
      return decodeLogin(reader)
    case 9:
      return decodeResume(reader)
    case 10:
      return decodeGranted(reader)
    case 11:
      return decodeDenied(reader)
    case 12:
      return decodeReady(reader)
    case 13:
      return decodePing(reader)
    case 14:
      return decodePong(reader)
    case 15:
      return decodeAck(reader)
    case 16:
      return decodeLogout(reader)
    case 17:
      return decodeBye(reader)
    case 18:
      return decodeFault(reader)
    case 19:
      return decodeCancel(reader)
    case 20:
      return decodeMore(reader)
    case 21:
      return decodeAborted(reader)
    case 22:
      return decodeListSessions(reader)
    case 23:
      return decodeSessionInfo(reader)
    case 24:
      return decodeRevokeSession(reader)
    case 25:
      return decodeSessionsAnswered(reader)
    default:
      return reader.fail('UNKNOWN_MESSAGE', '')
  }
}
