import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { printable } from '../../src/contract/index.ts'
import { type Chart, everyBox } from '../../src/visualize/charts/chart.ts'
import { viewOf } from '../../src/visualize/charts/view.ts'
import { draw } from '../../src/visualize/index.ts'
import { pictureOf } from '../../src/visualize/layout/picture.ts'
import { svgOf } from '../../src/visualize/svg/svg.ts'
import { dotOf } from '../../src/visualize/text/dot.ts'
import { jsonOf } from '../../src/visualize/text/json.ts'
import { mermaidOf } from '../../src/visualize/text/mermaid.ts'
import { needs, tool } from '../support/tools/index.ts'
import { charts, hostile, hostileContract, hostileModule } from './subjects.ts'

interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string | null
}

const python = needs('python3')

// The expat of Python accepts nothing but well-formed XML.
const reader = `
import json, sys, xml.etree.ElementTree as tree
found = tree.fromstring(sys.stdin.buffer.read()).iter()
print(json.dumps([{"tag": e.tag.split("}")[1], "attributes": e.attrib, "text": e.text} for e in found]))`

const elementsOf = (svg: string): readonly Element[] =>
  JSON.parse(
    execFileSync(tool('python3').path, ['-c', reader], { input: svg, encoding: 'utf8', maxBuffer: 2 ** 26 }),
  )

const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

describe.each(charts)('of %s', (_, chart: Chart) => {
  python.test(
    'the SVG is well-formed, holds nothing but shapes and text, and names every place',
    async () => {
      const elements = elementsOf(svgOf(await pictureOf([chart], 'beside')))
      expect([...new Set(elements.map(({ tag }) => tag))].sort()).toEqual(
        ['circle', 'g', 'path', 'rect', 'style', 'svg', 'text', 'title', 'tspan'].filter((tag) =>
          elements.some((one) => one.tag === tag),
        ),
      )
      const boxes = elements.filter(({ attributes }) => attributes['data-place'] !== undefined)
      expect(
        boxes.map(({ attributes }) => [attributes['data-place'], attributes['data-state'] ?? null]),
      ).toEqual(everyBox(chart.boxes).map(({ place, state }) => [printable(place), state]))
      const events = elements.flatMap(({ attributes }) => attributes['data-event'] ?? [])
      expect(events.length > 0).toBe(chart.side !== null)
      for (const { attributes, text } of elements.filter(({ tag }) => tag !== 'style'))
        for (const value of [...Object.values(attributes), text?.trim() ?? ''])
          expect(value).not.toMatch(acts)
    },
  )

  test('the Mermaid text has a known form in every line', () => {
    const label = '(?:[\\p{L}\\p{N} .,/()·’►◄→_]|#\\d+;|<br/>)*'
    const known = [
      '---',
      `title: "${label}"`,
      'stateDiagram-v2',
      `state "${label}" as \\w+ \\{`,
      `\\w+ : ${label}`,
      `(?:\\w+|\\[\\*\\]) --> (?:\\w+|\\[\\*\\])(?: : ${label})?`,
      'note left of \\w+',
      'end note',
      '\\}',
      label,
    ]
    const text = mermaidOf([viewOf(chart)])
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(new RegExp(`^ *(?:${known.join('|')})$`, 'u'))
    // A state that holds others, and is held itself, is told in their names.
    const names = everyBox(chart.boxes).filter(
      (box) => box.boxes.length === 0 || chart.boxes.includes(box),
    ).length
    expect(new Set(text.match(/m0_at_\w*/g)).size).toBe(names)
  })

  test('the text for Graphviz has every foreign character within quotes', () => {
    const text = dotOf([viewOf(chart)])
    const unquoted = text.replace(/"(?:[^"\\\n]|\\["\\l])*"/gu, '')
    expect(unquoted).toMatch(/^[\w \n{}[\]=,>-]*$/)
    expect(text.replaceAll('\n', '')).not.toMatch(acts)
  })

  test('the JSON is the chart', () => {
    expect(JSON.parse(jsonOf([chart]))).toEqual({ format: 1, charts: [chart] })
  })
})

python.test('what is hostile is shown as it is written', async () => {
  const elements = elementsOf(await draw('server', 'svg', drawing))
  const shown = elements.flatMap(({ text }) => text ?? []).join('')
  expect(shown).toContain(printable(hostile).slice(0, 20))
  expect(printable(hostile)).toContain('\\u0000\\u001b[2J\\u202e\\u000a\\u000d\\u0009\\ud800')
})

test('places whose names differ only in what is not shown stay apart', () => {
  const box = everyBox(charts[0]?.[1].boxes ?? []).find(({ boxes }) => boxes.length === 0)
  if (box === undefined) throw new Error('There is no such state.')
  const boxes = ['a b', 'a_b', 'a-b', 'a.b'].map((place) => ({ ...box, place, first: false }))
  const text = mermaidOf([viewOf({ title: 't', about: 'a', side: 'client', boxes, transitions: [] })])
  expect(new Set(text.match(/m0_at_\w+/g)).size).toBe(4)
})

const drawing = {
  contract: hostileContract,
  source: 'hostile.yaml',
  client: hostileModule,
  server: hostileModule,
  stories: [],
}
