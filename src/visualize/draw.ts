import { anArray, aText, objectOf, oneOf, optional } from '../arguments.ts'
import { generateDiagram } from '../codegen/diagram.ts'
import { aContract, type Contract } from '../contract/index.ts'
import { aMachineModule, type MachineModule } from '../engine/machine.ts'
import type { Trace } from '../verify/trace.ts'
import { type Chart, everyBox } from './charts/chart.ts'
import { chartOfContract } from './charts/contract.ts'
import { chartOfMachine } from './charts/machine.ts'
import { viewOf } from './charts/view.ts'
import { type Drawn, type Format, formats, subjects } from './formats.ts'
import { pictureOf } from './layout/picture.ts'
import { type PageLanguage, pageLanguages } from './page/i18n/index.ts'
import { pageOf } from './page/index.ts'
import { svgOf } from './svg/svg.ts'
import { dotOf } from './text/dot.ts'
import { jsonOf } from './text/json.ts'
import { mermaidOf } from './text/mermaid.ts'

/** A contract and its machines, to be drawn. */
export interface Drawing {
  readonly contract: Contract
  /** The contract's file, as the first line of its Mermaid diagram names it. */
  readonly source: string
  readonly client: MachineModule
  readonly server: MachineModule
  /** The traces that can be stepped through in a page. */
  readonly stories: readonly Trace[]
  /** The language of what a page says itself; English unless given. */
  readonly language?: PageLanguage
}

const aDrawing = objectOf({
  contract: aContract,
  source: aText,
  client: aMachineModule,
  server: aMachineModule,
  stories: anArray,
  language: optional(oneOf(pageLanguages)),
})

const checkDrawn = (what: Drawn, format: Format, drawing: Drawing): void => {
  oneOf(subjects)('what', what)
  oneOf(formats)('format', format)
  aDrawing('drawing', drawing)
}

/**
 * Draws. The same drawing is always the same text. A page shows both machines and the contract, whatever is asked. What
 * `tooLargeToDraw` names takes minutes, or all memory.
 */
export const draw = async (what: Drawn, format: Format, drawing: Drawing): Promise<string> => {
  checkDrawn(what, format, drawing)
  const charts = chartsOf(what, drawing)
  switch (format) {
    case 'svg':
      return svgOf(await pictureOf(charts, charts.length === 1 ? 'beside' : 'below'))
    case 'mermaid':
      return what === 'contract' ? diagramOf(drawing) : mermaidOf(charts.map(viewOf))
    case 'dot':
      return dotOf(charts.map(viewOf))
    case 'json':
      return jsonOf(charts)
    case 'html':
      return page(drawing)
    default:
      return format satisfies never
  }
}

/** Limits on what is laid out: more takes longer than half a minute, and nobody finds anything in it. */
export const MAX_DRAWN = { states: 500, arrows: 1_000 } as const

/** Limit on the characters that Mermaid reads unless its `maxTextSize` is raised. */
export const MAX_MERMAID_CHARACTERS = 50_000

/** The states and arrows of a chart that is too large for a picture or a page; null: none is. */
export const tooLargeToDraw = (
  what: Drawn,
  format: Format,
  drawing: Drawing,
): { readonly states: number; readonly arrows: number } | null => {
  checkDrawn(what, format, drawing)
  if (format !== 'svg' && format !== 'html') return null
  const extents = chartsOf(format === 'html' ? 'pair' : what, drawing).map((chart) => ({
    states: everyBox(chart.boxes).length,
    arrows: viewOf(chart).edges.length,
  }))
  return extents.find(({ states, arrows }) => states > MAX_DRAWN.states || arrows > MAX_DRAWN.arrows) ?? null
}

const chartsOf = (what: Drawn, { contract, client, server }: Drawing): readonly Chart[] => {
  switch (what) {
    case 'client':
      return [chartOfMachine(client, 'client', contract)]
    case 'server':
      return [chartOfMachine(server, 'server', contract)]
    case 'contract':
      return [chartOfContract(contract)]
    case 'pair':
      return [chartOfMachine(client, 'client', contract), chartOfMachine(server, 'server', contract)]
    default:
      return what satisfies never
  }
}

const diagramOf = ({ contract, source }: Drawing): string =>
  generateDiagram(contract, {
    source,
    command: 'colloquy visualize contract --format mermaid',
  })

const page = async (drawing: Drawing): Promise<string> => {
  const picture = async (what: Drawn) => svgOf(await pictureOf(chartsOf(what, drawing), 'below'))
  const { contract, stories, language = 'en' } = drawing
  const [client, server] = [await picture('client'), await picture('server')]
  return pageOf({ contract, client, server, stories, language })
}
