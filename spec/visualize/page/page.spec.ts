import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { draw } from '../../../src/visualize/draw.ts'
import { type PageInput, pageOf } from '../../../src/visualize/page/index.ts'
import { storyOf } from '../../../src/visualize/trace-of-capture.ts'
import { base } from '../../contract/files.ts'
import { client, server } from '../../support/machines.ts'
import { needs } from '../../support/tools/index.ts'
import { Chromium, type Opened, type View } from './browser.ts'
import { contrastsBelow } from './contrast.ts'
import { chart, contract, contractOf, conversation, incident, moment } from './sample.ts'
import { focused, seen } from './seen.ts'

const { describe, test } = needs('chromium')
const browser = new Chromium()

const recorded = storyOf(
  {
    protocol: 'talk',
    version: 1,
    contract: '0'.repeat(16),
    incidents: conversation.map(([line]) => incident(line)),
  },
  contract,
  'Recorded',
)

const places = {
  title: 'Places',
  moments: [
    moment(
      'Both wait.',
      { state: 'offline', place: 'offline.connecting' },
      { state: 'offline', place: null },
    ),
    moment(
      'Then not.',
      { state: 'offline', place: 'offline.ended' },
      { state: 'converse', place: 'nowhere' },
    ),
  ],
}

const text = (more: Partial<PageInput> = {}): string =>
  pageOf({ contract, client: chart(), server: chart(), stories: [recorded, places], ...more })

const opened = (view: View = {}, more: Partial<PageInput> = {}): Promise<Opened> =>
  browser.open(text(more), view)

describe('a story', () => {
  test('is stepped through: both machines, both queues and the words follow', async () => {
    const { page, requests, complaints, url } = await opened()
    for (const [index, [[side, does, type], client, server, toServer, toClient]] of conversation.entries()) {
      await page.getByRole('button', { name: 'Next' }).press('Enter')
      expect(await seen(page)).toEqual({
        text: expect.stringContaining(`The ${side} ${does} ${type}`),
        count: `${index + 2} of ${conversation.length + 1}`,
        client,
        server,
        inClientChart: [client],
        inServerChart: [server],
        // The oldest message is nearest to its receiver: the server stands on the right.
        toServer: [...toServer].reverse(),
        toClient,
      })
    }
    expect(requests).toEqual([url])
    expect(complaints).toEqual([])
  })

  test('is stepped through by keys and by the slider, and stops at its ends', async () => {
    const { page } = await opened()
    const count = page.locator('#count')
    const all = conversation.length + 1
    for (const [key, expected] of [
      ['End', all],
      ['ArrowRight', all],
      ['ArrowLeft', all - 1],
      ['Home', 1],
      ['ArrowLeft', 1],
      ['ArrowRight', 2],
    ] as const) {
      await page.keyboard.press(key)
      expect(await count.textContent()).toBe(`${expected} of ${all}`)
    }
    await page.getByRole('slider').fill('4')
    expect(await count.textContent()).toBe(`5 of ${all}`)
    expect((await seen(page)).toClient).toEqual(conversation[3]?.[4])
    await page.getByRole('button', { name: 'First moment' }).click()
    await page.getByRole('button', { name: 'Last moment' }).click()
    await page.getByRole('button', { name: 'Back' }).click()
    expect(await count.textContent()).toBe(`${all - 1} of ${all}`)
  })

  test('is chosen; a place is shown where it is known, else every place of the state', async () => {
    const { page } = await opened()
    await page.getByRole('combobox', { name: 'Story' }).selectOption({ label: 'Places' })
    const both = ['offline.connecting', 'offline.ended']
    expect(await seen(page)).toMatchObject({ inClientChart: ['offline.connecting'], inServerChart: both })
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await seen(page)).toMatchObject({ inClientChart: ['offline.ended'], inServerChart: ['converse'] })
  })

  test('and its moment are in the address', async () => {
    const { page } = await opened({ hash: '#story=0&moment=3' })
    expect((await seen(page)).server).toBe(conversation[2]?.[2])
    await page.keyboard.press('ArrowRight')
    await page.waitForURL('**/*#story=0&moment=4')
    await page.evaluate('location.hash = "#story=1&moment=1"')
    await page.locator('#text', { hasText: 'Then not.' }).waitFor()
    await page.evaluate('location.hash = "#story=9999&moment=-1"')
    await page.locator('#text', { hasText: 'Both wait.' }).waitFor()
  })

  test('moves messages unless motion is unwanted', async () => {
    for (const [reducedMotion, moving] of [
      ['no-preference', 1],
      ['reduce', 0],
    ] as const) {
      const { page } = await opened({ reducedMotion })
      const started: number = await page.evaluate(
        `document.getElementById('next').click(), document.querySelector('#to-server li').getAnimations().length`,
      )
      expect(started).toBe(moving)
    }
  })
})

