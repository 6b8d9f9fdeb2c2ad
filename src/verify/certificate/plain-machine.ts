import { type AnyMachineSnapshot, type AnyStateNode, initialTransition, transition } from 'xstate'
import type { Contract } from '../../contract/index.ts'
import type { MachineModule } from '../../engine/machine.ts'

/** A step of a machine, as plain text. */
export interface PlainStep {
  readonly event: string
  /** The names of the messages that are said, in order. */
  readonly says: readonly string[]
  readonly to: string
}

/** A place of a machine: its state of the contract, and all that may happen there. */
export interface PlainPlace {
  readonly state: string
  readonly steps: readonly PlainStep[]
}

export interface PlainMachine {
  readonly start: PlainStep
  readonly places: ReadonlyMap<string, PlainPlace>
}

/**
 * Reads a machine once more, by XState alone: neither the stepper nor the graph of verification has a part in it.
 * `codes` are those that the driver may refuse with.
 */
export const plainMachine = (
  { machine, outcomes, prompts }: MachineModule,
  contract: Contract,
  codes: readonly string[],
): PlainMachine => {
  const places = new Map<string, { state: string; steps: PlainStep[] }>()
  const waiting: (readonly [AnyMachineSnapshot, PlainStep[]])[] = []
  const arrive = (snapshot: AnyMachineSnapshot): string => {
    const key = JSON.stringify(snapshot.value)
    if (!places.has(key)) {
      const metas = Object.values(snapshot.getMeta()) as ({ readonly contract?: string } | undefined)[]
      const place = { state: metas.at(-1)?.contract ?? '', steps: [] }
      places.set(key, place)
      waiting.push([snapshot, place.steps])
    }
    return key
  }
  const listed = new Set(
    nodesIn(machine.root).flatMap((node) =>
      [...node.transitions.keys()].filter((event) => event.startsWith('refuse.') && !event.includes('*')),
    ),
  )
  const refusals = new Set([...codes.map((code) => `refuse.${code}`), ...listed])
  const [first, said] = initialTransition(machine)
  const start = { event: 'start', says: saysIn(said), to: arrive(first) }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [snapshot, steps] = next
    const nodes: readonly AnyStateNode[] = snapshot._nodes
    const events = [
      ...contract.messages.map(({ name }) => `recv.${name}`),
      ...Object.keys(snapshot.children).flatMap((actor) => outcomes[actor] ?? []),
      ...nodes.flatMap(({ after }) => after.map(({ eventType }) => eventType)),
      ...prompts,
      ...refusals,
      'lost',
    ]
    for (const event of events) {
      const [to, actions] =
        snapshot.status === 'active' ? transition(machine, snapshot, { type: event }) : [snapshot, []]
      steps.push({ event, says: saysIn(actions), to: arrive(to) })
    }
  }
  return { start, places }
}

const nodesIn = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(nodesIn),
]

const saysIn = (
  actions: readonly { readonly type: string; readonly params?: unknown }[],
): readonly string[] =>
  actions
    .filter(({ type }) => type === 'say')
    // An action `say` names its message in its params.
    .map(({ params }) => (params as { readonly type: string }).type)
