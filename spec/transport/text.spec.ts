import { createServer, type Server, Socket, connect as startConnecting } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { codePoint } from '../../src/codec/arbitraries.ts'
import { FramedSocket } from '../../src/transport/framed-socket.ts'
import { receiveText, sendText } from '../../src/transport/text.ts'
import { TextFault, type TextFaultDetail } from '../../src/transport/text-fault.ts'
import { onTheWire } from './stream.ts'
import { until } from './worlds.ts'

const host = '127.0.0.1'
let server: Server
let port: number
let near: Socket
let far: Socket

// `near` is a plain socket that a test writes raw bytes to, or a helper; `far` is what the server accepted.
beforeEach(async () => {
  const accepted: Socket[] = []
  server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(socket)).listen(0, host)
  await until(() => server.listening)
  const address = server.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
  near = startConnecting({ port, host, allowHalfOpen: true, noDelay: true })
  await until(() => accepted.length > 0)
  far = accepted[0] as Socket
})

afterEach(async () => {
  near.destroy()
  far.destroy()
  server.close()
  await Promise.all([gone(near), gone(far)])
  expect(listenersOf(near)).toEqual(bare)
  expect(listenersOf(far)).toEqual(bare)
})

// `closed` is true before the event, which comes at the end of a turn of the event loop.
const gone = async (socket: Socket) => {
  await until(() => socket.closed)
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
}
const listenersOf = (socket: Socket) =>
  ['data', 'error', 'close', 'drain', 'readable'].map((event) => socket.listenerCount(event))
const bare = [0, 0, 0, 0, 0]

const textFrame = (text: string | Buffer, more: object = {}): Buffer =>
  onTheWire({ type: 0, flags: 0, id: 0, re: 0, body: Buffer.from(text as string), ...more })

const fault = async (promise: Promise<unknown>): Promise<TextFaultDetail> => {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
  if (!(error instanceof TextFault)) throw error
  expect(error.code).toBe(error.detail.code)
  expect(error.message.length).toBeGreaterThan(10)
  return error.detail
}

describe('a text on the wire', () => {
  test('is a header with its length and zeros, then its UTF-8', async () => {
    await sendText(near, 'Grüße')
    const bytes = await new Promise<Buffer>((resolve) => far.once('data', resolve))
    expect(bytes.toString('hex')).toBe('000000070000000000000000000000004772c3bcc39f65')
  })

  test('comes back the same, whatever it is', async () => {
    const texts = fc.string({ unit: codePoint, maxLength: 3_000 })
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), async (said) => {
        for (const text of said) await sendText(near, text)
        for (const text of said) expect(await receiveText(far)).toBe(text)
      }),
      { numRuns: 50 },
    )
  })

  test('may be empty, begin with a byte order mark, and be as long as the limit', async () => {
    for (const text of ['', '\ufeff', '\ufeffmark', 'x'.repeat(65_536), 'é'.repeat(32_768)]) {
      const [received] = await Promise.all([receiveText(far), sendText(near, text)])
      expect(received).toBe(text)
    }
  })

  test('is refused before a byte is sent when it cannot be carried or is too long', async () => {
    expect(await fault(sendText(near, 'a\ud800b'))).toEqual({ code: 'LONE_SURROGATE', index: 1 })
    expect(await fault(sendText(near, 'x\udc00'))).toEqual({ code: 'LONE_SURROGATE', index: 1 })
    expect(await fault(sendText(near, 'é'.repeat(32_769)))).toEqual({
      code: 'TOO_LONG',
      bytes: 65_538,
      maxBytes: 65_536,
    })
    expect(await fault(sendText(near, 'four', 3))).toEqual({ code: 'TOO_LONG', bytes: 4, maxBytes: 3 })
    await sendText(near, 'pair 😀', 9)
    expect(await receiveText(far)).toBe('pair 😀')
  })
})

