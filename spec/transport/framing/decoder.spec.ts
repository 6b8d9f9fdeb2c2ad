import { afterEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { FrameDecoder, writeHeader } from '../../../src/transport/framing/decoder.ts'
import { anyFrame, chop, expected, frameOf, type Heard, listen, onTheWire, type Said } from '../stream.ts'

const anySizes = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 12 })
const frame = (body: number | string, more: Partial<Said> = {}): Said => ({
  type: 64,
  flags: 0,
  id: 1,
  re: 0,
  body: typeof body === 'string' ? Buffer.from(body) : Buffer.alloc(body, 'x'),
  ...more,
})

afterEach(() => {
  jest.restoreAllMocks()
})

describe('the header', () => {
  test('is 16 bytes, big-endian: length, type, flags, id, re', () => {
    const bytes = Buffer.alloc(18, 0xee)
    writeHeader(bytes, 1, 0x01020304, 0x0506, 0x090a0b0c, 0xf1f2f3f4)
    expect(bytes.toString('hex')).toBe('ee0102030405060000090a0b0cf1f2f3f4ee')
    expect(listen([Buffer.from('00000002fffe8001fffffffff0000000616200', 'hex')])).toEqual([
      { length: 2, type: 0xfffe, flags: 0x8001, id: 0xffffffff, re: 0xf0000000, body: '6162' },
    ])
  })

  test('carries every number that fits', () => {
    fc.assert(
      fc.property(anyFrame(3), ({ type, id, re, body }) => {
        const bytes = Buffer.alloc(16)
        writeHeader(bytes, 0, body.length, type, id, re)
        expect(bytes).toEqual(onTheWire({ type, flags: 0, id, re, body }).subarray(0, 16))
      }),
    )
  })
})

describe('frames arrive whole and in order', () => {
  test('however the network cuts them', () => {
    fc.assert(
      fc.property(fc.array(anyFrame(60), { maxLength: 12 }), anySizes, (said, sizes) => {
        expect(listen(chop(Buffer.concat(said.map(onTheWire)), sizes))).toEqual(said.map(expected))
      }),
    )
  })

  test('split in two at every place, and byte by byte', () => {
    const said = [
      frame(0),
      frame('hello', { id: 2 }),
      frame(0, { type: 13, id: 0 }),
      frame(1100),
      frame('end'),
    ]
    const bytes = Buffer.concat(said.map(onTheWire))
    const whole = said.map(expected)
    for (let at = 0; at <= bytes.length; at++)
      expect(listen([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole)
    expect(listen(chop(bytes, [1]))).toEqual(said.map(expected))
  })

  test('when the caller stops in between and pushes more before it goes on', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame(60), { maxLength: 12 }),
        anySizes,
        fc.array(fc.nat({ max: 3 }), { minLength: 1 }),
        (said, sizes, steps) => {
          const decoder = new FrameDecoder(() => true)
          const heard: Heard[] = []
          for (const [turn, chunk] of chop(Buffer.concat(said.map(onTheWire)), sizes).entries()) {
            decoder.push(chunk)
            for (let left = steps[turn % steps.length] ?? 0; left > 0 && decoder.next(); left--)
              heard.push(frameOf(decoder))
          }
          while (decoder.next()) heard.push(frameOf(decoder))
          expect(heard).toEqual(said.map(expected))
          expect(decoder.unread).toBe(false)
        },
      ),
    )
  })

  test('from a plain Uint8Array that is a window of something larger', () => {
    const bytes = Buffer.concat([Buffer.from('junk'), onTheWire(frame('window')), Buffer.from('junk')])
    const window = new Uint8Array(bytes.buffer, bytes.byteOffset + 4, bytes.length - 8)
    const decoder = new FrameDecoder(() => true)
    decoder.push(window)
    expect(decoder.next()).toBe(true)
    expect(decoder.body.toString()).toBe('window')
  })
})

describe('the judge', () => {
  test('is asked once per frame, on the header alone, and a refusal lies at the same frame for any cutting', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame(60), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        anySizes,
        (said, pick, sizes) => {
          const bad = pick % said.length
          const asked: number[] = []
          const heard = listen(chop(Buffer.concat(said.map(onTheWire)), sizes), (header) => {
            asked.push(header.id)
            return asked.length <= bad
          })
          expect(heard).toEqual(said.slice(0, bad).map(expected))
          expect(asked).toEqual(said.slice(0, bad + 1).map(({ id }) => id))
        },
      ),
    )
  })

  test('refuses as soon as the 16th byte is there, before a byte of body is kept', () => {
    const decoder = new FrameDecoder(({ length }) => length <= 100)
    const bytes = onTheWire(frame(101))
    decoder.push(bytes.subarray(0, 15))
    expect([decoder.next(), decoder.stopped, decoder.partial]).toEqual([false, false, true])
    decoder.push(bytes.subarray(15))
    expect([decoder.next(), decoder.stopped]).toEqual([false, true])
    expect(decoder.header).toMatchObject({ length: 101, type: 64 })
    decoder.push(onTheWire(frame('more')))
    expect([decoder.next(), decoder.partial, decoder.unread]).toEqual([false, false, false])
    expect(decoder.retainedBytes).toBe(0)
  })

  test('is not asked about a frame before it is the turn of that frame', () => {
    let asked = 0
    const decoder = new FrameDecoder(() => ++asked > 0)
    decoder.push(Buffer.concat([onTheWire(frame('a')), onTheWire(frame('b'))]))
    decoder.next()
    expect([asked, decoder.unread, decoder.partial, decoder.frames]).toEqual([1, true, false, 1])
  })
})

