import type { Contract } from '../contract/index.ts'
import { standsFor } from './pair/classes.ts'
import type { PairSides } from './pair/side.ts'

/** A line for each message that stands for others of its class, for the comment at the beginning of a model. */
export const standInLines = (contract: Contract, { client, server }: PairSides): readonly string[] =>
  [server, client].flatMap((pairSide) =>
    Object.entries(standsFor(pairSide, contract)).map(
      ([name, others]) =>
        `   To the ${pairSide.graph.side}, ${name} stands for ${others.join(', ')}, too: it cannot tell them apart.`,
    ),
  )
