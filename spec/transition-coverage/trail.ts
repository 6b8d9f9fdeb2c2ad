import { type Taken, watch } from '../support/watch.ts'

/** The steps of one machine. */
export interface Trail {
  readonly taken: readonly Taken[]
  stop(): void
}

const known = new WeakSet<object>()

/** Follows the first machine that begins to step from now on; what is left of an earlier one is not looked at. */
export const follow = (): Trail => {
  const taken: Taken[] = []
  let own: object | undefined
  const stop = watch({
    stepped: (step) => {
      if (own === undefined && !known.has(step.runner)) own = step.runner
      known.add(step.runner)
      if (own === step.runner) taken.push(step)
    },
  })
  return { taken, stop }
}
