import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { createServer, type Server } from '../../src/index.ts'
import { type Inspector, openInspector } from '../../src/inspect/index.ts'
import { contract } from '../support/contract.ts'
import { client, server as machine } from '../support/machines.ts'
import { needs } from '../support/tools/index.ts'
import { message, sayFrame } from '../support/wire.ts'
import { Chromium, type View } from '../visualize/page/browser.ts'
import { contrastsBelow } from '../visualize/page/contrast.ts'

const { describe, test } = needs('chromium')
const browser = new Chromium()

const TOKEN = 'live-page-token-of-this-test-0123456789'

let inspector: Inspector
let server: Server
const sockets = new Set<Socket>()

const start = async (more: Partial<Parameters<typeof openInspector>[0]> = {}): Promise<void> => {
  inspector = await openInspector({ contract, client, server: machine, token: TOKEN, ...more })
  server = await createServer({
    port: 0,
    mode: 'echo',
    maxSessions: 2_000,
    sources: { exempt: ['127.0.0.1'] },
    observer: inspector.observer,
    converse: { Say: ({ text }, peer) => peer.reply({ type: 'Say', text }) },
    log: { data: false, write: () => {} },
  })
}

const stop = async (): Promise<void> => {
  await inspector.close()
  await server.close(0)
}

/** A session that has said Hello, and reads what comes. */
const session = async (): Promise<Socket> => {
  const socket = connect(server.port, '127.0.0.1')
  sockets.add(socket)
  socket.on('error', () => {})
  socket.resume()
  await once(socket, 'connect')
  socket.write(message('Hello'))
  return socket
}

const portOf = (socket: Socket | undefined): string => `127.0.0.1:${socket?.localPort}`

beforeAll(() => start())
afterAll(stop)

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

const opened = (view: View = {}) => browser.visit(inspector.url, view)

/** Waits until a text of the page is so. */
const becomes = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector, { hasText: text }).first().waitFor({ timeout: 10_000 })

describe('with a thousand sessions', () => {
  test('the page counts them by state as they move, lists a hundred, finds the others, and looks at one', async () => {
    const all: Socket[] = []
    for (let tens = 0; tens < 100; tens++)
      all.push(...(await Promise.all(Array.from({ length: 10 }, () => session()))))
    const { page, complaints } = await opened()
    await becomes(page, '[data-state="converse"] .badge-count text', '1,000')
    expect(await page.locator('#figure-sessions .value').textContent()).toBe('1,000')
    expect(await page.locator('#rows li').count()).toBe(100)
    await becomes(page, '#rows-more', 'and 900 more')

    await page.keyboard.press('/')
    await page.keyboard.type('127.0.0.1')
    await becomes(page, '#found', '1,000 of 1,000')
    await page.keyboard.press('Escape')

    const newest = all.at(-1)
    await page.getByRole('button', { name: portOf(newest) }).click()
    await becomes(page, '#watched-title', portOf(newest))
    await becomes(page, '#frames', 'Welcome')
    newest?.write(sayFrame(1, 'a word that nobody may read'))
    await becomes(page, '#frames li.client', 'text “***”')
    await becomes(page, '#frames li.server', 'text “***”')
    expect(await page.content()).not.toContain('nobody may read')

    for (const socket of all.slice(0, 500)) socket.destroy()
    await becomes(page, '[data-state="converse"] .badge-count text', '500')
    await page.mouse.move(0, 0)
    for (const socket of all) socket.write(message('Bye'))
    await becomes(page, '#rows-more', 'Nobody is connected.')
    await becomes(page, '#watched-ending', 'The client ended it: DONE')
    expect(complaints).toEqual([])
  })
})

