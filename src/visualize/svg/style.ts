// The colours of the messages are those of Okabe and Ito, which colour-blind people tell apart, made darker on light
// ground and lighter on dark, for small letters.
const light = {
  canvas: '#ffffff',
  ground: '#f5f6f8',
  state: '#ffffff',
  ink: '#1b1f24',
  quiet: '#5b636d',
  line: '#8a929c',
  arrow: '#59616b',
  'from-client': '#00609a',
  'from-server': '#a84300',
} as const

type Colours = { readonly [name in keyof typeof light]: string }

const dark: Colours = {
  canvas: '#14171b',
  ground: '#1c2026',
  state: '#242930',
  ink: '#e8eaed',
  quiet: '#a9b1bb',
  line: '#69727d',
  arrow: '#a9b1bb',
  'from-client': '#6cc0f0',
  'from-server': '#f0a93c',
}

const print: Colours = {
  canvas: '#ffffff',
  ground: '#ffffff',
  state: '#ffffff',
  ink: '#000000',
  quiet: '#000000',
  line: '#000000',
  arrow: '#000000',
  'from-client': '#000000',
  'from-server': '#000000',
}

const properties = (colours: Colours): string =>
  `.picture { ${Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')} }`

/** A colour for readers that know custom properties, and for those that do not. */
const paint = (property: 'fill' | 'stroke', name: keyof Colours): string =>
  `${property}: ${light[name]}; ${property}: var(--${name});`

/** How a picture looks. Everything is below `.picture`, since a page may hold several. */
export const style = `
${properties(light)}
@media screen and (prefers-color-scheme: dark) { ${properties(dark)} }
@media print { ${properties(print)} }
.picture .canvas { ${paint('fill', 'canvas')} }
.picture text { ${paint('fill', 'ink')} }
.picture .quiet { ${paint('fill', 'quiet')} }
.picture .name, .picture .both { font-weight: bold; }
.picture tspan.client { ${paint('fill', 'from-client')} font-weight: bold; }
.picture tspan.server { ${paint('fill', 'from-server')} font-weight: bold; }
.picture .group > .frame, .picture .panel > .frame { ${paint('fill', 'ground')} ${paint('stroke', 'line')} stroke-width: 1; }
.picture .state > .frame { ${paint('fill', 'state')} ${paint('stroke', 'ink')} stroke-width: 1.2; }
.picture .state > .last { fill: none; ${paint('stroke', 'ink')} stroke-width: 1; }
.picture .turn { fill: none; stroke-width: 3; }
.picture .turn.client { ${paint('stroke', 'from-client')} }
.picture .turn.server { ${paint('stroke', 'from-server')} }
.picture .line { fill: none; ${paint('stroke', 'arrow')} stroke-width: 1.5; }
.picture .head, .picture .dot { ${paint('fill', 'arrow')} }
.picture .edge.client > .line { ${paint('stroke', 'from-client')} }
.picture .edge.client > .head { ${paint('fill', 'from-client')} }
.picture .edge.server > .line { ${paint('stroke', 'from-server')} stroke-dasharray: 6 3; }
.picture .edge.server > .head { ${paint('fill', 'from-server')} }
.picture .label { ${paint('fill', 'canvas')} }
`
