import { ContractIndex } from '../contract-index.ts'
import { explore } from '../graph/state-graph.ts'
import type { Pair } from '../verify.ts'
import { classesOf, merged } from './classes.ts'
import { type PairSides, pairSidesOf } from './side.ts'

/** Both machines of a pair as the walk takes them, for whoever writes them down. */
export const mergedSidesOf = ({ contract, client, server }: Pair): PairSides => {
  const graphs = { client: explore('client', client, contract), server: explore('server', server, contract) }
  const apart = pairSidesOf(graphs, new ContractIndex(contract))
  return merged(apart, classesOf(apart, contract))
}