describe('the live page', () => {
  test('lists the sessions of the state that is pressed, by keys as well', async () => {
    await Promise.all([session(), session()])
    const idle = connect(server.port, '127.0.0.1')
    sockets.add(idle)
    await once(idle, 'connect')
    const { page } = await opened()
    await becomes(page, '#found', '3 of 3')
    await page.locator('[data-state="converse"]').click()
    await becomes(page, '#found', '2 of 3')
    await becomes(page, '#only-state', 'only in converse')
    await page.waitForURL('**/#state=converse')
    await page.locator('[data-state="connect.hello"]').press('Enter')
    await becomes(page, '#rows', portOf(idle))
    expect(await page.locator('#rows li').count()).toBe(1)
    await page.keyboard.press('Escape')
    await becomes(page, '#found', '3 of 3')

    await page.locator('#find').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await becomes(page, '#watched-title', '127.0.0.1:')
    expect(await page.locator('#rows [aria-pressed="true"]').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.locator('#watched').waitFor({ state: 'hidden' })
  })

  test('shows what was refused, and leads to a page on which it is stepped through', async () => {
    const odd = await session()
    odd.write(message('Login'))
    const { page, complaints } = await opened()
    await becomes(page, '#last-refused li', 'Message 8 is not legal in ')
    await becomes(page, '#codes', 'UNEXPECTED_MESSAGE')
    const [story] = await Promise.all([
      page.waitForEvent('popup'),
      page
        .getByRole('link', { name: /UNEXPECTED_MESSAGE/ })
        .first()
        .click(),
    ])
    await story.locator('#player').waitFor()
    await story.keyboard.press('End')
    expect(await story.locator('#text').textContent()).toMatch(
      /^The server says Fault: code UNEXPECTED_MESSAGE/,
    )
    expect(await story.locator('#server-state').textContent()).toBe('close.done')
    await story.close()
    expect(complaints).toEqual([])
  })

  test('shows what a peer says as it is, and none of it acts', async () => {
    const image = '<img src=x onerror=alert(1)>'
    await stop()
    await start({ texts: true })
    const one = await session()
    const { page, complaints } = await opened()
    await page.getByRole('button', { name: portOf(one) }).click()
    await becomes(page, '#frames', 'Ready')
    one.write(sayFrame(1, `${image}\u202e</script>`))
    await becomes(page, '#frames li.client', `text “${image}\\u202e</script>”`)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('#masking').textContent()).toMatch(/^Texts of the conversation are shown/)
    expect(complaints).toEqual([])
  })

  test('that something got into after all would run, load or style nothing of it', async () => {
    const { page, complaints } = await opened()
    await page.evaluate(`
      document.body.insertAdjacentHTML('beforeend', '<img src="http://x.invalid/"><b onclick="alert(1)" style="color: red">'),
      document.querySelector('body > b').click(),
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'alert(2)' }))`)
    for (const what of [
      'Applying inline style',
      'Executing inline event',
      'Executing inline script',
      'Loading the image',
    ])
      await until(() => complaints.some((each) => each.includes(what)))
  })

  test('connects again by itself when the server was restarted, and says so', async () => {
    const { page } = await opened()
    await becomes(page, '#link', 'Live')
    const { port } = new URL(inspector.url)
    await stop()
    await becomes(page, '#link', 'The server does not answer')
    await start({ port: Number(port) })
    await becomes(page, '#restarted', 'The server was restarted at')
    await becomes(page, '#link', 'Live')
    expect(await page.evaluate('location.hash')).not.toContain('restarted')
  })

  test('reads well by day and by night, wide and narrow, in English and in Russian', async () => {
    for (const language of ['en', 'ru'] as const) {
      if (language === 'ru') {
        await stop()
        await start({ language })
      }
      const [one, odd] = await Promise.all([session(), session()])
      odd?.write(message('Login'))
      for (const [colorScheme, width] of [
        ['light', 1440],
        ['dark', 400],
      ] as const) {
        const { page, complaints } = await opened({ colorScheme, width })
        await becomes(page, '#last-refused', 'UNEXPECTED_MESSAGE')
        await page.locator('#rows button').first().click()
        await becomes(page, '#frames', 'Welcome')
        expect(await page.evaluate(contrastsBelow(4.5))).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        const own = await page
          .locator('#hint, h2:not(#watched-title), h3, dt, #link, #found, #rows-more, #watched-facts, thead')
          .allInnerTexts()
        const words = own.join(' ').replaceAll('converse', '')
        if (language === 'ru') expect(words).not.toMatch(/[A-Za-z]{4}/)
        expect(complaints).toEqual([])
      }
      one?.destroy()
    }
  })
})

/** Waits until it is so; the test's own time is the limit. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(10)
}
