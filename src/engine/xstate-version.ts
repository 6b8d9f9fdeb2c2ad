import type { AnyStateMachine } from 'xstate'

/** The first XState whose machines are stepped here; later ones of the same major version are, too. */
export const MIN_XSTATE_VERSION = '5.27'

const [MAJOR, MIN_MINOR] = MIN_XSTATE_VERSION.split('.').map(Number) as [number, number]

/** Whether machines of a version of XState can be stepped here. */
export const isSteppableVersion = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === MAJOR && minor >= MIN_MINOR
}

/**
 * The versions of XState that a machine can be of, where those machines cannot be stepped here; null: it can be. A
 * machine does not say who made it, so that it is told by its looks: 5.27 named anew what pure transitions begin with.
 */
export const unsteppableVersions = (machine: object): string | null => {
  const has = (name: string): boolean => name in machine
  if (has('_getPreInitialState') && has('__xstatenode') && has('implementations')) return null
  if (has('getPreInitialState')) return `${MAJOR}.0–${MAJOR}.${MIN_MINOR - 1}`
  return has('__xstatenode') ? '4.x' : '6.x'
}

/** Why a machine cannot be stepped here, to follow a colon; null: it can be. */
export const unsteppable = (machine: AnyStateMachine): string | null => {
  const versions = unsteppableVersions(machine)
  return versions === null
    ? null
    : `it was made by XState ${versions}; make it with ${MIN_XSTATE_VERSION} or a later ${MAJOR}.x.`
}

/** Throws for a machine that cannot be stepped here. */
export const assertSteppable = (machine: AnyStateMachine): void => {
  const why = unsteppable(machine)
  if (why !== null) throw new TypeError(`The machine cannot be used: ${why}`)
}
