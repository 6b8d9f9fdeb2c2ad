import { type Contract, crossingsOf, opposite, type Side, sides } from '../contract/index.ts'
import type { MachineModule } from '../engine/machine.ts'
import { aPair, aReport, verifyOptions } from './arguments.ts'
import { ContractIndex } from './contract-index.ts'
import type { Finding } from './finding.ts'
import { againstContract } from './graph/against-contract.ts'
import { explore, refusalsOf, type StateGraph } from './graph/state-graph.ts'
import { unfit } from './graph/supported.ts'
import { type ContinuationRules, engineRules, mayContinue } from './pair/carrying.ts'
import { type Classes, classesOf, merged } from './pair/classes.ts'
import { type ContinuationWalk, exploreContinuation } from './pair/continuation.ts'
import { Exploration, type VerifyOptions } from './pair/explore.ts'
import { type PairSides, pairSidesOf } from './pair/side.ts'
import { PairSystem } from './pair/system.ts'
import { findingOfPairViolation, findingOfViolation, withoutWay } from './report/trace-of.ts'
import { lints } from './rules.ts'
import { unused } from './unused.ts'
import { usedBy } from './used.ts'

/** A contract, and the two machines that are to keep it. */
export interface Pair {
  readonly contract: Contract
  readonly client: MachineModule
  readonly server: MachineModule
}

/** Everything that was checked, and the findings. */
export interface Report {
  readonly protocol: string
  readonly version: number
  readonly states: number
  readonly messages: number
  /** By side: the places in which the machine rests, and the steps from there, over everything that can happen. */
  readonly machines: Readonly<Record<Side, { readonly places: number; readonly steps: number }>>
  readonly pair: {
    readonly bound: number
    readonly configurations: number
    /** The most messages that were on their way in one direction. */
    readonly reached: number
    /** Steps that had to wait, for there was no room. */
    readonly waited: number
    /**
     * Whether more room shows nothing more: a side that had to wait for room always got it by steps of the other side, and
     * by what it heard itself without leaving its place (k-exhaustive). Null where not all was seen.
     */
    readonly exhaustive: boolean | null
  }
  /**
   * The walk in which conversations go on over other connections, however often they break off, with at most `bound` messages
   * on their way. Null where they cannot, as without the base, or where something was found before.
   */
  readonly continuation: { readonly bound: number; readonly configurations: number } | null
  /** Faults, the causes first. */
  readonly findings: readonly Finding[]
  /** Parts that are never used, without those that the modules allow. */
  readonly warnings: readonly Finding[]
}

/** Checks each machine against the contract, and both with each other. */
export const verify = (pair: Pair, options: VerifyOptions): Report => {
  aPair('pair', pair)
  verifyOptions('options', options)
  return verifyBy({}, pair, options)
}

/** Parts of verification that a test may choose. */
export interface Ways {
  /** The messages that are taken for one. */
  readonly classesOf?: (pairSides: PairSides, contract: Contract) => Classes
  /** How conversations go on. */
  readonly rules?: ContinuationRules
}

/** The same in chosen ways. */
export const verifyBy = (
  { classesOf: classes = classesOf, rules = engineRules }: Ways,
  pair: Pair,
  options: VerifyOptions,
): Report => {
  const { contract } = pair
  const { bound } = options
  const wrong = misfits(pair)
  if (wrong.length > 0) return reportOf(pair, null, bound, null, null, wrong)
  const contractIndex = new ContractIndex(contract)
  const graphs = {
    client: explore('client', pair.client, contract),
    server: explore('server', pair.server, contract),
  }
  const apart = pairSidesOf(graphs, contractIndex)
  const pairSides = merged(apart, classes(apart, contract))
  const explored = new Exploration(new PairSystem(pairSides, contract.messages.length, bound), options)
  const found = [
    ...crossing(contract),
    ...sides.flatMap((side) =>
      againstContract(graphs, side, contractIndex).map((violation) =>
        findingOfViolation(graphs[side], violation),
      ),
    ),
    ...unrefusing(pair),
    ...explored.violations.map((violation) =>
      findingOfPairViolation(explored, pairSides, contractIndex, violation),
    ),
    ...unfinished(graphs, explored, bound),
  ]
  const continuation =
    mayContinue(contract) && found.every(isLint)
      ? exploreContinuation(apart, contractIndex, options, rules, explored.size)
      : null
  return reportOf(pair, graphs, bound, explored, continuation, [
    ...found,
    ...(continuation === null ? [] : foundInContinuation(continuation, contractIndex)),
    ...(explored.finished ? unused(usedBy(pairSides, explored), contractIndex) : []).map(
      ({ rule, about, text }) => withoutWay(rule, about, text),
    ),
  ])
}

/** Whether a finding is no fault. */
const isLint = ({ rule }: Finding): boolean => lints.some((lint) => lint === rule)

/** A report in which warnings count as faults. */
export const strictly = (report: Report): Report => {
  aReport('report', report)
  return { ...report, findings: [...report.findings, ...report.warnings], warnings: [] }
}