describe('receiving', () => {
  test('gives what came in one chunk one by one, and null at the end, again and again', async () => {
    near.write(Buffer.concat(['one', 'two', 'three'].map((text) => textFrame(text))))
    near.end()
    const received: (string | null)[] = []
    for (let turn = 0; turn < 5; turn++) received.push(await receiveText(far))
    expect(received).toEqual(['one', 'two', 'three', null, null])
  })

  test('answers those who wait at the same time in order', async () => {
    const waiting = Promise.all([receiveText(far), receiveText(far), receiveText(far)])
    near.write(Buffer.concat([textFrame('first'), textFrame('second')]))
    near.end()
    expect(await waiting).toEqual(['first', 'second', null])
  })

  test('puts together what comes byte by byte', async () => {
    const waiting = Promise.all([receiveText(far), receiveText(far)])
    for (const byte of Buffer.concat([textFrame('né'), textFrame('')])) {
      near.write(Buffer.of(byte))
      await new Promise(setImmediate)
    }
    expect(await waiting).toEqual(['né', ''])
  })

  test.each([
    ['flags', { flags: 1 }, { code: 'BAD_HEADER', field: 'flags', value: 1 }],
    ['type', { type: 64 }, { code: 'BAD_HEADER', field: 'type', value: 64 }],
    ['id', { id: 0xffffffff }, { code: 'BAD_HEADER', field: 'id', value: 0xffffffff }],
    ['re', { re: 7 }, { code: 'BAD_HEADER', field: 're', value: 7 }],
  ])('refuses a header with %s, now and ever after', async (_field, more, detail) => {
    near.write(Buffer.concat([textFrame('good'), textFrame('bad', more), textFrame('good again')]))
    expect(await receiveText(far)).toBe('good')
    expect(await fault(receiveText(far))).toEqual(detail)
    expect(await fault(receiveText(far))).toEqual(detail)
    expect(far.destroyed).toBe(false)
  })

  test('refuses a length from the header alone, without waiting for the body', async () => {
    near.write(Buffer.from('ffffffff000000000000000000000000', 'hex'))
    expect(await fault(receiveText(far))).toEqual({ code: 'TOO_LONG', bytes: 0xffffffff, maxBytes: 65_536 })
    // A text of HTTP is no frame either.
    far.write('GET / HTTP/1.1\r\n\r\n')
    expect(await fault(receiveText(near))).toMatchObject({ code: 'BAD_HEADER', field: 'flags' })
  })

  test('goes by the limit of the call that waits', async () => {
    near.write(Buffer.concat([textFrame('four'), textFrame('fifth')]))
    expect(await receiveText(far, 4)).toBe('four')
    expect(await fault(receiveText(far, 4))).toEqual({ code: 'TOO_LONG', bytes: 5, maxBytes: 4 })
  })

  test('refuses a body that is not UTF-8, and goes on behind it', async () => {
    for (const hex of ['ff', 'c080', 'eda080', 'f4908080', '61e282'])
      near.write(textFrame(Buffer.from(hex, 'hex')))
    near.write(textFrame('good'))
    for (const bytes of [1, 2, 3, 4, 3])
      expect(await fault(receiveText(far))).toEqual({ code: 'BAD_UTF8', bytes })
    expect(await receiveText(far)).toBe('good')
  })

  test('tells a stream that ends within a frame from one that ends between', async () => {
    const bytes = textFrame('cut')
    for (const length of [1, 15, 16, 18]) {
      const socket = startConnecting({ port, host })
      const accepted = await new Promise<Socket>((resolve) => server.once('connection', resolve))
      socket.end(bytes.subarray(0, length))
      expect(await fault(receiveText(accepted))).toEqual({ code: 'CUT_SHORT' })
      expect(await fault(receiveText(accepted))).toEqual({ code: 'CUT_SHORT' })
      accepted.destroy()
      socket.destroy()
    }
  })

  test('leaves the socket unread while nobody waits', async () => {
    near.write(textFrame('first'))
    const ends = far.listenerCount('end')
    expect(await receiveText(far)).toBe('first')
    expect([far.isPaused(), ...listenersOf(far)]).toEqual([true, 0, 1, 1, 0, 0])
    expect(far.listenerCount('end')).toBe(ends)
    const long = textFrame('x'.repeat(60_000))
    let sent = 0
    for (; sent < 10_000 && near.write(long); sent++);
    for (let turn = 0; turn < 500; turn++) {
      if (!near.writableNeedDrain) sent += near.write(long) ? 1 : 0
      await new Promise(setImmediate)
    }
    expect(near.writableNeedDrain).toBe(true)
    expect(far.readableLength).toBeLessThanOrEqual(200_000)
    expect((await receiveText(far))?.length).toBe(60_000)
  })

  test('ends for those who wait when this side destroys the socket', async () => {
    const waiting = [fault(receiveText(far)), fault(receiveText(far))]
    far.destroy()
    expect(await Promise.all(waiting)).toEqual([{ code: 'NOT_OPEN' }, { code: 'NOT_OPEN' }])
    expect(await fault(receiveText(far))).toEqual({ code: 'NOT_OPEN' })
    expect(await fault(sendText(far, 'x'))).toEqual({ code: 'NOT_OPEN' })
  })

  test('tells of a reset, to those who wait and to those who ask later', async () => {
    const broken = { code: 'BROKEN', reason: 'reset', system: 'ECONNRESET' }
    const waiting = fault(receiveText(far))
    near.resetAndDestroy()
    expect(await waiting).toEqual(broken)
    expect(await fault(receiveText(far))).toEqual(broken)
    expect(await fault(sendText(far, 'x'))).toEqual(broken)
  })

  test('gives what had come before it tells of a reset between two calls', async () => {
    near.write(Buffer.concat([textFrame('one'), textFrame('two')]))
    expect(await receiveText(far)).toBe('one')
    near.resetAndDestroy()
    await gone(far)
    expect(await receiveText(far)).toBe('two')
    expect(await fault(receiveText(far))).toMatchObject({ code: 'BROKEN', reason: 'reset' })
  })
})

