/** How the page looks. Colours differ by lightness too, and never tell anything alone. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --card: #ffffff; --ink: #1c1f23; --soft: #5a616b; --line: #dcdfe3; --wash: #f2f3f5;
  --client: #00609a; --client-wash: #e2eff8; --server: #a84300; --server-wash: #fbeadf; --here: #0b6b3a; --secret: #a3123a;
  --shadow: 0 8px 32px rgb(0 0 0 / 0.18);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --card: #1b1f24; --ink: #e7e9ec; --soft: #a3abb5; --line: #343a42; --wash: #23282e;
    --client: #6cc0f0; --client-wash: #12303f; --server: #f0a93c; --server-wash: #3b2a10; --here: #63d69a; --secret: #ff9db3;
    --shadow: 0 8px 32px rgb(0 0 0 / 0.6);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Liberation Sans", Arial, Helvetica, sans-serif; overflow-wrap: anywhere;
}
header, main { max-width: 1440px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
main { padding-bottom: 64px; }
h1 { margin: 0; font-size: 26px; line-height: 1.2; letter-spacing: -0.01em; }
h1 .version { font-size: 15px; font-weight: 400; letter-spacing: 0; color: var(--soft); }
h2 { margin: 0 0 12px; font-size: 18px; line-height: 1.3; }
h3 { margin: 0; font-size: 12px; font-weight: 600; line-height: 1.4; color: var(--soft); }
header p { margin: 6px 0 0; max-width: 70ch; color: var(--soft); }
#hint { max-width: none; font-size: 14px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 0 0; font-size: 14px; }
code, .standing, .lane li, .type, .says a, .place { font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; font-size: 0.93em; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--client); outline-offset: 2px; border-radius: 3px; }
main > section { margin-top: 48px; }
svg { display: block; }

#player { margin-top: 20px; padding: 14px 18px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
.bar h2 { margin: 0; font-size: 14px; }
.bar select { flex: 0 1 auto; max-width: 100%; min-width: 0; }
select, button { font: inherit; font-size: 14px; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
select { padding: 4px 8px; height: 32px; }
button { display: inline-grid; place-items: center; width: 36px; height: 32px; padding: 0; cursor: pointer; }
button svg { width: 16px; height: 16px; fill: currentColor; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
button:hover { background: var(--wash); }
button[aria-disabled="true"] { color: var(--soft); opacity: 0.55; cursor: default; }
.steps { display: flex; gap: 4px; }
#moment { flex: 1 1 160px; min-width: 0; accent-color: var(--client); }
.count { min-width: 6ch; text-align: right; font-size: 14px; font-variant-numeric: tabular-nums; color: var(--soft); }
.moment { display: flex; align-items: center; min-height: 3em; margin: 8px 0; font-size: 16px; font-weight: 500; }

.stage { display: grid; grid-template-columns: minmax(120px, 1fr) minmax(0, 3fr) minmax(120px, 1fr); gap: 16px; align-items: stretch; }
.end { display: grid; align-content: center; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; }
.end.client { border-left: 5px solid var(--client); background: var(--client-wash); }
.end.server { border-right: 5px solid var(--server); background: var(--server-wash); text-align: right; }
.end h3 { color: var(--ink); font-weight: 400; }
.end p { margin: 0; }
.standing { font-size: 15px; font-weight: 600; }
.place { color: var(--soft); font-size: 12px; }
.lanes { display: grid; gap: 8px; }
.lane { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 12px; min-height: 36px; }
.lane.to-client { grid-template-columns: minmax(0, 1fr) auto; }
.lane.to-client h3 { order: 2; }
.lane h3 { font-weight: 400; }
.lane ol { position: relative; display: flex; flex-wrap: wrap; gap: 6px; min-height: 36px; align-items: center; margin: 0; padding: 4px 18px; list-style: none; }
.lane.to-server ol { flex-direction: row-reverse; }
.lane ol::before { content: ""; position: absolute; left: 0; right: 0; top: 50%; border-top: 1.5px solid var(--line); }
.lane ol::after { content: ""; position: absolute; top: 50%; margin-top: -5px; border: 5px solid transparent; }
.lane.to-server ol::after { right: -4px; border-left: 8px solid var(--client); }
.lane.to-client ol::after { left: -4px; border-right: 8px solid var(--server); }
.lane li { position: relative; z-index: 1; padding: 1px 8px; border: 1.5px solid; border-radius: 5px; font-weight: 600; font-size: 13px; }
.lane.to-server li { color: var(--client); background: var(--client-wash); }
.lane.to-client li { color: var(--server); background: var(--server-wash); }

.machines { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; margin-top: 24px; }
.machine { min-width: 0; }
.machine h2 { margin-bottom: 8px; font-size: 15px; }
.chart { position: relative; max-height: max(420px, 100vh - 300px); overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.chart > svg { margin: 0 auto; }
@media screen { .chart .picture { --canvas: var(--card); } }
.chart [role="button"] { cursor: pointer; }
.chart [role="button"] > rect { pointer-events: all; }
.chart [role="button"]:focus-visible { outline: 3px solid var(--client); }
.chart .here > rect:first-of-type { stroke: var(--here) !important; stroke-width: 4px !important; }
.chart .asked:not(.here) > rect:first-of-type { stroke-dasharray: 6 4 !important; stroke-width: 3px; }
.pointer { fill: var(--here); stroke: var(--card); stroke-width: 1.5; paint-order: stroke; }

.machine-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; margin-bottom: 8px; }
.machine-head h2 { margin: 0; }
.zoom { display: flex; gap: 4px; }
.zoom button { width: auto; min-width: 32px; height: 28px; padding: 0 8px; font-size: 13px; }
#searching { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 20px 0 0; font-size: 14px; }
#search { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; width: 24ch; max-width: 100%; }
#found { color: var(--soft); }
.chart .found > rect:first-of-type { stroke: var(--client) !important; stroke-width: 3px !important; }
.chart .edge.offence > .line { stroke: var(--secret) !important; stroke-width: 4px !important; }
.chart .edge.offence > .head { fill: var(--secret) !important; }

#whole { margin-top: 10px; font-size: 14px; }
#whole summary { cursor: pointer; color: var(--soft); }
#sequence { position: relative; max-height: 40vh; margin: 8px 0 0; padding: 0; overflow: auto; list-style: none; }
#sequence button { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 3fr) minmax(0, 1fr); gap: 0 12px; place-items: stretch; width: 100%; height: auto; padding: 4px 8px; border-color: transparent; border-radius: 0; text-align: left; font-size: 13px; }
#sequence button[aria-current] { background: var(--wash); border-color: var(--here); }
#sequence .at { grid-row: 1 / 20; font-weight: 600; }
#sequence .at.client { grid-column: 1; color: var(--client); }
#sequence .at.server { grid-column: 3; color: var(--server); text-align: right; }
#sequence .happened { grid-column: 2; color: var(--soft); text-align: center; }
#sequence .arrow { grid-column: 2; text-align: center; font-weight: 600; border-bottom: 1.5px solid; }
#sequence .arrow.to-server { color: var(--client); }
#sequence .arrow.to-server::after { content: " ►"; float: right; }
#sequence .arrow.to-client { color: var(--server); }
#sequence .arrow.to-client::before { content: "◄ "; float: left; }
#sequence .offence { border: 1.5px dashed var(--secret); }
#sequence .offence .happened { color: var(--secret); font-weight: 600; }
#sequence .offence .happened::before { content: "✗ "; }

table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 10px 14px 10px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: 400; }
thead th { padding: 6px 14px 6px 0; border-top: 0; font-size: 13px; color: var(--soft); }
th code { font-weight: 600; }
th p { margin: 2px 0 0; color: var(--soft); }
.number { font-variant-numeric: tabular-nums; }
.way { white-space: nowrap; }
.says { margin: 0; padding: 0; list-style: none; }
.says li + li { margin-top: 2px; }
.saying { display: inline-block; margin-right: 8px; }
.says .aside { font-size: 13px; color: var(--soft); }
.fields { margin: 0; }
.fields dd { margin: 0 0 8px 24px; color: var(--soft); }
.fields dd:last-child { margin-bottom: 0; }
.fields code { font-weight: 600; }
.fields .type { margin: 0 4px; }
.tag { display: inline-block; min-width: 20px; color: var(--soft); font-variant-numeric: tabular-nums; }
.bounds { color: var(--soft); }
.badge { padding: 0 6px; border: 1px solid currentColor; border-radius: 4px; font-size: 12px; color: var(--soft); white-space: nowrap; }
.badge.secret { color: var(--secret); font-weight: 600; }
tr:target > * { background: var(--wash); }

#panel {
  position: fixed; inset: auto 24px 24px auto; z-index: 2; width: 380px; max-width: calc(100vw - 32px); max-height: 70vh; margin: 0;
  padding: 18px 20px; overflow: auto; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  box-shadow: var(--shadow); font-size: 14px;
}
#panel h2 { margin: 0 40px 0 0; font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; font-size: 16px; }
#panel p { margin: 4px 0 12px; color: var(--soft); }
#panel dl { margin: 0; display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 6px 12px; }
#panel dt { color: var(--soft); }
#panel dd { margin: 0; }
#panel button { position: absolute; top: 14px; right: 14px; width: 30px; height: 30px; border-color: transparent; }

@media (min-width: 1000px) and (min-height: 800px) {
  #player { position: sticky; top: 0; z-index: 1; }
}
@media print, (min-width: 901px) {
  th[scope="row"] { min-width: 150px; }
  .states th[scope="row"] { width: 26%; }
  .messages th[scope="row"] { width: 28%; }
  .types th[scope="row"] { width: 34%; }
  .number { width: 72px; }
  .states td:nth-child(-n + 4) { white-space: nowrap; }
}
@media (max-width: 999px) {
  .machines { grid-template-columns: minmax(0, 1fr); }
  .chart { max-height: 70vh; }
}
@media screen and (max-width: 900px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tr { padding: 12px 0; border-top: 1px solid var(--line); }
  th, td { padding: 2px 0; border: 0; }
  td::before { content: attr(data-label) ": "; color: var(--soft); font-size: 13px; }
}
@media screen and (max-width: 720px) {
  header, main { padding-left: 16px; padding-right: 16px; }
  .stage { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
  .lanes { grid-row: 2; grid-column: 1 / -1; }
  #panel { inset: auto 0 0 0; width: auto; max-width: none; max-height: 55vh; border-radius: 12px 12px 0 0; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { --paper: #ffffff; }
  body { font-size: 11px; }
  nav, .bar, .zoom, #searching, #hint, #panel { display: none !important; }
  #player { position: static; }
  .machines { display: block; }
  .machine { break-inside: avoid; margin-bottom: 16px; }
  .chart { max-height: none; overflow: visible; border: 0; padding: 0; }
  .chart > svg { max-width: 100%; height: auto; }
  table, thead th { font-size: 10px; }
  th[scope="row"] { min-width: 110px; }
  .states td { white-space: normal; }
  .says .aside, .badge { font-size: 9px; }
  tr, dt { break-inside: avoid; }
  dt { break-after: avoid; }
}
`
