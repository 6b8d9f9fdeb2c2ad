// Generated from credit.yaml by colloquy generate. Do not edit.

/** The bounds of each type, and of each field that has bounds of its own. Bytes count UTF-8. */
export const bounds = {
  'Open.name': { minBytes: 0, maxBytes: 64 },
  'Item.data': { minBytes: 0, maxBytes: 1024 },
}

const tables = {
  protocol: 'credit',
  version: 1,
  speaks: 1,
  hash: '7e38d724c7c94262',
  base: null,
  messages: [
    { name: 'Open', number: 1, from: 'client', conversation: false },
    { name: 'Grant', number: 2, from: 'server', conversation: false },
    { name: 'End', number: 3, from: 'client', conversation: false },
    { name: 'Stop', number: 4, from: 'server', conversation: false },
    { name: 'Fault', number: 5, from: 'both', conversation: false },
    { name: 'Item', number: 64, from: 'client', conversation: true },
  ],
  states: [
    {
      name: 'open',
      turn: 'client',
      within: { ms: 60000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          Open: 'flow.none',
          End: 'end.client',
          Fault: 'done',
        },
        server: {
          Stop: 'end.server',
          Fault: 'done',
        },
      },
    },
    {
      name: 'flow.none',
      turn: 'server',
      within: { ms: 60000 },
      maxBody: 1024,
      inFlight: false,
      says: {
        client: {
          End: 'end.client',
          Fault: 'done',
        },
        server: {
          Grant: 'flow.one',
          Stop: 'end.server',
          Fault: 'done',
        },
      },
    },
    {
      name: 'flow.one',
      turn: 'both',
      within: { ms: 60000 },
      maxBody: 2048,
      inFlight: false,
      says: {
        client: {
          End: 'end.client',
          Fault: 'done',
          Item: 'flow.none',
        },
        server: {
          Grant: 'flow.two',
          Stop: 'end.server',
          Fault: 'done',
        },
      },
    },
    {
      name: 'flow.two',
      turn: 'client',
      within: { ms: 60000 },
      maxBody: 2048,
      inFlight: false,
      says: {
        client: {
          End: 'end.client',
          Fault: 'done',
          Item: 'flow.one',
        },
        server: {
          Stop: 'end.server',
          Fault: 'done',
        },
      },
    },
    {
      name: 'end.client',
      turn: 'server',
      within: { ms: 10000 },
      maxBody: 1024,
      inFlight: true,
      says: {
        client: {},
        server: {
          Grant: 'end.client',
          Stop: 'done',
          Fault: 'done',
        },
      },
    },
    {
      name: 'end.server',
      turn: 'client',
      within: { ms: 10000 },
      maxBody: 2048,
      inFlight: true,
      says: {
        client: {
          Open: 'end.server',
          End: 'done',
          Fault: 'done',
          Item: 'end.server',
        },
        server: {},
      },
    },
    {
      name: 'done',
      turn: 'nobody',
      within: null,
      maxBody: 0,
      inFlight: false,
      says: {
        client: {},
        server: {},
      },
    },
  ],
}

const numbers = {
  Open: 1,
  Grant: 2,
  End: 3,
  Stop: 4,
  Fault: 5,
  Item: 64,
}

const numberOfFaultCode = (name) => {
  switch (name) {
    case 'UNEXPECTED_MESSAGE':
      return 1
    case 'TIMEOUT':
      return 2
    default:
      return 0
  }
}

const readFaultCode = (reader, path) => {
  switch (reader.varint(path)) {
    case 1:
      return 'UNEXPECTED_MESSAGE'
    case 2:
      return 'TIMEOUT'
    default:
      return reader.fail('OUT_OF_RANGE', path)
  }
}

/** Writes the body of Open; false: see `writer.fault`, which sticks until it is reset. */
const encodeOpen = (writer, message) => {
  if (message.name !== '') writer.string(10, message.name, 0, 64, 'Open.name')
  return writer.fault === null
}

/** Reads the body of Open; null: see `reader.fault`. */
const decodeOpen = (reader) => {
  let name_ = ''
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Open')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Open.name')
        seen |= 0x1
        name_ = reader.string(0, 64, 'Open.name')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Open.name')
          default:
            reader.skip(tag, 'Open')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Open',
    name: name_,
  }
}

