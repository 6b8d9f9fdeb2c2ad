import { once } from 'node:events'
import { createServer, type Server, type Socket, connect as startConnecting } from 'node:net'
import { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { FramedSocket } from '../../src/transport/framed-socket.ts'
import { receiveText, sendText } from '../../src/transport/text.ts'
import { onTheWire } from './stream.ts'
import { until } from './worlds.ts'

const host = '127.0.0.1'
let server: Server
let near: Socket
let far: Socket

beforeEach(async () => {
  const accepted: Socket[] = []
  server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(socket)).listen(0, host)
  await until(() => server.listening)
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  near = startConnecting({ port, host, allowHalfOpen: true, noDelay: true })
  await until(() => accepted.length > 0)
  far = accepted[0] as Socket
})

afterEach(() => {
  near.destroy()
  far.destroy()
  server.close()
})

const textFrame = (text: string): Buffer =>
  onTheWire({ type: 0, flags: 0, id: 0, re: 0, body: Buffer.from(text) })

/** All that is left to read, in each way in which a socket is read. */
const readers: Readonly<Record<string, (socket: Socket) => Promise<string>>> = {
  'a listener of data': (socket) =>
    new Promise((resolve) => {
      let all = ''
      socket.on('data', (bytes) => {
        all += bytes
      })
      socket.once('end', () => resolve(all))
    }),
  'a listener of data, after resume': (socket) => {
    const all = readers['a listener of data']?.(socket) as Promise<string>
    socket.resume()
    return all
  },
  'a loop': async (socket) => {
    let all = ''
    for await (const bytes of socket) all += bytes
    return all
  },
  'read()': async (socket) => {
    let all = ''
    while (!socket.readableEnded) {
      all += socket.read() ?? ''
      await new Promise(setImmediate)
    }
    return all
  },
}

describe('what comes behind a text is left for whoever reads next', () => {
  const stream = Buffer.concat([textFrame('né'), textFrame(''), Buffer.from('raw, and then the end')])

  test.each(Object.entries(readers))('%s, wherever the stream is cut', async (_way, rest) => {
    for (const at of [0, 1, 15, 16, 17, 18, 19, 33, 34, 35, 45, stream.length]) {
      const accepting = once(server, 'connection')
      const address = server.address() as { readonly port: number }
      const speaker = startConnecting({ port: address.port, host, noDelay: true })
      const [accepted] = (await accepting) as [Socket]
      const framed = FramedSocket.from(accepted)
      speaker.write(stream.subarray(0, at))
      await new Promise(setImmediate)
      speaker.end(stream.subarray(at))
      expect(await framed.receiveText()).toBe('né')
      expect(await receiveText(framed)).toBe('')
      expect(await rest(framed)).toBe('raw, and then the end')
      accepted.destroy()
      speaker.destroy()
    }
  })

  test('texts and raw bytes take turns', async () => {
    near.write(Buffer.concat([textFrame('one'), Buffer.from('12345'), textFrame('two'), textFrame('three')]))
    expect(await receiveText(far)).toBe('one')
    expect(far.read(5)?.toString()).toBe('12345')
    expect(await Promise.all([receiveText(far), receiveText(far)])).toEqual(['two', 'three'])
    await sendText(near, 'four')
    expect(await receiveText(far)).toBe('four')
  })

  test('it is not read on while nobody waits, and pauses in between do no harm', async () => {
    far.pause()
    near.write(Buffer.concat([textFrame('one'), textFrame('two'), textFrame('three')]))
    expect(await receiveText(far)).toBe('one')
    expect(far.readableLength).toBe(19 + 21)
    far.pause()
    const waiting = receiveText(far)
    far.pause()
    expect(await waiting).toBe('two')
    expect(far.isPaused()).toBe(true)
    expect(await receiveText(far)).toBe('three')
  })
})

describe('a stream that hands out no bytes', () => {
  const notBytes = (encoding: string | null) => ({
    name: 'TextFault',
    code: 'NOT_BYTES',
    detail: { code: 'NOT_BYTES', encoding },
    message: expect.stringContaining(encoding ?? 'object'),
  })

  test.each(['utf8', 'latin1', 'hex'] as const)(
    'set to %s before is refused, and left unread',
    async (encoding) => {
      far.setEncoding(encoding)
      near.write(textFrame('hello'))
      await expect(receiveText(far)).rejects.toMatchObject(notBytes(encoding))
      await expect(receiveText(far)).rejects.toMatchObject(notBytes(encoding))
      const [left] = (await once(far, 'data')) as [string]
      expect(left).toBe(textFrame('hello').toString(encoding))
      // The other way is not concerned.
      await sendText(far, 'still')
      expect(await receiveText(near)).toBe('still')
    },
  )

  test('set while somebody waits, and between two texts, is refused', async () => {
    const waiting = receiveText(far)
    far.setEncoding('utf8')
    near.write(textFrame('hello'))
    await expect(waiting).rejects.toMatchObject(notBytes('utf8'))
    far.write(Buffer.concat([textFrame('one'), textFrame('two')]))
    expect(await receiveText(near)).toBe('one')
    near.setEncoding('base64')
    await expect(receiveText(near)).rejects.toMatchObject(notBytes('base64'))
  })

  test('of objects is refused, unless they are bytes', async () => {
    const streamOf = (...objects: readonly unknown[]): Socket => {
      const stream = new Duplex({
        objectMode: true,
        read: () => {},
        write: (_chunk, _encoding, done) => done(),
      })
      for (const object of objects) stream.push(object)
      // As far as a text is concerned, a stream both ways is a socket.
      return stream as unknown as Socket
    }
    const bytes = textFrame('hello')
    expect(await receiveText(streamOf(bytes.subarray(0, 9), bytes.subarray(9)))).toBe('hello')
    expect(await receiveText(streamOf(new Uint8Array(bytes)))).toBe('hello')
    for (const object of [{ text: 'hello' }, 'hello', 7]) {
      const stream = streamOf(object)
      await expect(receiveText(stream)).rejects.toMatchObject(notBytes(null))
      expect(stream.read()).toBe(object)
    }
  })

  test('destroyed before is not open', async () => {
    far.destroy()
    await expect(receiveText(far)).rejects.toMatchObject({ code: 'NOT_OPEN' })
    await expect(sendText(far, 'x')).rejects.toMatchObject({ code: 'NOT_OPEN' })
  })
})
