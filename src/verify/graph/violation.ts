import type { Rule } from '../rules.ts'
import type { Location, Transition } from './state-graph.ts'

/** A rule that a machine breaks by itself: in a place, or with a step from there. */
export interface Violation {
  readonly rule: Rule
  /** The part of contract or machine that it is about: violations of a rule with the same have one cause. */
  readonly about: string
  readonly text: string
  readonly location: Location
  readonly transition: Transition | null
}

export type Found = Omit<Violation, 'location'>

export const found = (
  rule: Rule,
  about: string,
  text: string,
  transition: Transition | null = null,
): Found => ({ rule, about, text, transition })