test('the charts that are drawn of the machines show where their sides stand', async () => {
  const page = await draw('pair', 'html', {
    contract,
    source: 'talk.yaml',
    client,
    server,
    stories: [recorded],
  })
  const shown = await browser.open(page, { hash: '#story=0&moment=1' })
  for (const [, client, server] of conversation.slice(0, 4)) {
    expect(await seen(shown.page)).toMatchObject({ inClientChart: [client], inServerChart: [server] })
    await shown.page.keyboard.press('ArrowRight')
  }
  expect(await shown.page.locator('#client-chart').getByRole('button', { name: 'auth.prove' }).count()).toBe(
    1,
  )
  expect(shown.complaints).toEqual([])
})

describe('a state', () => {
  const facts = async (page: Page): Promise<readonly string[]> =>
    (await page.locator('#panel-facts > *').allTextContents()).map((each) => each.replaceAll('\u00a0', ' '))

  const inAuthProve = [
    ...['Turn', 'client', 'Within', '2 min', 'Largest body', '2 KiB'],
    ...[
      'The client may say',
      'Register, Login, Resume → auth.verifyat any time: Bye → close.client Fault → close.done',
    ],
    ...['The server may say', 'at any time: Bye → close.server Fault → close.done'],
  ]

  test('that is clicked tells what may be said in it, by whom, where it leads, by when and how large', async () => {
    const { page, complaints } = await opened()
    const panel = page.getByRole('dialog')
    expect(await panel.isVisible()).toBe(false)
    await page.locator('#client-chart [data-state="auth.prove"]').click()
    expect(await panel.getByRole('heading').textContent()).toBe('auth.prove')
    expect(await panel.locator('#panel-about').textContent()).toBe('The client proves who is speaking.')
    expect(await facts(page)).toEqual(inAuthProve)
    await panel.getByRole('link', { name: 'auth.verify' }).click()
    expect(await panel.getByRole('heading').textContent()).toBe('auth.verify')
    await panel.getByRole('button', { name: 'Close' }).click()
    expect(await panel.isVisible()).toBe(false)
    expect(complaints).toEqual([])
  })

  test('is reached and asked by keys, which find back to it', async () => {
    const { page } = await opened()
    const before = page.locator('#server-chart').getByRole('button', { name: 'identify.greeted' })
    for (const key of ['Enter', ' ']) {
      await before.focus()
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('server-chart auth.prove')
      await page.keyboard.press(key)
      expect(await facts(page)).toEqual(inAuthProve)
      await page.keyboard.press('Escape')
      expect(await page.getByRole('dialog').isVisible()).toBe(false)
      expect(await focused(page)).toBe('server-chart auth.prove')
    }
  })

  test('is in the address, beside the story', async () => {
    const { page } = await opened({ hash: '#story=0&moment=2&state=converse' })
    expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe('converse')
    expect((await seen(page)).server).toBe(conversation[1]?.[2])
    await page.locator('#client-chart [data-state="auth.prove"]').click()
    await page.waitForURL('**/*#story=0&moment=2&state=auth.prove')
  })
})

