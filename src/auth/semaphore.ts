/** Lets few run at once, some wait in order, and refuses the rest. */
export interface Slots {
  /** Undefined, and `work` is not run, when too many wait already. */
  readonly run: <A>(work: () => Promise<A>) => Promise<A> | undefined
  readonly idle: () => boolean
}

/** Slots for `atOnce` works, and a queue in front of them. */
export const createSlots = (atOnce: number, queue: number): Slots => {
  const waiting: (() => void)[] = []
  let running = 0

  const leave = (): void => {
    // The slot goes from hand to hand: whoever comes in between cannot take it.
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
  const enter = (): Promise<void> => {
    if (running === atOnce) return new Promise((resolve) => waiting.push(resolve))
    running += 1
    return Promise.resolve()
  }
  return {
    run: (work) =>
      running === atOnce && waiting.length >= queue ? undefined : enter().then(work).finally(leave),
    idle: () => running === 0,
  }
}
