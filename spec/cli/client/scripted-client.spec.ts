import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { Delivery } from '../../../src/cli/client/delivery.ts'
import { type ClientResult, runScriptedClient } from '../../../src/cli/client/scripted-client.ts'
import { CliError } from '../../../src/cli/errors.ts'
import { Exit } from '../../../src/cli/exit.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import type { ErrorTexts, Phrase } from '../../../src/cli/i18n/errors.ts'
import type { Line } from '../../../src/cli/terminal/input-lines.ts'
import { type ClientOptions, connect } from '../../../src/index.ts'
import { fakeServer, type TcpPeer } from '../../support/tcp-peer.ts'
import { message, num, sayFrame } from '../../support/wire.ts'

interface Told extends ClientResult {
  readonly complaints: readonly string[]
}

/** Says these lines to a server that treats each connection as it is told to. */
const saying = async (
  treat: (peer: TcpPeer, round: number) => void,
  lines: AsyncIterator<Line>,
  {
    say = catalogues.en.errors,
    options = {},
  }: { readonly say?: ErrorTexts; readonly options?: ClientOptions } = {},
): Promise<Told> => {
  let round = 0
  const { port, close } = await fakeServer((peer) => {
    round += 1
    treat(peer, round)
  })
  const complaints: string[] = []
  const delivery = new Delivery()
  const client = await connect({
    port,
    ended: (conversation) => void delivery.ended(conversation),
    ...options,
  })
  const output = {
    log: { data: false, write: () => {} },
    said: () => {},
    heard: () => {},
    showError: (phrase: Phrase) => complaints.push(phrase(say)),
    ended: () => {},
    close: () => {},
  }
  const talked = await runScriptedClient(client, {
    lines,
    output,
    delivery,
    answersWithinMs: 5_000,
    deadline: null,
    room: () => null,
    isStopped: () => false,
    isUnheard: () => false,
    logout: null,
  })
  close()
  return { ...talked, complaints }
}

/** An input with these lines, that ends, goes on, or cannot be read. */
async function* input(lines: readonly string[], then?: Promise<unknown>): AsyncGenerator<Line> {
  yield* lines.map(E.right)
  await then
}

const never = new Promise<never>(() => {})
const begin = async (peer: TcpPeer): Promise<void> => {
  await peer.hear('Hello')
  peer.say(message('Welcome'), message('Ready'))
}
const loggedOut = message('Bye', num(1, 2))

/** Answers so many lines, and then does something else. */
const answering = async (peer: TcpPeer, count: number, then: () => void): Promise<void> => {
  await begin(peer)
  let answered = 0
  const look = (): void => {
    const said = peer.frames.filter(({ name }) => name === 'Say')
    for (; answered < Math.min(count, said.length); ) {
      answered += 1
      peer.say(sayFrame(answered, 'yes', answered))
    }
    if (said.length >= count) {
      peer.socket.off('data', look)
      then()
    }
  }
  peer.socket.on('data', look)
  look()
}

test('a session that is revoked while input is still coming leaves input unsaid, and it is named', async () => {
  const lines = async function* (): AsyncGenerator<Line> {
    for (let number = 1; number <= 20; number++) {
      yield E.right(`line ${number}`)
      await pause(number < 3 ? 0 : 5)
    }
  }
  const {
    input: fate,
    ending,
    complaints,
  } = await saying((peer) => {
    void answering(peer, 2, () => {
      peer.say(loggedOut)
      peer.socket.end()
    })
  }, lines())
  expect([fate, ending?.code]).toEqual(['lacking', 'LOGGED_OUT'])
  expect(complaints.at(-1)).toMatch(
    /^\d+ lines( and what follows)? were not said, the first: “line \d+”, “line \d+”, “line \d+”; connect again to say them\.$/,
  )
})

