import { descriptorRoom } from '../../src/transport/index.ts'

/** How many sessions there may be, where half as many more are open beside them; at most `max`. */
export const sessionsWithin = async (max: number): Promise<number> => {
  const { limit, spare } = await descriptorRoom(0)
  return Math.min(max, Math.floor((limit - spare) / 1.5))
}
