import { type Contract, type Side, sides } from '../../contract/index.ts'
import { aCertificate, aLimit, aPair, aReport, theHashing } from '../arguments.ts'
import { ContractIndex } from '../contract-index.ts'
import { mayContinue } from '../pair/carrying.ts'
import { standsFor } from '../pair/classes.ts'
import { mergedSidesOf } from '../pair/merged-sides.ts'
import type { Pair, Report } from '../verify.ts'
import { type PlainMachine, plainMachine } from './plain-machine.ts'
import { firstsOf, toldApart } from './told-apart.ts'
import { walkPlainly } from './walk.ts'

/** A record of what was verified, for somebody else to check. */
export interface Certificate {
  readonly certificate: 1
  readonly protocol: string
  readonly version: number
  /** Hashes, in hexadecimal digits: of the contract as it is agreed on, and of every step of each machine. */
  readonly contract: string
  readonly machines: Readonly<Record<Side, string>>
  readonly bound: number
  /** Whether the verdict is for any bound. */
  readonly exhaustive: boolean
  readonly configurations: number
  /** By the side that hears them: messages that stand for others, which it cannot tell apart. */
  readonly standsFor: Readonly<Record<Side, Readonly<Record<string, readonly string[]>>>>
  readonly assumptions: readonly string[]
}

/** Hashes, in hexadecimal digits. */
export interface Hashing {
  /** Of a contract, as both sides agree on it. */
  readonly ofContract: (contract: Contract) => string
  /** The hash of a text, in hexadecimal digits. */
  readonly ofText: (text: string) => string
}

/** Assumptions of every certificate. */
const assumptions = [
  'Messages arrive in order and whole until the stream breaks, of which each side is told once.',
  'An actor that runs ends at some time, with any of its outcomes.',
  'The driver tells a machine nothing but what its list of events says, and runs one actor at a time.',
] as const

/** The same, of a contract whose conversations may go on over other connections. */
const NOT_CONTINUED =
  'Each connection begins a conversation of its own: one that goes on over another connection is no part of this walk.'

/** A certificate of a pair in which nothing was found. */
export const certificateOf = (pair: Pair, report: Report, hashing: Hashing): Certificate => {
  aPair('pair', pair)
  aReport('report', report)
  theHashing('hashing', hashing)
  const { pair: walked } = report
  const machines = readPlainly(pair)
  return {
    certificate: 1,
    protocol: pair.contract.protocol,
    version: pair.contract.version,
    contract: hashing.ofContract(pair.contract),
    machines: {
      client: hashing.ofText(textOf(machines.client)),
      server: hashing.ofText(textOf(machines.server)),
    },
    bound: walked.bound,
    exhaustive: walked.exhaustive === true,
    configurations: walked.configurations,
    standsFor: standing(pair),
    assumptions: [...assumptions, ...(mayContinue(pair.contract) ? [NOT_CONTINUED] : [])],
  }
}

/** Checks a certificate by a walk of its own. Everything that does not fit, as a sentence each. */
export const checkCertificate = (
  pair: Pair,
  certificate: Certificate,
  hashing: Hashing,
  limit: number,
): readonly string[] => {
  aPair('pair', pair)
  aCertificate('certificate', certificate)
  theHashing('hashing', hashing)
  aLimit('limit', limit)
  const machines = readPlainly(pair)
  const differing = [
    ...(certificate.contract === hashing.ofContract(pair.contract) ? [] : ['The contract is another one.']),
    ...sides
      .filter((side) => certificate.machines[side] !== hashing.ofText(textOf(machines[side])))
      .map((side) => `The machine of the ${side} is another one.`),
  ]
  if (differing.length > 0) return differing
  const standsFor = {
    client: firstsOf(certificate.standsFor.client),
    server: firstsOf(certificate.standsFor.server),
  }
  const unlike = sides.flatMap((side) => toldApart(pair.contract, machines, standsFor, side))
  if (unlike.length > 0) return unlike
  const { bound } = certificate
  const { configurations, problems, exhaustive } = walkPlainly({
    contract: pair.contract,
    machines,
    standsFor,
    prompts: [...pair.client.prompts, ...pair.server.prompts],
    bound,
    limit,
  })
  return [
    ...problems,
    ...(configurations === certificate.configurations
      ? []
      : [`There are ${configurations} configurations, and not ${certificate.configurations}.`]),
    ...(certificate.exhaustive && !exhaustive
      ? ['The walk is not exhaustive: nothing is shown beyond the bound.']
      : []),
  ]
}

const readPlainly = ({ contract, client, server }: Pair): Readonly<Record<Side, PlainMachine>> => {
  const index = new ContractIndex(contract)
  const codes = (side: Side) => (contract.base === null ? [] : index.codesOf(side))
  return {
    client: plainMachine(client, contract, codes('client')),
    server: plainMachine(server, contract, codes('server')),
  }
}

/** A machine as one text: every step of it. */
const textOf = ({ start, places }: PlainMachine): string => JSON.stringify([start, [...places]])

const standing = (pair: Pair): Certificate['standsFor'] => {
  const pairSides = mergedSidesOf(pair)
  return {
    client: standsFor(pairSides.client, pair.contract),
    server: standsFor(pairSides.server, pair.contract),
  }
}
