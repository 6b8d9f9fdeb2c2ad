import { describe, expect, test } from '@jest/globals'
import { FrameReceiver, type ReceiverOwner } from '../../src/engine/receiver.ts'
import { MAX_ID, SequenceNumbers } from '../../src/engine/sequence.ts'
import { SimulatedClock } from '../../src/testing/simulated-clock.ts'
import type { Connection } from '../../src/transport/connection.ts'
import { runtime } from '../support/machines.ts'
import { frame, message, number, sayFrame } from '../support/wire.ts'

const converse = runtime.states.findIndex(({ name }) => name === 'converse')
const maxBody = runtime.states[converse]?.maxBody ?? 0

/** The receiver of a server in converse, or in another state, and what it hands on and tells. */
const open = (state = converse) => {
  const told: string[] = []
  const clock = new SimulatedClock()
  const sequence = new SequenceNumbers()
  const way = { handed: (): void => {} }
  const endpoint = { address: '', port: 0 }
  const connection: Connection = {
    remote: endpoint,
    local: endpoint,
    queuedBytes: 0,
    listen: () => {},
    write: () => true,
    end: () => {},
    destroy: () => {},
    pause: () => void told.push('pause'),
    resume: () => void told.push('resume'),
  }
  const owner: ReceiverOwner = {
    watch: null,
    runtime,
    state,
    hears: runtime.says.client,
    sequence,
    frame: (index, next, id, re, _source, start, end) => {
      if (runtime.isConversation[index] === 1) sequence.heard = id
      const name = `${runtime.messages[index]?.name} ${id} ${re} ${end - start}`
      told.push(next === -1 ? `${name} too late` : name)
      way.handed()
    },
    awaitTurn: () => void told.push('turn'),
    refuse: (code, offending) => void told.push(`${code} ${offending}`),
    endOfStream: () => void told.push('end'),
  }
  const receiver = new FrameReceiver(owner, connection, clock)
  return { receiver, told, clock, sequence, way }
}

const pings = (count: number): Buffer => Buffer.concat(Array.from({ length: count }, () => message('Ping')))
const frames = (told: readonly string[]): number => told.filter((each) => each.startsWith('Ping')).length
const others = (told: readonly string[]): readonly string[] => told.filter((each) => !each.startsWith('Ping'))

/** Whole in one chunk, and cut within the header of the first frame. */
const ways: readonly [string, (bytes: Buffer) => readonly Buffer[]][] = [
  ['whole', (bytes) => [bytes]],
  ['cut', (bytes) => [bytes.subarray(0, 3), bytes.subarray(3)]],
]

