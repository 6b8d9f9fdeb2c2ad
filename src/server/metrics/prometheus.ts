import { families, HANDLER_SECONDS, type Sample } from './families.ts'
import type { HistogramSnapshot, ServerMetrics } from './snapshot.ts'

/** The media type of the text, as Prometheus asks for it. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Metrics as Prometheus reads them (text format 0.0.4). */
export const prometheusText = (metrics: ServerMetrics): string => {
  const lines = families.flatMap(({ name, kind, help, read }) => {
    const samples = read(metrics)
    return samples.length === 0
      ? []
      : [...heading(name, kind, help), ...samples.map((one) => line(name, one))]
  })
  const { name, help, read } = HANDLER_SECONDS
  const histogram = read(metrics)
  if (histogram !== null) lines.push(...heading(name, 'histogram', help), ...histogramLines(name, histogram))
  return `${lines.join('\n')}\n`
}

const heading = (name: string, kind: string, help: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${kind}`,
]

const histogramLines = (
  name: string,
  { bounds, counts, sum, count }: HistogramSnapshot,
): readonly string[] => {
  let below = 0
  const buckets = [...bounds.map(String), '+Inf'].map((le, at) => {
    below += counts[at] ?? 0
    return line(`${name}_bucket`, { labels: { le }, value: below })
  })
  return [...buckets, `${name}_sum ${sum}`, `${name}_count ${count}`]
}

const line = (name: string, { labels, value }: Sample): string => {
  const pairs = Object.entries(labels).map(([label, word]) => `${label}="${escaped(word)}"`)
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`
}

const escaped = (word: string): string =>
  word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
