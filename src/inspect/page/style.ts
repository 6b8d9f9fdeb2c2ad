/** How the live page looks, on top of what it has in common with the page of `visualize`. */
export const style = `
header, main { max-width: 1680px; }
header { padding-top: 20px; }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; }
#link { margin: 0; font-size: 14px; color: var(--ink); max-width: 90ch; }
#link::before { content: "● "; color: var(--soft); }
#link.connected::before { color: var(--here); }
#link.gone { font-weight: 600; color: var(--secret); }
#link.gone::before { content: "✕ "; color: inherit; }
#masking { max-width: none; font-size: 14px; }
#masking.unmasked { font-weight: 600; color: var(--secret); }
#restarted { padding: 6px 12px; border: 1px solid var(--here); border-radius: 6px; color: var(--ink); max-width: none; }
.aside { color: var(--soft); }

.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px; margin: 0; }
.figure { padding: 6px 8px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.figure dt { font-size: 12px; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.figure dd { display: grid; gap: 2px; margin: 0; }
.figure .value { font-size: 14px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.spark { width: 100%; height: 20px; }
.spark polyline { fill: none; stroke: var(--client); stroke-width: 1.5; vector-effect: non-scaling-stroke; }

.live { display: grid; grid-template-columns: minmax(360px, 1fr) minmax(0, 3fr); gap: 20px; margin-top: 16px; align-items: start; padding-bottom: 32px; }
.live > section { margin-top: 0; }
.live > .machine { position: sticky; top: 8px; }
.live .chart { height: calc(100vh - 64px); min-height: 480px; max-height: none; }
.right { display: grid; gap: 16px; min-width: 0; }
.chart .asked > rect:first-of-type { stroke: var(--client) !important; stroke-width: 4px !important; stroke-dasharray: none !important; }
.chart .occupied > rect:first-of-type { stroke: var(--here) !important; stroke-width: 2.5px; }
.badge-count rect { fill: var(--here); stroke: var(--card); stroke-width: 2; }
.picture .badge-count text { fill: var(--card); font-size: 22px; font-weight: 700; text-anchor: middle; font-variant-numeric: tabular-nums; }
.badge-count.empty, .badge-count:has(text:empty) { display: none; }
.move { fill: var(--here); stroke: var(--card); stroke-width: 1.5; pointer-events: none; }

.side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; min-width: 0; align-items: start; }
.side > section { padding: 12px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
.side h2 { margin: 0; font-size: 15px; }
.side .bar { margin-bottom: 8px; }
#found { margin-left: auto; }
#find { flex: 1 1 16ch; min-width: 0; font: inherit; font-size: 14px; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; height: 32px; }
#every-state { display: inline-flex; gap: 8px; align-items: center; width: auto; padding: 0 10px; border-color: var(--client); }
#every-state[hidden] { display: none; }
#rows { margin: 0; padding: 0; list-style: none; max-height: 44vh; min-height: 4em; overflow: auto; }
#rows button { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr) minmax(0, 5fr) 6ch 7ch; gap: 10px; align-items: baseline; place-items: stretch; width: 100%; height: auto; padding: 4px 8px; border-color: transparent; border-radius: 4px; text-align: left; font-size: 13px; }
#rows button span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#rows .address, #rows .state { font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; font-size: 12px; }
#rows .messages, #rows .age { text-align: right; font-variant-numeric: tabular-nums; }
#rows button[aria-pressed="true"] { background: var(--client-wash); border-color: var(--client); }
#rows .gone { text-decoration: line-through; opacity: 0.7; }
#rows .paused .state::after { content: " ⏸"; }
#rows-more { margin: 6px 8px 0; font-size: 13px; }
#rows-more:empty { display: none; }

#watched[hidden] { display: none; }
#watched-title { overflow-wrap: anywhere; }
#unwatch { margin-left: auto; width: 30px; height: 30px; border-color: transparent; }
#watched-facts, #watched-ending { margin: 0 0 8px; font-size: 13px; }
#watched-ending { font-weight: 600; }
#frames { height: 40vh; margin: 0; padding: 0; overflow: auto; list-style: none; font-size: 13px; border-top: 1px solid var(--line); }
#frames li { display: grid; grid-template-columns: 8ch 1.4em minmax(12ch, auto) minmax(0, 1fr) auto; gap: 8px; align-items: baseline; padding: 2px 4px; }
#frames li:nth-child(even) { background: var(--wash); }
#frames .at, #frames .size { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
#frames .what { white-space: nowrap; }
#frames .type { font-weight: 600; }
#frames .client .arrow, #frames .client .type { color: var(--client); }
#frames .server .arrow, #frames .server .type { color: var(--server); }
#frames .met .what { grid-column: 2 / -1; font-weight: 600; color: var(--secret); }
#frames .skipped { display: block; text-align: center; color: var(--soft); }

#refusals h2 { margin-bottom: 4px; }
.refused { display: grid; grid-template-columns: minmax(0, 2fr) minmax(260px, 1fr); gap: 20px; align-items: start; }
.refused[hidden] { display: none; }
#last-refused { margin: 4px 0 0; padding: 0; list-style: none; font-size: 14px; }
#last-refused li { display: grid; grid-template-columns: 9ch minmax(21ch, auto) minmax(0, 2fr) minmax(0, 4fr); gap: 12px; padding: 6px 0; border-top: 1px solid var(--line); align-items: baseline; }
#last-refused .at { color: var(--soft); font-variant-numeric: tabular-nums; }
#last-refused a { font-weight: 600; }
#last-refused .detail { color: var(--soft); }
.codes th, .codes td { padding: 6px 14px 6px 0; }

@media (max-width: 1000px) {
  .live, .refused { grid-template-columns: minmax(0, 1fr); }
  .live > .machine { position: static; }
  .live .chart { height: 60vh; }
}
@media screen and (max-width: 900px) {
  .codes thead { position: static; width: auto; height: auto; overflow: visible; clip-path: none; display: table-header-group; }
  .codes { display: table; }
  .codes tbody { display: table-row-group; }
  .codes tr { display: table-row; }
  .codes th, .codes td { display: table-cell; border-top: 1px solid var(--line); }
  .codes td::before { content: none; }
}
@media screen and (max-width: 720px) {
  #rows button { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; }
  #rows .address, #rows .age { display: none; }
  #frames li { grid-template-columns: 1.4em minmax(0, auto) minmax(0, 1fr); }
  #frames .at, #frames .size { display: none; }
  #last-refused li { grid-template-columns: auto minmax(0, 1fr); }
  #last-refused .who, #last-refused .detail { grid-column: 1 / -1; }
}
`