describe.each(ways)('a frame that comes %s', (_, chunks) => {
  const heard = (bytes: Buffer, set: (sequence: SequenceNumbers) => void = () => {}): readonly string[] => {
    const { receiver, told, sequence } = open()
    set(sequence)
    for (const chunk of chunks(bytes)) receiver.chunk(chunk)
    return told
  }

  test('is handed on where the contract has it', () => {
    expect(heard(message('Ping'))).toEqual(['Ping 0 0 2'])
    expect(heard(message('Logout'))).toEqual(['Logout 0 0 0'])
    expect(heard(Buffer.concat([sayFrame(1, ''), sayFrame(2, 'ab')]))).toEqual(['Say 1 0 0', 'Say 2 0 4'])
  })

  test.each([
    ['flags', message('Ping', Buffer.alloc(0), { flags: 1 }), 'MALFORMED 13'],
    ['a number that no message has', frame(999), 'UNEXPECTED_MESSAGE 999'],
    ['a number that only another state has', message('Hello'), 'UNEXPECTED_MESSAGE 1'],
    ['a control message with an id', message('Ping', Buffer.alloc(0), { id: 1 }), 'MALFORMED 13'],
    ['a control message that answers', message('Ping', Buffer.alloc(0), { re: 1 }), 'MALFORMED 13'],
    ['an id of 0', sayFrame(0, ''), 'GAP 64'],
    ['an id that skips one', sayFrame(2, ''), 'GAP 64'],
    ['an answer to what was not said', sayFrame(1, '', 1), 'MALFORMED 64'],
    [
      'a body beyond its state',
      frame(number.Say, Buffer.alloc(0), { id: 1, length: maxBody + 1 }),
      'TOO_LARGE 64',
    ],
  ])('is refused for %s', (_what, bytes, refusal) => {
    expect(heard(bytes)).toEqual([refusal])
    expect(heard(Buffer.concat([message('Ping'), bytes, message('Ping')]))).toEqual(['Ping 0 0 2', refusal])
  })

  test('is refused for the first fault in the order of the wire document', () => {
    const length = maxBody + 1
    expect(heard(frame(999, Buffer.alloc(0), { flags: 1 }))).toEqual(['MALFORMED 999'])
    expect(heard(frame(number.Hello, Buffer.alloc(0), { length, id: 1 }))).toEqual(['UNEXPECTED_MESSAGE 1'])
    expect(heard(frame(number.Say, Buffer.alloc(0), { length, id: 7 }))).toEqual(['TOO_LARGE 64'])
    expect(heard(sayFrame(7, '', 9))).toEqual(['GAP 64'])
  })

  test('is refused for a body beyond its state also where all of that has come', () => {
    const refused = frame(number.Say, Buffer.alloc(maxBody + 1), { id: 1 })
    expect(heard(refused)).toEqual(['TOO_LARGE 64'])
    expect(heard(Buffer.concat([message('Ping'), refused]))).toEqual(['Ping 0 0 2', 'TOO_LARGE 64'])
  })

  test('is refused in each state for a number that no message has', () => {
    for (const [state, { name }] of runtime.states.entries()) {
      const { receiver, told } = open(state)
      for (const chunk of chunks(Buffer.concat([frame(999), frame(999)]))) receiver.chunk(chunk)
      expect([name, told]).toEqual([name, ['UNEXPECTED_MESSAGE 999']])
    }
  })

  test('is not handed on within the frame before it, however often reading is paused there', () => {
    const { receiver, way } = open()
    let depth = 0
    let most = 0
    let count = 0
    way.handed = () => {
      depth += 1
      count += 1
      most = Math.max(most, depth)
      receiver.pause()
      receiver.resume()
      depth -= 1
    }
    for (const chunk of chunks(pings(5))) receiver.chunk(chunk)
    expect([count, most]).toEqual([5, 1])
  })

  test('needs no time to be whole when it is', () => {
    const { receiver, clock } = open()
    for (const chunk of chunks(Buffer.concat([message('Ping')]))) receiver.chunk(chunk)
    clock.advance(60_000)
    expect(clock.pending).toBe(0)
    const whole = open()
    whole.receiver.chunk(pings(2))
    whole.receiver.pause()
    whole.receiver.resume()
    expect(whole.clock.pending).toBe(0)
  })

  test('may have as large a body as its state, the highest id, and answer our last message', () => {
    expect(heard(frame(number.Say, Buffer.alloc(maxBody), { id: 1 }))).toEqual([`Say 1 0 ${maxBody}`])
    expect(
      heard(sayFrame(MAX_ID, '', 5), (sequence) => {
        sequence.heard = MAX_ID - 1
        sequence.said = 5
      }),
    ).toEqual([`Say ${MAX_ID} 5 0`])
    expect(
      heard(sayFrame(0, ''), (sequence) => {
        sequence.heard = MAX_ID
      }),
    ).toEqual(['GAP 64'])
  })
})

