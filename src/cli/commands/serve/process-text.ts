import type { Usage } from '../../../server/index.ts'
import { version } from '../../version.ts'

const US_PER_SECOND = 1e6
const MS_PER_SECOND = 1_000

/** The processor time and the memory of this process. */
export const ownUsage = (): Usage => {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { cpuSeconds: (user + system) / US_PER_SECOND, residentBytes: rss, heapBytes: heapUsed }
}

/** Figures of this process and the others of its server, under the names that every exporter for Prometheus has. */
export const processText = (others: readonly Usage[] = []): string => {
  const all = [ownUsage(), ...others]
  const sum = (of: keyof Usage): number => all.reduce((total, usage) => total + usage[of], 0)
  const startedAt = (Date.now() / MS_PER_SECOND - process.uptime()).toFixed(3)
  return [
    ...figure('colloquy_build_info', 'gauge', 'The version of colloquy and of Node; always 1.', 1, {
      version,
      node: process.version,
    }),
    ...figure('process_cpu_seconds_total', 'counter', 'Processor time of this process.', sum('cpuSeconds')),
    ...figure('process_resident_memory_bytes', 'gauge', 'Memory of this process.', sum('residentBytes')),
    ...figure(
      'process_heap_bytes',
      'gauge',
      'Memory of JavaScript objects that is in use.',
      sum('heapBytes'),
    ),
    ...figure('process_start_time_seconds', 'gauge', 'When this process began, since 1970.', startedAt),
    '',
  ].join('\n')
}

const figure = (
  name: string,
  kind: string,
  help: string,
  value: number | string,
  labels: Readonly<Record<string, string>> = {},
): readonly string[] => {
  const pairs = Object.entries(labels).map(([label, word]) => `${label}="${word}"`)
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${kind}`,
    `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`,
  ]
}
