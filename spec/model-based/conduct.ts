import type { CaptureEntry } from '../../src/capture/index.ts'
import { opposite, sayable } from '../../src/contract/index.ts'
import { contract, stateNamed } from '../support/contract.ts'

/** The events of a capture that the contract does not allow: each end by its own state, in the order in which it lived. */
export const breachesIn = (incidents: readonly CaptureEntry[]): readonly string[] =>
  (['client', 'server'] as const).flatMap((side) => {
    const breaches: string[] = []
    let state = contract.states[0]?.name ?? ''
    for (const incident of incidents) {
      if (incident.side !== side || !('message' in incident)) continue
      const { type } = incident.message
      const speaker = incident.does === 'says' ? side : opposite(side)
      const next = sayable(contract, stateNamed(state), speaker).get(type)
      if (next === undefined) breaches.push(`the ${side} ${incident.does} ${type} in ${state}`)
      else state = next
    }
    return breaches
  })