describe("a connection's share of a turn", () => {
  test('is 256 frames, and the rest comes in the next ones', () => {
    const { receiver, told } = open()
    receiver.chunk(pings(600))
    expect([frames(told), others(told), receiver.frames]).toEqual([256, ['pause', 'turn'], 256])
    receiver.goOn()
    expect([frames(told), others(told)]).toEqual([512, ['pause', 'turn', 'pause', 'turn']])
    receiver.goOn()
    expect([frames(told), others(told)]).toEqual([600, ['pause', 'turn', 'pause', 'turn', 'resume']])
  })

  test('is the same where frames are cut', () => {
    const { receiver, told } = open()
    const bytes = pings(300)
    receiver.chunk(bytes.subarray(0, 5))
    receiver.chunk(bytes.subarray(5))
    expect([frames(told), others(told)]).toEqual([256, ['pause', 'turn']])
    receiver.goOn()
    expect([frames(told), others(told)]).toEqual([300, ['pause', 'turn', 'resume']])
  })

  test('is 2 ms, looked at after each 16 frames', () => {
    const { receiver, told, clock, way } = open()
    way.handed = () => clock.advance(0.125)
    receiver.chunk(pings(100))
    expect(frames(told)).toBe(32)
    receiver.goOn()
    expect(frames(told)).toBe(64)
    const quick = open()
    quick.way.handed = () => quick.clock.advance(0.06)
    quick.receiver.chunk(pings(100))
    // 16 frames take 0.96 ms, and the first look begins the time.
    expect(frames(quick.told)).toBe(64)
  })

  test('is four reads of the largest size, and one of half the frames', () => {
    const { receiver, told } = open()
    const large = frame(number.Ping, Buffer.alloc(65_536 - 16))
    const whole = Buffer.concat([large, ...Array.from({ length: 3 }, () => large)])
    expect(whole.length).toBeGreaterThanOrEqual(65_536)
    for (let at = 0; at < 3; at++) receiver.chunk(large)
    expect(others(told)).toEqual([])
    receiver.chunk(message('Ping'))
    for (let at = 0; at < 3; at++) receiver.chunk(large)
    expect(others(told)).toEqual([])
    receiver.chunk(large)
    expect([frames(told), others(told)]).toEqual([8, ['pause', 'turn']])
    receiver.goOn()
    expect(others(told)).toEqual(['pause', 'turn', 'resume'])
    const many = open()
    many.receiver.chunk(Buffer.concat([pings(126), large]))
    expect(others(many.told)).toEqual([])
    many.receiver.chunk(large)
    expect(others(many.told)).toEqual(['pause', 'turn'])
  })

  test('keeps what must wait, whatever becomes of the memory that it came in', () => {
    for (const begin of [0, 5]) {
      const { receiver, told } = open()
      const bytes = Buffer.concat(Array.from({ length: 300 }, (_, at) => sayFrame(at + 1, 'ab')))
      const chunk = Buffer.from(bytes.subarray(begin))
      receiver.chunk(bytes.subarray(0, begin))
      receiver.chunk(chunk)
      chunk.fill(255)
      receiver.goOn()
      expect(told.filter((each) => each.startsWith('Say '))).toEqual(
        Array.from({ length: 300 }, (_, at) => `Say ${at + 1} 0 4`),
      )
    }
  })

  test('is not waited for where reading was stopped with its last frame', () => {
    const { receiver, told, way } = open()
    way.handed = () => {
      if (frames(told) === 256) receiver.stop()
    }
    receiver.chunk(pings(300))
    expect([frames(told), others(told)]).toEqual([256, []])
  })

  test('does not count the frames of turns before', () => {
    const { receiver, told } = open()
    receiver.chunk(pings(200))
    receiver.chunk(frame(number.Ping, Buffer.alloc(65_536 - 16)))
    expect(others(told)).toEqual([])
  })

  test('begins anew with each chunk that is no whole read', () => {
    const { receiver, told } = open()
    for (let at = 0; at < 4; at++) receiver.chunk(pings(200))
    expect([frames(told), others(told)]).toEqual([800, []])
  })
})

