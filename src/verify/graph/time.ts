import { opposite, type Side } from '../../contract/index.ts'
import { DEFAULT_HEARTBEAT_MS } from '../../engine/machine.ts'
import type { ContractIndex } from '../contract-index.ts'
import { speech } from './sends.ts'
import type { Location, StateGraph, Transition } from './state-graph.ts'
import { type Found, found } from './violation.ts'

/** Finds states where a side waits without a deadline, or has one without waiting. */
export const timeIn = (
  { side, module }: StateGraph,
  location: Location,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const within = contractIndex.waits(location.state, side)
    ? (contractIndex.state(location.state)?.within ?? null)
    : null
  const { heartbeatMs = DEFAULT_HEARTBEAT_MS } = module
  const kept = location.armed.map(({ ms }) => `${ms} ms`).join(' and ')
  if (within !== null && location.armed.length === 0)
    return [
      found('DEADLINE_MISSING', location.state, `The ${side} waits in ${location.path} and keeps no time.`),
    ]
  const askedMs = within === null ? null : 'ms' in within ? within.ms : within.heartbeats * heartbeatMs
  const right =
    location.armed.length === (askedMs === null ? 0 : 1) && location.armed.every(({ ms }) => ms === askedMs)
  const asked =
    within === null
      ? 'no deadline'
      : 'ms' in within
        ? `${within.ms} ms`
        : `${within.heartbeats} heartbeats, which are ${askedMs} ms where one is ${heartbeatMs} ms`
  return [
    ...(right
      ? []
      : [
          found(
            'DEADLINE_DIFFERS',
            location.state,
            `The ${side} keeps ${kept} in ${location.path}; the contract says ${asked}.`,
          ),
        ]),
    ...location.transitions.flatMap((transition) => timeAfter(side, location, transition, contractIndex)),
  ]
}

/** A deadline begins when its state of the contract is entered, and not again in it. */
const timeAfter = (
  side: Side,
  location: Location,
  transition: Transition,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { cause, event, to, arms } = transition
  const enters = speech(side, location, transition, contractIndex).leaves || to.state !== location.state
  if (cause === 'deadline' && !enters) {
    const text = `The ${side} does not leave ${location.state} when time is up in ${location.path}.`
    return [found('DEADLINE_WITHOUT_EFFECT', location.state, text, transition)]
  }
  if (arms === enters || to.armed.length === 0) return []
  // A silence may begin again with each message that is heard.
  if (!enters && cause === 'hear' && isSilence(contractIndex, to.state)) return []
  const text = enters
    ? `The ${side} does not begin the deadline of ${to.path} on ${event} in ${location.path}.`
    : `The ${side} begins the deadline of ${to.path} again on ${event} in ${location.path}.`
  return [found('DEADLINE_DIFFERS', to.state, text, transition)]
}

/** Whether the deadline of a state is one of silence: in heartbeats. */
const isSilence = (contractIndex: ContractIndex, state: string): boolean => {
  const within = contractIndex.state(state)?.within
  return within != null && 'heartbeats' in within
}

/** Finds heartbeats that the contract does not know, or that are not those of the other side. */
export const heartbeatsOf = (
  graphs: Readonly<Record<Side, StateGraph>>,
  side: Side,
  contractIndex: ContractIndex,
): readonly Found[] => {
  const { silences, heartbeatBounds } = contractIndex
  const msOf = (one: Side): number => graphs[one].module.heartbeatMs ?? DEFAULT_HEARTBEAT_MS
  const ms = msOf(side)
  const { min, max } = heartbeatBounds
  if (silences.length === 0) return []
  if (ms < min || ms > max)
    return [
      found(
        'DEADLINE_DIFFERS',
        'heartbeat',
        `A heartbeat of the ${side} is ${ms} ms; the contract lets it be ${min} to ${max} ms.`,
      ),
    ]
  return side === 'client' && ms !== msOf(opposite(side))
    ? [
        found(
          'DEADLINE_DIFFERS',
          'heartbeat',
          `A heartbeat of the client is ${ms} ms, of the server ${msOf('server')} ms; they keep the same.`,
        ),
      ]
    : []
}
