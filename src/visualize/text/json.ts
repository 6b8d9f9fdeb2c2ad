import type { Chart } from '../charts/chart.ts'

/** Charts for other programs: every state and every transition, nothing left together. */
export const jsonOf = (charts: readonly Chart[]): string =>
  `${JSON.stringify({ format: 1, charts }, null, 2)}\n`