test('what can be said no more is counted to the end of the input, or for as long as it comes at once', async () => {
  /** Says Bye after the first line. The others come when the client has heard that. */
  const stopped = (
    others: (stopped: Promise<unknown>) => AsyncGenerator<Line>,
    say = catalogues.en.errors,
  ): Promise<Told> => {
    let heard = (_: unknown): void => {}
    const bye = new Promise<unknown>((resolve) => {
      heard = resolve
    })
    const stop = (peer: TcpPeer): void => {
      void answering(peer, 1, () => {
        peer.say(message('Bye', num(1, 1)))
        void peer.hear('Bye').then(heard)
        peer.socket.end()
      })
    }
    return saying(stop, others(bye), { say })
  }
  const ended = await stopped(async function* (bye) {
    yield* input(['one'], bye)
    yield* input(['two', 'three'])
  })
  expect(ended.complaints.at(-1)).toBe('2 lines were not said: “two”, “three”; connect again to say them.')
  const open = await stopped(async function* (bye) {
    yield* input(['one'], bye)
    yield* input(['two'], never)
  })
  expect(open.complaints.at(-1)).toBe(
    '1 line and what follows were not said: “two”; connect again to say them.',
  )
  const flood = await stopped(async function* (bye) {
    yield* input(['one'], bye)
    for (;;) yield E.right('y')
  }, catalogues.ru.errors)
  expect(flood.complaints.at(-1)).toMatch(
    /^Не отправлен[оаы] \d+ стр.+ и всё, что следует за ними, начало: «y», /,
  )
  expect([ended.input, open.input, flood.input]).toEqual(['lacking', 'lacking', 'lacking'])
})

test('an input that goes on without a line lacks nothing, whoever said Bye', async () => {
  const { input: fate, complaints } = await saying(
    (peer) => {
      void answering(peer, 1, () => {
        peer.say(message('Bye', num(1, 1)))
        peer.socket.end()
      })
    },
    input(['one'], never),
  )
  expect([fate, complaints]).toEqual(['open', []])
})

test('lines that were said and may not have arrived are named; those that were acknowledged are not', async () => {
  const { input: fate, complaints } = await saying(
    async (peer, round) => {
      await begin(peer)
      if (round > 1) return answerBye(peer)
      await peer.until('three lines', () =>
        peer.frames.filter(({ name }) => name === 'Say').length === 3 ? true : undefined,
      )
      peer.say(sayFrame(1, 'yes', 1), message('Ack', num(1, 2)))
      peer.socket.end()
    },
    input(['one', 'two', 'three']),
  )
  expect(fate).toBe('lacking')
  expect(complaints).toEqual([
    '1 line was not answered.',
    '1 line may not have arrived: “three”; nobody has acknowledged it.',
  ])
})

const answerBye = async (peer: TcpPeer): Promise<void> => {
  await peer.hear('Bye')
  peer.say(message('Bye', num(1, 1)))
  peer.socket.end()
}

test('everything said and answered lacks nothing, whatever happens after', async () => {
  const { input: fate, complaints } = await saying(
    (peer) => {
      void answering(peer, 2, () => {
        void peer.hear('Bye').then(() => peer.socket.destroy())
      })
    },
    input(['one', 'two']),
  )
  expect([fate, complaints]).toEqual(['said', []])
})

test('a break in between is gone over, and the rest is said in the next conversation', async () => {
  let breakOff = (): void => {}
  const broken = new Promise<void>((resolve) => {
    breakOff = resolve
  })
  const { input: fate, complaints } = await saying(
    (peer, round) => {
      void answering(peer, 1, () => {
        if (round > 1) return void answerBye(peer)
        peer.say(message('Bye', num(1, 4)))
        void peer.hear('Bye').then(() => {
          peer.socket.end()
          breakOff()
        })
      })
    },
    (async function* (): AsyncGenerator<Line> {
      yield E.right('one')
      await broken
      yield E.right('two')
    })(),
  )
  expect([fate, complaints]).toEqual(['said', []])
})

test('an input that cannot be read is one sentence, and lacks something', async () => {
  const unread = async function* (): AsyncGenerator<Line> {
    yield E.right('one')
    throw new CliError(Exit.failed, (say) => say.inputUnread('EIO'))
  }
  const { input: fate, complaints } = await saying((peer) => {
    void answering(peer, 1, () => void answerBye(peer))
  }, unread())
  expect([fate, complaints]).toEqual([
    'lacking',
    ['Standard input cannot be read (EIO); check where it comes from.'],
  ])
})

test('a long line is named by its beginning', async () => {
  const { complaints } = await saying(
    async (peer) => {
      await begin(peer)
      peer.say(message('Bye', num(1, 1)))
      peer.socket.end()
    },
    input(['я'.repeat(1_000)]),
  )
  expect(complaints.at(-1)).toBe(`1 line was not said: “${'я'.repeat(60)}…”; connect again to say it.`)
})
