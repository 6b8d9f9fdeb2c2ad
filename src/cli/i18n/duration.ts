/** A time as `--timeout` takes it, such as 500ms, 10s or 2m. */
export const duration = (ms: number): string => {
  if (ms % 1_000 !== 0) return `${ms}ms`
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1_000}s`
}

/** Milliseconds that were measured, as finely as anybody needs them. */
export const inMs = (ms: number): string => ms.toFixed(ms < 10 ? 2 : 1)
