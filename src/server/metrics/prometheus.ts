import { is, isObject } from '../../arguments.ts'
import { families, type Sample } from './families.ts'
import { histogramFamilies, type LabelledHistogram } from './histograms.ts'
import type { ServerMetrics } from './snapshot.ts'

/** The media type of the text, as Prometheus asks for it. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const theMetrics = is(
  'what metrics() of a server gives',
  (value) => isObject(value) && typeof value.protocol === 'string' && isObject(value.connections),
)

/** Metrics as Prometheus reads them (text format 0.0.4). */
export const prometheusText = (metrics: ServerMetrics): string => {
  theMetrics('metrics', metrics)
  const numbers = families.flatMap(({ name, kind, help, read }) =>
    headed(
      name,
      kind,
      help,
      read(metrics).map((one) => line(name, one)),
    ),
  )
  const distributions = histogramFamilies.flatMap(({ name, help, read }) =>
    headed(
      name,
      'histogram',
      help,
      read(metrics).flatMap((one) => histogramLines(name, one)),
    ),
  )
  return `${[...numbers, ...distributions].join('\n')}\n`
}

/** A family without samples is left out. */
const headed = (name: string, kind: string, help: string, samples: readonly string[]): readonly string[] =>
  samples.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples]

const histogramLines = (
  name: string,
  { labels, histogram: { bounds, counts, sum, count } }: LabelledHistogram,
): readonly string[] => {
  let below = 0
  const buckets = [...bounds.map(String), '+Inf'].map((le, at) => {
    below += counts[at] ?? 0
    return line(`${name}_bucket`, { labels: { ...labels, le }, value: below })
  })
  return [
    ...buckets,
    line(`${name}_sum`, { labels, value: sum }),
    line(`${name}_count`, { labels, value: count }),
  ]
}

const line = (name: string, { labels, value }: Sample): string => {
  const pairs = Object.entries(labels).map(([label, word]) => `${label}="${escaped(word)}"`)
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`
}

const escaped = (word: string): string =>
  word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