/** Writes the body of Grant; false: see `writer.fault`, which sticks until it is reset. */
const encodeGrant = (writer, _message) => {
  return writer.fault === null
}

/** Reads the body of Grant; null: see `reader.fault`. */
const decodeGrant = (reader) => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('Grant')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'Grant')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Grant',
  }
}

/** Writes the body of End; false: see `writer.fault`, which sticks until it is reset. */
const encodeEnd = (writer, _message) => {
  return writer.fault === null
}

/** Reads the body of End; null: see `reader.fault`. */
const decodeEnd = (reader) => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('End')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'End')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'End',
  }
}

/** Writes the body of Stop; false: see `writer.fault`, which sticks until it is reset. */
const encodeStop = (writer, _message) => {
  return writer.fault === null
}

/** Reads the body of Stop; null: see `reader.fault`. */
const decodeStop = (reader) => {
  while (reader.pos < reader.end) {
    const tag = reader.tag('Stop')
    switch (tag) {
      default:
        switch (tag >>> 3) {
          default:
            reader.skip(tag, 'Stop')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Stop',
  }
}

/** Writes the body of Fault; false: see `writer.fault`, which sticks until it is reset. */
const encodeFault = (writer, message) => {
  writer.uint(8, numberOfFaultCode(message.code), 1, 2147483647, 'Fault.code')
  return writer.fault === null
}

/** Reads the body of Fault; null: see `reader.fault`. */
const decodeFault = (reader) => {
  let code_ = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Fault')
    switch (tag) {
      case 8:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Fault.code')
        seen |= 0x1
        code_ = readFaultCode(reader, 'Fault.code')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Fault.code')
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
  }
}

/** Writes the body of Item; false: see `writer.fault`, which sticks until it is reset. */
const encodeItem = (writer, message) => {
  if (!(message.data instanceof Uint8Array && message.data.length === 0)) writer.bytes(10, message.data, 0, 1024, 'Item.data')
  return writer.fault === null
}

/** Reads the body of Item; null: see `reader.fault`. */
const decodeItem = (reader) => {
  let data_ = null
  let seen = 0
  while (reader.pos < reader.end) {
    const tag = reader.tag('Item')
    switch (tag) {
      case 10:
        if ((seen & 0x1) !== 0) return reader.fail('REPEATED_FIELD', 'Item.data')
        seen |= 0x1
        data_ = reader.bytes(0, 1024, 'Item.data')
        break
      default:
        switch (tag >>> 3) {
          case 1:
            return reader.wrongWireType(tag, 'Item.data')
          default:
            reader.skip(tag, 'Item')
        }
    }
  }
  if (reader.fault !== null) return null
  return {
    type: 'Item',
    data: data_ ?? new Uint8Array(0),
  }
}

const encodeMessage = (writer, message) => {
  switch (message.type) {
    case 'Item':
      return encodeItem(writer, message)
    case 'Open':
      return encodeOpen(writer, message)
    case 'Grant':
      return encodeGrant(writer, message)
    case 'End':
      return encodeEnd(writer, message)
    case 'Stop':
      return encodeStop(writer, message)
    case 'Fault':
      return encodeFault(writer, message)
    default:
      return writer.fail('UNKNOWN_MESSAGE', '')
  }
}

/** Writes the body of a message at `writer.pos`; false: nothing was written, see `writer.fault`. */
const encodeBody = (writer, message) => {
  const { pos } = writer
  writer.fault = null
  if (encodeMessage(writer, message)) return true
  writer.pos = pos
  return false
}

/** Reads the body of the message with this number; null: see `reader.fault`. */
const decodeBody = (number, reader) => {
  switch (number) {
    case 1:
      return decodeOpen(reader)
    case 2:
      return decodeGrant(reader)
    case 3:
      return decodeEnd(reader)
    case 4:
      return decodeStop(reader)
    case 5:
      return decodeFault(reader)
    case 64:
      return decodeItem(reader)
    default:
      return reader.fail('UNKNOWN_MESSAGE', '')
  }
}

/**
 * Items from a producer, the client, to a consumer, the server, which says how many it has room for: at most
 * two.
 */
export const credit = { tables, numbers, encodeBody, decodeBody }