describe('sending', () => {
  test('waits for a peer that does not read, and goes on when it reads', async () => {
    const text = 'x'.repeat(65_536)
    let resolved = 0
    let last: Promise<void> = Promise.resolve()
    // Stops at the first that has to wait: nothing resolves it for a while.
    for (let waits = false; !waits; ) {
      last = sendText(near, text).then(() => void resolved++)
      const before = resolved
      for (let turn = 0; turn < 50 && resolved === before; turn++) await new Promise(setImmediate)
      waits = resolved === before
    }
    expect(near.writableLength).toBeLessThanOrEqual(65_552)
    for (let left = resolved + 1; left > 0; left--) expect((await receiveText(far))?.length).toBe(65_536)
    await last
  })

  test('is rejected when the connection goes while it waits', async () => {
    const text = 'x'.repeat(65_536)
    let taken = 0
    const all = Promise.allSettled(
      Array.from({ length: 200 }, () => {
        const sending = sendText(near, text)
        if (near.writableLength === 0) taken++
        return sending
      }),
    )
    near.destroy()
    const codes = (await all).map((one) => (one.status === 'rejected' ? one.reason.code : 'sent'))
    expect(codes).toEqual(codes.map((_code, index) => (index < taken ? 'sent' : 'NOT_OPEN')))
    expect(taken).toBeLessThan(200)
    expect(await fault(sendText(near, 'x'))).toEqual({ code: 'NOT_OPEN' })
  })

  test('after this side has ended is refused', async () => {
    near.end()
    expect(await fault(sendText(near, 'x'))).toEqual({ code: 'NOT_OPEN' })
    await sendText(far, 'the other way goes on')
    expect(await receiveText(near)).toBe('the other way goes on')
  })
})

describe('a framed socket', () => {
  test('talks to another on the accepting side, many texts in reply to another, and half-closes', async () => {
    const serving = new Promise<void>((resolve, reject) => {
      server.once('connection', async (socket) => {
        try {
          const framed = FramedSocket.from(socket)
          expect(framed).toBe(socket)
          expect(FramedSocket.from(framed)).toBe(framed)
          expect(framed).toBeInstanceOf(FramedSocket)
          for (let text = await framed.receiveText(); text !== null; text = await framed.receiveText())
            await framed.sendText(`${text}!`)
          await framed.sendText('goodbye')
          framed.end()
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
    const client = new FramedSocket().connect(port, host)
    for (let turn = 0; turn < 100; turn++) {
      await client.sendText(`text ${turn}`)
      expect(await client.receiveText()).toBe(`text ${turn}!`)
    }
    client.end()
    expect(await client.receiveText()).toBe('goodbye')
    expect(await client.receiveText()).toBeNull()
    await serving
    await gone(client)
    expect(listenersOf(client)).toEqual(bare)
  })

  test('connects in one step, by port or by options', async () => {
    for (const connect of [
      () => FramedSocket.connect(port, host),
      () => FramedSocket.connect({ port, host }),
    ]) {
      const accepting = new Promise<Socket>((resolve) => server.once('connection', resolve))
      const client = connect()
      const accepted = await accepting
      await client.sendText('hello', 5)
      expect(await receiveText(accepted, 5)).toBe('hello')
      client.destroy()
      accepted.destroy()
      await gone(client)
    }
  })

  test('goes on with its own way after the other side has ended: the accepted one', async () => {
    const plain = createServer().listen(0, host)
    await until(() => plain.listening)
    const address = plain.address()
    const accepting = new Promise<Socket>((resolve) => plain.once('connection', resolve))
    const client = FramedSocket.connect({
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      host,
    })
    const accepted = FramedSocket.from(await accepting)
    client.end()
    expect(await accepted.receiveText()).toBeNull()
    await new Promise(setImmediate)
    await accepted.sendText('after your end')
    expect(await client.receiveText()).toBe('after your end')
    accepted.end()
    plain.close()
    await gone(client)
  })

  test('goes on with its own way after the other side has ended: the one that connects', async () => {
    const accepting = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const client = FramedSocket.connect(port, host)
    const accepted = await accepting
    accepted.end()
    expect(await client.receiveText()).toBeNull()
    await new Promise(setImmediate)
    await client.sendText('after your end')
    expect(await receiveText(accepted)).toBe('after your end')
    client.end()
    await gone(client)
  })

  test('tells by its calls that nobody listens', async () => {
    const gone = createServer().listen(0, host)
    await until(() => gone.listening)
    const address = gone.address()
    gone.close()
    const client = FramedSocket.connect({
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      host,
    })
    expect(await fault(client.receiveText())).toMatchObject({ code: 'BROKEN', system: 'ECONNREFUSED' })
  })

  test('is not made of something that is no plain socket', () => {
    class Other extends Socket {}
    expect(() => FramedSocket.from(new Other())).toThrow(TypeError)
  })
})
