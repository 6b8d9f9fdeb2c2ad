import type { Side } from '../../contract/index.ts'
import { Bytes, Integers } from './numbers.ts'

/** A step as others look at it. */
export interface Edge {
  readonly side: Side
  readonly isReliable: boolean
  /** Whether its side stays in its place. */
  readonly stays: boolean
}

/** A kind of step as a number. */
const kindOf = ({ side, isReliable, stays }: Edge): number =>
  (isReliable ? 1 : 0) | (side === 'server' ? 2 : 0) | (stays ? 4 : 0)

const kinds: readonly Edge[] = [0, 1, 2, 3, 4, 5, 6, 7].map((kind) => ({
  side: (kind & 2) === 0 ? 'client' : 'server',
  isReliable: (kind & 1) !== 0,
  stays: (kind & 4) !== 0,
}))

/** The steps between configurations, which are added in the order of their indices. */
export class Edges {
  private readonly targets = new Integers()
  private readonly kinds = new Bytes()
  private readonly firsts = new Integers()

  /** Begins with the steps of the next configuration. */
  begin(): void {
    this.firsts.push(this.targets.length)
  }

  add(target: number, edge: Edge): void {
    this.targets.push(target)
    this.kinds.push(kindOf(edge))
  }

  /** How many configurations have steps here. */
  get size(): number {
    return this.firsts.length
  }

  /**
   * Goes back from some configurations, sweep by sweep, over the steps that are asked for: the set of all from which one
   * of them is reached.
   */
  leadingTo(isGoal: (index: number) => boolean, isStep: (edge: Edge) => boolean): Uint8Array {
    const { size } = this
    const met = Uint8Array.from({ length: size }, (_, index) => (isGoal(index) ? 1 : 0))
    const taken = kinds.map(isStep)
    const leads = (index: number): boolean => {
      const end = index + 1 === size ? this.targets.length : this.firsts.at(index + 1)
      for (let edge = this.firsts.at(index); edge < end; edge++)
        if (met[this.targets.at(edge)] === 1 && taken[this.kinds.at(edge)] === true) return true
      return false
    }
    for (let changed = true; changed; ) {
      changed = false
      for (let index = size - 1; index >= 0; index--)
        if (met[index] === 0 && leads(index)) {
          met[index] = 1
          changed = true
        }
    }
    return met
  }
}
