import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, jest } from '@jest/globals'
import type * as playwright from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { requireOutside } from '../../support/outside.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { tool } from '../../support/tools/index.ts'

const { chromium }: typeof playwright = requireOutside('playwright-core')

const args = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A page that was opened from a file, and all that it asked for or complained of. */
export interface Opened {
  readonly page: Page
  readonly url: string
  readonly requests: string[]
  /** Reports of the console, of errors, of dialogs and of the page's policy. */
  readonly complaints: string[]
}

/** The settings of the browser for a page. */
export interface View {
  /** light unless given. */
  readonly colorScheme?: 'light' | 'dark'
  /** reduce unless given. */
  readonly reducedMotion?: 'reduce' | 'no-preference'
  /** In pixels; 1,200 unless given. */
  readonly width?: number
  /** The part of the address that follows the file's name. */
  readonly hash?: string
}

/** One browser for the tests of a file, with a profile of its own. They need the tool `chromium`. */
export class Chromium {
  private browser: Browser | undefined
  /** It is costly to make, and so shown one file after the other. */
  private page: Page | undefined
  private opened: Opened | undefined
  private files = 0
  private readonly folder = temporaryFolder()

  constructor() {
    jest.setTimeout(30_000)
    beforeAll(async () => {
      const { path, env } = tool('chromium')
      this.browser = await chromium.launch({ executablePath: path, args, env: { ...process.env, ...env } })
      this.page = await this.browser.newPage()
      this.watch(this.page)
    })
    afterAll(async () => {
      await this.browser?.close()
    })
  }

  /** Opens a text as a file of its own, in place of the one before. */
  open(text: string, view: View = {}): Promise<Opened> {
    return this.visit(this.write(text), view)
  }

  /** Opens the page at an address, in place of the one before. */
  async visit(
    url: string,
    { colorScheme = 'light', reducedMotion = 'reduce', width = 1200, hash = '' }: View = {},
  ): Promise<Opened> {
    if (this.page === undefined) throw new Error('The browser was not started.')
    await this.page.emulateMedia({ media: 'screen', colorScheme, reducedMotion })
    await this.page.setViewportSize({ width, height: 900 })
    // A page that was there before may still complain.
    await this.page.goto('about:blank')
    this.opened = { page: this.page, url, requests: [], complaints: [] }
    await this.page.goto(`${url}${hash}`)
    return this.opened
  }

  /** Opens a text where scripts are switched off. */
  async openWithoutScript(text: string): Promise<Page> {
    if (this.browser === undefined) throw new Error('The browser was not started.')
    const page = await this.browser.newPage({ javaScriptEnabled: false })
    await page.goto(this.write(text))
    return page
  }

  private write(text: string): string {
    this.files += 1
    const file = join(this.folder, `${this.files}.html`)
    writeFileSync(file, text)
    return pathToFileURL(file).href
  }

  private watch(page: Page): void {
    const complain = (what: string): void => {
      this.opened?.complaints.push(what)
    }
    page.setDefaultTimeout(5_000)
    page.on('request', (request) => this.opened?.requests.push(request.url()))
    page.on('console', (message) => complain(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => complain(`error: ${error.message}`))
    page.on('dialog', (dialog) => {
      complain(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
  }
}