describe('what it costs', () => {
  const maxBody = 65_552
  const anyBytes = fc.array(fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: maxBody })), {
    minLength: 1,
    maxLength: 4,
  })
  const anyCuts = fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 5_000 }), fc.nat({ max: 70_000 })), {
    minLength: 1,
    maxLength: 20,
  })

  test('at most twice the frame limit is held, and at most twice what came is copied', () => {
    const copy = Buffer.prototype.copy
    let copied = 0
    jest.spyOn(Buffer.prototype, 'copy').mockImplementation(function (this: Buffer, ...args) {
      const bytes = copy.apply(this, args)
      copied += bytes
      return bytes
    })
    const sizeOf = Buffer.allocUnsafeSlow
    let allocated = 0
    jest.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => {
      allocated += size
      return sizeOf(size)
    })
    fc.assert(
      fc.property(anyBytes, anyCuts, (bodies, sizes) => {
        const decoder = new FrameDecoder(({ length }) => length <= maxBody)
        let received = 0
        let frames = 0
        copied = 0
        for (const chunk of chop(Buffer.concat(bodies.map((body) => onTheWire(frame(body)))), sizes)) {
          received += chunk.length
          decoder.push(chunk)
          allocated = 0
          let held = decoder.retainedBytes - chunk.length
          while (decoder.next()) {
            // The body that was gathered until now stood beside the one that it was joined into.
            if (held + allocated > 2 * maxBody) throw new Error(`${held + allocated} held`)
            held = allocated = 0
            frames++
          }
          if (decoder.retainedBytes > Math.min(maxBody, 1024 + 4 * received))
            throw new Error(`${decoder.retainedBytes} kept after ${received}`)
          if (!decoder.partial) expect(decoder.retainedBytes).toBe(0)
          if (copied > 2 * received) throw new Error(`${copied} copied of ${received}`)
        }
        expect(frames).toBe(bodies.length)
      }),
    )
    expect(jest.mocked(Buffer.prototype.copy).mock.calls.length).toBeGreaterThan(0)
  })

  test('a body that is announced but does not come holds little', () => {
    const decoder = new FrameDecoder(() => true)
    decoder.push(onTheWire(frame(65_536)).subarray(0, 17))
    expect(decoder.next()).toBe(false)
    expect(decoder.partial).toBe(true)
    expect(decoder.retainedBytes).toBeLessThanOrEqual(1024)
  })

  test('a frame that lies whole in a chunk is not copied, and its chunk is let go', () => {
    const copy = jest.spyOn(Buffer.prototype, 'copy')
    const chunk = Buffer.concat([onTheWire(frame('one')), onTheWire(frame('two'))])
    const decoder = new FrameDecoder(() => true)
    decoder.push(chunk)
    expect(decoder.next()).toBe(true)
    expect(decoder.source).toBe(chunk)
    expect([decoder.bodyStart, decoder.bodyEnd]).toEqual([16, 19])
    expect(decoder.next()).toBe(true)
    expect(decoder.next()).toBe(false)
    expect(decoder.source).toHaveLength(0)
    expect(decoder.retainedBytes).toBe(0)
    expect(copy).not.toHaveBeenCalled()
  })

  test('frames in chunks of one byte are linear work', () => {
    const bytes = Buffer.concat(Array.from({ length: 16 }, () => onTheWire(frame(65_536))))
    const time = (frames: number): number => {
      const chunks = chop(bytes.subarray(0, frames * 65_552), [1])
      let heard = 0
      const decoder = new FrameDecoder(() => true)
      const started = process.cpuUsage()
      for (const chunk of chunks) {
        decoder.push(chunk)
        while (decoder.next()) heard++
      }
      expect(heard).toBe(frames)
      return process.cpuUsage(started).user
    }
    time(4)
    const quarter = time(4)
    // 4 times the work; 16 times would be quadratic. The rest is for a busy machine.
    expect(time(16)).toBeLessThan(8 * quarter + 200_000)
  })
})
