import { createRequire } from 'node:module'
import { expect } from '@jest/globals'
import type { MachineModule } from '../../src/engine/index.ts'
import { everyBox } from '../../src/visualize/charts/chart.ts'
import { draw } from '../../src/visualize/draw.ts'
import { chartOfMachine } from '../../src/visualize/index.ts'
import { contract } from '../support/contract.ts'
import { client, server } from '../support/machines.ts'
import { needs } from '../support/tools/index.ts'
import { Chromium, type Opened } from './page/browser.ts'
import { hostileContract, hostileModule } from './subjects.ts'

const { test } = needs('chromium')
const browser = new Chromium()

/** Mermaid itself, without the kinds of diagrams that are drawn of other things. */
const require = createRequire(import.meta.url)
const mermaid = require.resolve('@mermaid-js/tiny')

const drawing = { contract, source: 'protocol/talk.yaml', client, server, stories: [] }
const hostile = { ...drawing, contract: hostileContract, client: hostileModule, server: hostileModule }

let blank: Opened | undefined

/** A page with Mermaid in it. To load that takes longer than to draw. */
const open = async (): Promise<Opened> => {
  const opened = await browser.open('<!doctype html><title>Mermaid</title><body></body>')
  await opened.page.addScriptTag({ path: mermaid })
  await opened.page.evaluate('mermaid.initialize({ startOnLoad: false })')
  return opened
}

/** Mermaid's drawing of a text. Throws as Mermaid does. */
const drawn = async (text: string) => {
  blank ??= await open()
  const { page, complaints } = blank
  complaints.length = 0
  await page.evaluate(
    `document.body.innerHTML = ''
    mermaid.render('drawn', ${JSON.stringify(text)}).then(({ svg }) => { document.body.innerHTML = svg })`,
  )
  const found = {
    nodes: await page.locator('.node').count(),
    edges: await page.locator('.edgePaths path').count(),
    text: await page.locator('body').innerText(),
  }
  return { ...found, complaints: complaints.filter((one) => !one.startsWith('debug')) }
}

const leavesIn = (module: MachineModule, side: 'client' | 'server'): readonly string[] =>
  everyBox(chartOfMachine(module, side, contract).boxes)
    .filter(({ boxes }) => boxes.length === 0)
    .map(({ name }) => name)

test.each([
  ['client', leavesIn(client, 'client')],
  ['server', leavesIn(server, 'server')],
  ['pair', [...leavesIn(client, 'client'), ...leavesIn(server, 'server')]],
] as const)('Mermaid draws the %s: every state, every arrow, and a star as a star', async (what, names) => {
  const text = await draw(what, 'mermaid', drawing)
  const { nodes, edges, text: shown, complaints } = await drawn(text)
  const notes = text.match(/^ *note left of /gm)?.length ?? 0
  const hasEnd = text.includes('--> [*]')
  // Beside the states there are the notes, a start, and an end.
  expect(nodes).toBe(names.length + notes + 1 + (hasEnd ? 1 : 0))
  expect(edges).toBe((text.match(/ --> /g)?.length ?? 0) + notes)
  for (const name of names) expect(shown).toContain(name)
  expect(shown).toContain('refuse.*')
  expect(complaints).toEqual([])
})

test('Mermaid draws the contract', async () => {
  const { nodes, complaints } = await drawn(await draw('contract', 'mermaid', drawing))
  expect(nodes).toBeGreaterThanOrEqual(contract.states.length)
  expect(complaints).toEqual([])
})

test('Mermaid draws what is hostile as text', async () => {
  const { text, complaints } = await drawn(await draw('pair', 'mermaid', hostile))
  expect(text).toContain('</text><script>alert(1)</script>')
  expect(complaints).toEqual([])
})
