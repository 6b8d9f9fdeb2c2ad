import type { Source } from '../address.ts'

/** Members by their source, with the largest source at hand. All operations take a constant time. */
export class Groups<Member> {
  private readonly sources = new Map<Member, Source>()
  private readonly members = new Map<Source, Set<Member>>()
  /** The sources that have so many members, in the order in which they came to have them. */
  private readonly bySize: Set<Source>[] = [new Set()]

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
    for (const source of this.bySize.at(-1) ?? [])
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
    bySize[from]?.delete(source)
    if (to > 0) {
      bySize[to] ??= new Set()
      bySize[to].add(source)
    }
    while (bySize.length > 1 && bySize.at(-1)?.size === 0) bySize.pop()
  }
}