/** Texts that would act, were they taken for markup, for a script, for a control or for an order of writing. */
const image = '<img src=x onerror=alert(1)>'
const closing = '</script><script>alert(2)</script><!-- \u2028 \u001b[2J \u202eback\u202c'
const shownClosing = '</script><script>alert(2)</script><!-- \\u2028 \\u001b[2J \\u202eback\\u202c'

describe('the whole story', () => {
  const found = {
    title: 'DEADLOCK: both wait',
    rule: 'DEADLOCK',
    moments: [
      moment('The start', { state: 'connect.hello', place: null }, { state: 'connect.hello', place: null }),
      {
        ...moment(
          'client, opened.done: says Hello',
          { state: 'connect.welcome', place: 'connect.welcome' },
          { state: 'connect.hello', place: 'connect.hello' },
        ),
        toServer: ['Hello'],
      },
      moment(
        'client, recv.Welcome',
        { state: 'identify.greet', place: 'identify.greet' },
        { state: 'connect.hello', place: 'connect.hello' },
      ),
    ],
  }

  test('is a sequence of rows, with an arrow for each message, and leads to each moment', async () => {
    const { page } = await opened()
    await page.locator('#whole summary').click()
    const rows = page.locator('#sequence button')
    expect(await rows.count()).toBe(recorded.moments.length)
    expect(await rows.nth(1).locator('.arrow.to-server').allInnerTexts()).toEqual(['Hello'])
    expect(await rows.nth(2).locator('.arrow').count()).toBe(0)
    expect(await rows.nth(3).locator('.arrow.to-client').allInnerTexts()).toEqual(['Welcome'])
    await rows.nth(3).click()
    expect((await seen(page)).count).toBe(`4 of ${recorded.moments.length}`)
    expect(await page.locator('#sequence [aria-current]').count()).toBe(1)
    expect(await page.locator('#sequence .offence').count()).toBe(0)
  })

  test('of a finding marks its last row, and the arrow of the chart that led there', async () => {
    const svg = await draw('client', 'svg', { contract, source: '', client, server, stories: [] })
    const { page, complaints } = await opened({}, { client: svg, stories: [found] })
    expect(await page.locator('.edge.offence').count()).toBe(0)
    await page.locator('#last').click()
    expect(await page.locator('#sequence .offence .happened').textContent()).toBe('client, recv.Welcome')
    const marked = page.locator('.edge.offence')
    expect(await marked.count()).toBe(1)
    expect(await marked.getAttribute('data-from')).toBe('connect.welcome')
    await page.locator('#back').click()
    expect(await marked.count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe('a chart', () => {
  const widthOf = (page: Page) =>
    page.locator('#client-chart svg').evaluate((svg) => svg.getBoundingClientRect().width)
  const fits = (page: Page) =>
    page
      .locator('#client-chart')
      .evaluate((box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1)

  test('is made larger and smaller, and seen whole at once', async () => {
    const { page, complaints } = await opened()
    const drawn = await widthOf(page)
    expect(await fits(page)).toBe(false)
    await page.locator('#client-in').click()
    expect(await widthOf(page)).toBeCloseTo(drawn * 1.25, 0)
    await page.locator('#client-out').click()
    await page.locator('#client-out').click()
    expect(await widthOf(page)).toBeCloseTo(drawn / 1.25, 0)
    await page.locator('#client-fit').click()
    expect(await fits(page)).toBe(true)
    await page.locator('#client-whole').click()
    expect(await widthOf(page)).toBeCloseTo(drawn, 0)
    expect(complaints).toEqual([])
  })

  test('is searched: what is found is marked in both, and comes into view', async () => {
    const { page } = await opened()
    await page.locator('#search').fill('CLOSE.D')
    expect(await page.locator('#found').textContent()).toBe('2 found')
    expect(await page.locator('.found[data-state]').evaluateAll((all) => all.length)).toBe(2)
    const isSeen = await page.locator('#client-chart').evaluate((box) => {
      const state = box.querySelector('[data-place="close.done"]')?.getBoundingClientRect()
      const outer = box.getBoundingClientRect()
      return state !== undefined && state.top >= outer.top && state.bottom <= outer.bottom
    })
    expect(isSeen).toBe(true)
    await page.locator('#search').fill('')
    expect(await page.locator('.found[data-state]').count()).toBe(0)
  })
})

describe('a page in Russian', () => {
  test('says everything of its own in Russian, and steps as the other does', async () => {
    const { page, complaints } = await opened({}, { language: 'ru' })
    expect(await page.locator('html').getAttribute('lang')).toBe('ru')
    await page.locator('#next').click()
    const { count } = await seen(page)
    expect(count).toBe(`2 из ${recorded.moments.length}`)
    await page.locator('#search').fill('close')
    expect(await page.locator('#found').textContent()).toMatch(/^Найдено: \d+$/)
    const own = await page
      .locator(
        'nav, #hint, thead, .machine-head, #searching, summary, .bar h2, .stage h3, .badge, .states td:nth-child(2)',
      )
      .allInnerTexts()
    expect(own.join(' ')).not.toMatch(/[A-Za-z]{2}/)
    const labels = await page
      .locator('main [aria-label]:not([data-state]), nav')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
    expect(labels.join(' ')).not.toMatch(/[A-Za-z]/)
    expect(complaints).toEqual([])
  })
})

describe('hostile texts', () => {
  test('of a story are shown as they are, and do nothing', async () => {
    const standing = { state: image, place: closing }
    const stories = [
      {
        title: closing,
        moments: [{ ...moment(closing, standing, standing), toServer: [image], toClient: [closing] }],
      },
      { title: '"><b>', moments: [moment(image, standing, standing)] },
      { title: 'Without a moment', moments: [] },
    ]
    const { page, requests, complaints, url } = await opened({}, { stories })
    expect(await seen(page)).toEqual({
      text: shownClosing,
      count: '1 of 1',
      client: image,
      server: image,
      inClientChart: [],
      inServerChart: [],
      toServer: [image],
      toClient: [shownClosing],
    })
    expect(await page.locator('#story option').allTextContents()).toEqual([shownClosing, '"><b>'])
    expect(await page.locator('img, b').count()).toBe(0)
    // The stories, the page's words, and its program.
    expect(await page.locator('script').count()).toBe(3)
    expect(requests).toEqual([url])
    expect(complaints).toEqual([])
  })

  test('of a contract are shown as they are, and do nothing', async () => {
    const hostile = JSON.stringify(`${image}</script></style></title>"'`)
    const about = (text: string) => text.replaceAll(/about: (>-\n.*|[^}\n]*)/g, `about: ${hostile}`)
    const { page, requests, complaints, url } = await opened({}, { contract: contractOf(about(base)) })
    expect(await page.locator('#states tbody p').first().textContent()).toBe(JSON.parse(hostile))
    expect(await page.locator('#messages dd').first().textContent()).toBe(JSON.parse(hostile))
    await page.locator('#client-chart [data-state="converse"]').click()
    expect(await page.locator('#panel-about').textContent()).toBe(JSON.parse(hostile))
    expect(await page.locator('img').count()).toBe(0)
    expect(requests).toEqual([url])
    expect(complaints).toEqual([])
  })

  test('of an address find nothing', async () => {
    const { page, complaints } = await opened({
      hash: `#state=${encodeURIComponent(image)}&story=x&moment=1e9`,
    })
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect((await seen(page)).count).toBe(`1 of ${conversation.length + 1}`)
    expect(complaints).toEqual([])
  })

  test('that were in the page after all would not run, load or style anything', async () => {
    const { page, complaints } = await opened()
    const image = page.waitForEvent('console', (message) => message.text().includes('Loading the image'))
    await page.evaluate(`
      document.body.insertAdjacentHTML('beforeend', '<img src="x"><b onclick="alert(1)" style="color: red">'),
      document.querySelector('body > b').click(),
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'alert(2)' }))`)
    await image
    const refused = [
      'Applying inline style',
      'Executing inline event',
      'Executing inline script',
      'Loading the image',
    ]
    const found = complaints.map((each) => refused.find((one) => each.startsWith(`error: ${one}`)) ?? each)
    expect(found.sort()).toEqual(refused)
  })
})

describe('the page', () => {
  test('has text that stands out from its ground, by day and by night', async () => {
    const grounds: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await opened({ colorScheme, hash: '#story=0&moment=5&state=converse' })
      expect(await page.evaluate(contrastsBelow(4.5))).toEqual([])
      grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    }
    expect(new Set(grounds).size).toBe(2)
  })

  test('scrolls sideways nowhere but in the charts, wide or narrow, however long the words', async () => {
    const long = 'x'.repeat(50)
    const standing = { state: `${long}.${long}`, place: `${long}.${long}` }
    const story = {
      ...moment(long.repeat(6), standing, standing),
      toServer: [long, long],
      toClient: Array(30).fill(long),
    }
    const more = {
      contract: contractOf(
        base.replaceAll('auth.verify', `auth.${long}`).replaceAll('Challenge', `C${long}`),
      ),
      stories: [{ title: long.repeat(2), moments: [story] }],
    }
    for (const width of [1200, 400]) {
      const { page } = await opened({ width, hash: '#state=auth.prove' }, more)
      expect(await page.getByRole('dialog').isVisible()).toBe(true)
      expect(await page.locator('#to-client li').last().textContent()).toBe('and 18 more')
      expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(width)
      expect(
        await page.evaluate(
          `[...document.querySelectorAll('body *')].filter((each) => !each.closest('.chart') && each.getBoundingClientRect().right > ${width}).map((each) => each.outerHTML.slice(0, 80))`,
        ),
      ).toEqual([])
      const besides: boolean = await page.evaluate(
        `document.getElementById('server-chart').getBoundingClientRect().left > document.getElementById('client-chart').getBoundingClientRect().right`,
      )
      expect(besides).toBe(width > 1000)
    }
  })

  test('prints its charts whole, without what cannot be pressed on paper', async () => {
    const { page } = await opened({
      width: 700,
      colorScheme: 'dark',
      hash: '#story=0&moment=5&state=converse',
    })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.getByRole('button').count()).toBe(contract.states.length * 2)
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect(await page.locator('#text').isVisible()).toBe(true)
    const ground: string = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(ground).toBe('rgb(255, 255, 255)')
    const cut: readonly number[] = await page.evaluate(
      `[...document.querySelectorAll('.chart')].map((each) => each.scrollHeight - each.clientHeight + each.scrollWidth - each.clientWidth)`,
    )
    expect(cut).toEqual([0, 0])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(700)
  })

  test('says what can be done in it', async () => {
    const { page } = await opened()
    expect(await page.locator('#hint').textContent()).toMatch(/^Step through .* Press a state /)
    expect(await page.locator('#hint').isVisible()).toBe(true)
    const { page: still } = await opened({}, { stories: [] })
    expect(await still.locator('#hint').textContent()).toMatch(/^Press a state /)
  })

  test('is readable without its script', async () => {
    const page = await browser.openWithoutScript(text())
    for (const id of ['#player', '#hint']) expect(await page.locator(id).isVisible()).toBe(false)
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect(await page.locator('.chart svg').first().isVisible()).toBe(true)
    expect(await page.locator('#states tbody tr').count()).toBe(contract.states.length)
    expect(await page.locator('#messages tbody tr').count()).toBe(contract.messages.length)
  })
})
