// Clients of the built library that ask over TLS without a pause, and what becomes of their questions.
import { answer } from '../inside.ts'

type Library = typeof import('../../../src/index.ts')

/** Where they talk, and how many of them. */
export interface TlsTalkersSettings {
  readonly port: number
  readonly clients: number
  /** In PEM. */
  readonly ca: string
}

/** The outcome of all of them together. */
export interface TlsTalkersReport {
  readonly asked: number
  readonly answered: number
  /** Connections that broke off. */
  readonly dropped: number
}

const DIST = new URL('../../../dist/index.js', import.meta.url).href

let isOver = false
let asked = 0
let answered = 0
let dropped = 0
let running: Promise<unknown> = Promise.resolve()

answer({
  begin: async ({ port, clients, ca }: TlsTalkersSettings) => {
    // The same names in the same types: it was built from them.
    const { connect }: Library = await import(DIST)
    const all = await Promise.all(
      Array.from({ length: clients }, (_, index) =>
        connect({
          port,
          tls: { ca },
          credentials: { name: `talker ${index + 1}`, password: 'a long password', register: true },
          log: {
            data: false,
            write: ({ event }) => {
              if (event === 'disconnected' && !isOver) dropped += 1
            },
          },
        }),
      ),
    )
    running = Promise.all(
      all.map(async (client, index) => {
        while (!isOver) {
          asked += 1
          const text = `question ${asked} of ${index}`
          const answer = await client.ask({ type: 'Say', text }).catch(() => null)
          if (answer?.text === text) answered += 1
        }
        await client.bye()
      }),
    )
    running.catch(() => {})
  },
  stop: async (): Promise<TlsTalkersReport> => {
    isOver = true
    await running
    return { asked, answered, dropped }
  },
})
