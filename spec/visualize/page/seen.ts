import type { Page } from 'playwright-core'

/** A moment as somebody sees it: in words, in both charts, and in the lanes from left to right. */
export interface Seen {
  readonly text: string
  readonly count: string
  readonly client: string
  readonly server: string
  readonly inClientChart: readonly string[]
  readonly inServerChart: readonly string[]
  readonly toServer: readonly string[]
  readonly toClient: readonly string[]
}

export const seen = (page: Page): Promise<Seen> =>
  page.evaluate(`(() => {
    const text = (id) => document.getElementById(id).textContent
    const isMarked = (each) =>
      each.querySelector('.pointer') !== null && parseFloat(getComputedStyle(each.querySelector('rect')).strokeWidth) >= 3
    const here = (side) =>
      [...document.querySelectorAll('#' + side + '-chart [aria-current]')].filter(isMarked).map((each) => each.dataset.place)
    const fromLeft = (lane) =>
      [...document.querySelectorAll('#' + lane + ' li')]
        .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
        .map((each) => each.textContent)
    return {
      text: text('text'),
      count: text('count'),
      client: text('client-state'),
      server: text('server-state'),
      inClientChart: here('client'),
      inServerChart: here('server'),
      toServer: fromLeft('to-server'),
      toClient: fromLeft('to-client'),
    }
  })()`)

/** The chart and the place that has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `document.activeElement.closest('.chart')?.id + ' ' + document.activeElement.getAttribute('data-place')`,
  )