describe('reading that is paused', () => {
  test('hands on nothing, and then what came meanwhile first', () => {
    const { receiver, told } = open()
    receiver.pause()
    receiver.pause()
    receiver.chunk(message('Ping'))
    receiver.chunk(sayFrame(1, ''))
    expect(told).toEqual(['pause'])
    receiver.resume()
    receiver.resume()
    expect(told).toEqual(['pause', 'Ping 0 0 2', 'Say 1 0 0', 'resume'])
  })

  test('stops within a chunk, and may do so again while it goes on', () => {
    const { receiver, told, way } = open()
    way.handed = () => receiver.pause()
    receiver.chunk(pings(3))
    expect(told).toEqual(['Ping 0 0 2', 'pause'])
    receiver.resume()
    expect(told).toEqual(['Ping 0 0 2', 'pause', 'Ping 0 0 2', 'pause'])
  })

  test('tells of the end of the stream behind all that waits', () => {
    const { receiver, told } = open()
    receiver.pause()
    receiver.chunk(message('Ping'))
    receiver.end()
    expect(told).toEqual(['pause'])
    receiver.resume()
    expect(told.slice(1, 3)).toEqual(['Ping 0 0 2', 'end'])
  })

  test('and waits for its turn needs both to go on', () => {
    const { receiver, told } = open()
    receiver.chunk(pings(300))
    receiver.pause()
    receiver.goOn()
    expect(frames(told)).toBe(256)
    receiver.resume()
    expect([frames(told), others(told).at(-1)]).toEqual([300, 'resume'])
    const other = open()
    other.receiver.chunk(pings(300))
    other.receiver.pause()
    other.receiver.resume()
    expect(frames(other.told)).toBe(256)
    other.receiver.goOn()
    expect([frames(other.told), others(other.told).at(-1)]).toEqual([300, 'resume'])
  })

  test('tells of the end of the stream behind what waits for its turn', () => {
    const { receiver, told } = open()
    receiver.chunk(pings(300))
    receiver.end()
    expect(others(told)).toEqual(['pause', 'turn'])
    receiver.goOn()
    expect([frames(told), others(told)]).toEqual([300, ['pause', 'turn', 'end', 'resume']])
  })
})

test('nothing is handed on after reading was stopped', () => {
  const { receiver, told, clock } = open()
  receiver.chunk(message('Ping').subarray(0, 5))
  receiver.stop()
  receiver.chunk(message('Ping').subarray(5))
  receiver.chunk(message('Ping'))
  receiver.end()
  clock.advance(60_000)
  expect([told, clock.pending]).toEqual([[], 0])
  const within = open()
  within.way.handed = () => within.receiver.stop()
  within.receiver.chunk(pings(3))
  within.receiver.goOn()
  expect(within.told).toEqual(['Ping 0 0 2'])
})

describe('a frame that has begun', () => {
  /** Ten seconds, and one for each 64 KiB that a body may have. */
  const withinMs = 10_000 + Math.ceil(maxBody / 65_536) * 1_000

  test('has to be whole in time', () => {
    expect(withinMs).toBe(12_000)
    const { receiver, told, clock } = open()
    receiver.chunk(message('Ping').subarray(0, 17))
    clock.advance(withinMs - 1)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(['TIMEOUT 0'])
    receiver.chunk(message('Ping').subarray(17))
    expect(told).toEqual(['TIMEOUT 0'])
  })

  test('is in time when it is whole, and the next one has its own time', () => {
    const { receiver, told, clock } = open()
    const ping = message('Ping')
    receiver.chunk(ping.subarray(0, 17))
    clock.advance(withinMs - 1)
    receiver.chunk(Buffer.concat([ping.subarray(17), ping.subarray(0, 2)]))
    clock.advance(withinMs - 1)
    receiver.chunk(ping.subarray(2, 4))
    expect(told).toEqual(['Ping 0 0 2'])
    clock.advance(1)
    expect(told).toEqual(['Ping 0 0 2', 'TIMEOUT 0'])
  })

  test('has no time to keep while none has', () => {
    const { receiver, told, clock } = open()
    receiver.chunk(message('Ping').subarray(0, 17))
    receiver.chunk(message('Ping').subarray(17))
    clock.advance(10 * withinMs)
    expect(told).toEqual(['Ping 0 0 2'])
  })

  test('has its time from the moment that reading goes on', () => {
    const { receiver, told, clock } = open()
    receiver.chunk(message('Ping').subarray(0, 17))
    clock.advance(withinMs - 1)
    receiver.pause()
    clock.advance(5 * withinMs)
    receiver.resume()
    clock.advance(withinMs - 1)
    expect(told).toEqual(['pause', 'resume'])
    clock.advance(1)
    expect(told).toEqual(['pause', 'resume', 'TIMEOUT 0'])
  })
})