/** Finds what keeps a pair from being verified at all. */
export const misfits = (pair: Pair): readonly Finding[] => {
  aPair('pair', pair)
  const contractIndex = new ContractIndex(pair.contract)
  const helpless = sides.filter((side) => !contractIndex.canRefuse(side))
  return [
    ...(helpless.length === 0
      ? []
      : [
          withoutWay(
            'UNFIT_CONTRACT',
            'anytime',
            `Nothing can be refused by the ${helpless.join(' and the ')}: put a message under anytime that ends everything.`,
          ),
        ]),
    ...sides.flatMap((side) => {
      const why = unfit(pair[side], contractIndex)
      return why === null
        ? []
        : [withoutWay('UNFIT_MACHINE', side, `The machine of the ${side} cannot be verified: ${why}`)]
    }),
  ]
}

/** Messages of the contract that cross and do not meet again, whatever the machines make of it. */
const crossing = (contract: Contract): readonly Finding[] =>
  crossingsOf(contract).map(({ state, messages: { client, server } }) =>
    withoutWay(
      'CROSSING_DIFFERS',
      state,
      `In ${state} the client's ${client} and the server's ${server} may cross, and do not lead to the same.`,
    ),
  )

/** A side that answers no refusal while the other one does. */
const unrefusing = (pair: Pair): readonly Finding[] => {
  const silent = sides.filter((side) => refusalsOf(pair[side]).length === 0)
  return silent.length !== 1
    ? []
    : silent.map((side) =>
        withoutWay(
          'REFUSAL_UNANSWERED',
          side,
          `The ${side} answers no refusal, and the ${opposite(side)} does.`,
        ),
      )
}

/** Everything amiss where a conversation goes on over another connection. */
const foundInContinuation = (
  { explored, pairSides, bound }: ContinuationWalk,
  contractIndex: ContractIndex,
): readonly Finding[] => [
  ...explored.violations.map((violation) =>
    findingOfPairViolation(explored, pairSides, contractIndex, violation),
  ),
  ...(explored.finished ? [] : [withoutRoom('continuation', explored, bound)]),
]

const withoutRoom = (about: string, { size }: Exploration, bound: number): Finding =>
  withoutWay(
    'UNFINISHED',
    about,
    `After ${size.toLocaleString('en')} configurations there was no room for more, with at most ${bound} messages on their way; choose a lower bound.`,
  )

/** Why more may be wrong than was found. */
const unfinished = (
  graphs: Readonly<Record<Side, StateGraph>>,
  explored: Exploration,
  bound: number,
): readonly Finding[] => {
  const talkative = sides.flatMap((side) =>
    [graphs[side].before, ...graphs[side].locations].flatMap(({ transitions }) =>
      transitions.filter(({ says }) => says.length > bound).map(({ says }) => ({ side, says })),
    ),
  )
  return [
    ...talkative.map(({ side, says }) =>
      withoutWay(
        'UNFINISHED',
        says.join(' '),
        `The ${side} says ${says.join(' and ')} at once; a bound of ${says.length} is needed.`,
      ),
    ),
    ...(explored.finished ? [] : [withoutRoom('limit', explored, bound)]),
  ]
}

const reportOf = (
  { contract, client, server }: Pair,
  graphs: Readonly<Record<Side, StateGraph>> | null,
  bound: number,
  explored: Exploration | null,
  continuation: ContinuationWalk | null,
  all: readonly Finding[],
): Report => {
  const { protocol, version, states, messages } = contract
  const findings = byCause(all)
  const isAllowed = ({ rule, about }: Finding): boolean =>
    [client, server].some(({ allowed }) => allowed?.[rule]?.includes(about) === true)
  const extent = (side: Side) => ({
    places: graphs?.[side].locations.length ?? 0,
    steps: graphs?.[side].locations.reduce((sum, { transitions }) => sum + transitions.length, 0) ?? 0,
  })
  return {
    protocol,
    version,
    states: states.length,
    messages: messages.length,
    machines: { client: extent('client'), server: extent('server') },
    pair: {
      bound,
      configurations: explored?.size ?? 0,
      reached: explored?.longest ?? 0,
      waited: explored?.blocked ?? 0,
      exhaustive: explored?.exhaustive ?? null,
    },
    continuation:
      continuation === null
        ? null
        : { bound: continuation.bound, configurations: continuation.explored.size },
    findings: findings.filter((finding) => !isLint(finding)),
    warnings: findings.filter((finding) => isLint(finding) && !isAllowed(finding)),
  }
}

/** Gathers the findings of a rule that are about the same: the first is told, with the sentences of the others. */
const byCause = (findings: readonly Finding[]): readonly Finding[] => {
  const causes = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.about}`
    const known = causes.get(key)
    if (known === undefined) causes.set(key, [finding])
    else known.push(finding)
  }
  return [...causes.values()].map(([first, ...others]) => ({
    ...first,
    also: [...new Set(others.map(({ text }) => text))].filter((text) => text !== first.text),
  }))
}
