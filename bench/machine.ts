import { cpus, loadavg } from 'node:os'

/** The machine that the figures were measured on, and how busy it was at the beginning. */
export const machine = (): string => {
  const processors = cpus()
  const [load = 0] = loadavg()
  return `Node ${process.version}, ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, load ${load.toFixed(1)}`
}
