import { createServer as listen, connect as open, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { type ContractOutput, runContractClient } from '../../../src/cli/client/contract-client.ts'
import { Delivery } from '../../../src/cli/client/delivery.ts'
import { Questions } from '../../../src/cli/client/questions.ts'
import { CliError } from '../../../src/cli/errors.ts'
import { Exit } from '../../../src/cli/exit.ts'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { MessageForms } from '../../../src/cli/messages/message-forms.ts'
import type { Line } from '../../../src/cli/terminal/input-lines.ts'
import { connect, createServer } from '../../../src/index.ts'
import { notes, runnableNotes } from '../../support/notes.ts'

const forms = new MessageForms(notes, 'client')
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The way to a server, which can be cut. */
const cuttable = async (port: number) => {
  const sockets = new Set<Socket>()
  const proxy = listen((near) => {
    const far = open(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  closing.push(() => proxy.close())
  return {
    port: (proxy.address() as { readonly port: number }).port,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

interface Told {
  readonly fate: string
  readonly heard: readonly string[]
  readonly complaints: readonly string[]
}

/** Resolves once something was shown, or could not be any more. */
const shown = async (heard: readonly string[]): Promise<void> => {
  for (const sinceMs = performance.now(); heard.length === 0 && performance.now() - sinceMs < 10_000; )
    await new Promise(setImmediate)
}

/** Says lines to a server of notes that is reached once; `lines` gets what cuts the way to it, and what was shown. */
const saying = async (
  lines: (cut: () => void, heard: readonly string[]) => AsyncGenerator<Line>,
  converse: object,
  {
    room = () => null,
    lang = 'en',
  }: { readonly room?: () => Promise<void> | null; readonly lang?: 'en' | 'ru' } = {},
): Promise<Told> => {
  const server = await createServer({ contract: runnableNotes, mode: 'echo', port: 0, converse })
  closing.push(() => server.close(0))
  const { port, cut } = await cuttable(server.port)
  const delivery = new Delivery()
  const client = await connect({
    contract: runnableNotes,
    port,
    reconnect: false,
    ended: (conversation) => void delivery.ended(conversation),
  })
  const complaints: string[] = []
  const heard: string[] = []
  const output: ContractOutput = {
    log: { data: false, write: () => {} },
    said: () => {},
    heard: (message) => heard.push(forms.line(message)),
    showError: (phrase) => complaints.push(phrase(catalogues[lang].errors)),
    ended: () => {},
    close: () => {},
  }
  const { input } = await runContractClient(client, {
    lines: lines(cut, heard),
    forms,
    questions: new Questions(),
    delivery,
    output,
    answersWithinMs: 5_000,
    room,
    isStopped: () => false,
    isUnheard: () => false,
    isLate: () => false,
    logout: null,
  })
  return { fate: input, heard, complaints }
}

/** A server whose notes are heard, and whose questions are never answered. */
const silent = { Note: () => {}, Read: () => new Promise(() => {}), Watch: async function* () {} }

test('lines that may not have arrived are named, and those that were not said', async () => {
  const { fate, complaints } = await saying(async function* (cut) {
    yield E.right('Note text=one')
    yield E.right('Note text=two')
    cut()
    // Nobody acknowledges anything within the second in which that could wait.
    for (let turns = 0; turns < 50; turns++) await turn()
    yield E.right('Note text=three')
    yield E.right('Note text=four')
  }, silent)
  expect({ fate, complaints }).toEqual({
    fate: 'lacking',
    complaints: [
      '2 lines may not have arrived: “Note text=one”, “Note text=two”; nobody has acknowledged them.',
      '2 lines were not said: “Note text=three”, “Note text=four”; connect again to say them.',
    ],
  })
})

test.each([
  [
    'en' as const,
    [
      expect.stringMatching(/^“Read”: The conversation ended \((BROKEN|RESET)\) before this was answered; /),
      '1 line may not have arrived: “Read”; nobody has acknowledged it.',
      '1 line was not said: “Note text=more”; connect again to say it.',
    ],
  ],
  [
    'ru' as const,
    [
      expect.stringMatching(/^«Read»: Разговор закончился \((BROKEN|RESET)\) раньше, чем пришёл ответ; /),
      'Не подтверждена 1 строка, и неизвестно, дошла ли она: «Read».',
      'Не отправлена 1 строка: «Note text=more»; чтобы отправить, подключитесь снова.',
    ],
  ],
])('a line whose answer did not come is named (%s)', async (lang, complaints) => {
  let cutNow = (): void => {}
  const told = await saying(
    async function* (cut) {
      cutNow = cut
      yield E.right('Read')
      yield E.right('Note text=more')
    },
    {
      ...silent,
      Read: () => {
        cutNow()
        return new Promise(() => {})
      },
    },
    { lang },
  )
  expect(told).toEqual({ fate: 'lacking', heard: [], complaints })
})

test('a stream that breaks off is told with its line, and what came of it was shown', async () => {
  const { fate, heard, complaints } = await saying(
    async function* (cut, heard) {
      void shown(heard).then(cut)
      yield E.right('Watch')
    },
    {
      ...silent,
      Watch: async function* () {
        yield { type: 'Text', text: 'a' }
        await new Promise(() => {})
      },
    },
  )
  expect({ fate, heard }).toEqual({ fate: 'lacking', heard: ['Text text=a'] })
  expect(complaints[0]).toMatch(/^“Watch”: The conversation ended /)
})

test('the next line waits until what was heard can be shown', async () => {
  const order: string[] = []
  const { fate } = await saying(
    async function* () {
      order.push('one')
      yield E.right('Read')
      order.push('two')
      yield E.right('Read')
      order.push('end')
    },
    { ...silent, Read: () => ({ type: 'Text', text: 'x' }) },
    {
      room: async () => {
        order.push('full')
        await turn()
        order.push('taken')
      },
    },
  )
  expect(fate).toBe('said')
  expect(order).toEqual(['one', 'full', 'taken', 'two', 'full', 'taken', 'end'])
})

test('an input that cannot be read is told, and the conversation ends in order', async () => {
  const told = await saying(async function* () {
    yield E.right('Note text=one')
    throw new CliError(Exit.failed, (say) => say.inputUnread('EIO'))
  }, silent)
  expect(told).toEqual({
    fate: 'lacking',
    heard: [],
    complaints: ['Standard input cannot be read (EIO); check where it comes from.'],
  })
})
