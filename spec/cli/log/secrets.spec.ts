import { expect, test } from '@jest/globals'
import { catalogues } from '../../../src/cli/i18n/catalogues.ts'
import { sentenceOf } from '../../../src/cli/i18n/events.ts'
import type { Language } from '../../../src/cli/i18n/language.ts'
import { type ClientEvent, type ClientOptions, connect, createServer } from '../../../src/index.ts'
import { TokenJar } from '../../support/token-jar.ts'
import { Console, Logging } from './logging.ts'

/** Registers, comes back by token and by password, is denied, says something, logs out. Returns what must not be seen. */
const live = async (lang: Language, logging: Logging, said: (line: string) => void): Promise<string[]> => {
  const secrets = ['canary password of Ada', 'canary wrong password', 'canary'.padEnd(43, '-'), 'canary text']
  const [password = '', wrong = '', token = '', text = ''] = secrets
  const server = await createServer({
    port: 0,
    log: logging.log,
    converse: { Say: (heard, peer) => peer.reply({ type: 'Say', text: heard.text }) },
  })
  const write = (event: ClientEvent): void => said(sentenceOf(catalogues[lang].events.client, event))
  const come = (options: ClientOptions): Promise<void> =>
    connect({ port: server.port, reconnect: false, log: { data: true, write }, ...options }).then(
      async (client) => {
        await client.ask({ type: 'Say', text })
        await client.logout()
      },
      () => {},
    )
  const tokens = new TokenJar()
  await come({ credentials: { name: 'Ada', password, register: true } })
  await come({ credentials: { name: 'Ada', password, tokens } })
  tokens.token = token
  await come({ credentials: { name: 'Ada', password, tokens } })
  await come({ credentials: { name: 'Ada', password: wrong } })
  await come({ credentials: { name: 'Ada', password: wrong, register: true } })
  await server.close()
  logging.log.close()
  return [...secrets, ...tokens.kept]
}

test.each(['en', 'ru'] as const)('no password, no token and no text is in any log in %s', async (lang) => {
  const console = new Console()
  const logging = new Logging({ to: 'both', lang, console, later: setImmediate })
  const lines: string[] = []
  const secrets = await live(lang, logging, (line) => lines.push(line))
  const seen = [logging.files.text('/log/server.log'), console.text, lines.join('\n')]
  for (const text of seen) {
    expect(text.length).toBeGreaterThan(1_000)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/canary/)
    expect(text).not.toMatch(/(?<![\w-])[\w-]{43}(?![\w-])/)
  }
  const events = new Set(logging.lines().map(({ event }) => event))
  expect([...events]).toEqual(
    expect.arrayContaining([
      'identified',
      'granted',
      'denied',
      'received',
      'sent',
      'disconnected',
      'stopped',
    ]),
  )
})

test('what a client sends and what it answers are in the log: bytes, ids, and what is answered', async () => {
  const logging = new Logging({ later: setImmediate })
  await live('en', logging, () => {})
  const sent = logging.lines().filter(({ event, id }) => event === 'sent' && id === 1)
  expect(sent.length).toBeGreaterThan(0)
  for (const line of sent) expect(line).toMatchObject({ re: 1, bytes: expect.any(Number) })
})
