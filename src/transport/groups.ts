import type { Source } from '../address.ts'

/** Members by their source, with the largest source at hand. All operations take a constant time. */
export class Groups<Member> {
  private readonly sources = new Map<Member, Source>()
  private readonly members = new Map<Source, Set<Member>>()
  /** The sources that have so many members, in the order in which they came to have them. */
  private readonly bySize = new Map<number, Set<Source>>()
  /** The members of the largest source. */
  private largest = 0

  get size(): number {
    return this.sources.size
  }

  get all(): readonly Member[] {
    return [...this.sources.keys()]
  }

  sizeOf(source: Source): number {
    return this.members.get(source)?.size ?? 0
  }

  /** null: it is no member. */
  sourceOf(member: Member): Source | null {
    return this.sources.get(member) ?? null
  }

  add(source: Source, member: Member): void {
    const group = this.members.get(source) ?? new Set()
    this.members.set(source, group.add(member))
    this.sources.set(member, source)
    this.resized(source, group.size - 1, group.size)
  }

  /** False: it is no member. */
  delete(member: Member): boolean {
    const source = this.sources.get(member)
    const group = source === undefined ? undefined : this.members.get(source)
    if (source === undefined || group === undefined) return false
    this.sources.delete(member)
    group.delete(member)
    if (group.size === 0) this.members.delete(source)
    this.resized(source, group.size + 1, group.size)
    return true
  }

  /** The member of the largest source that was added first; null: there is none. */
  oldestOfLargest(): Member | null {
    for (const source of this.bySize.get(this.largest) ?? [])
      for (const member of this.members.get(source) ?? []) return member
    return null
  }

  /** The member of this source that was added first; null: it has none. */
  oldestOf(source: Source): Member | null {
    for (const member of this.members.get(source) ?? []) return member
    return null
  }

  private resized(source: Source, from: number, to: number): void {
    const { bySize } = this
    const left = bySize.get(from)
    left?.delete(source)
    if (left?.size === 0) bySize.delete(from)
    if (to > 0) bySize.set(to, (bySize.get(to) ?? new Set()).add(source))
    // Sizes change by one: where the largest source was alone, it is the largest still.
    if (to > this.largest || !bySize.has(this.largest)) this.largest = to
  }
}
