import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Nodes } from '../../store/index.ts'

/** Lets the processes of one server tell each other something, where the store is theirs alone. */
export interface LocalNodes extends Nodes {
  /** Sessions may have been revoked. */
  revoked(): void
}

/** Keeps nothing: whoever is not there does not hear it. */
export const localNodes = (): LocalNodes => {
  const hearing = new Map<string, Set<(payload: string) => void>>()
  const watching = new Set<() => void>()
  return {
    notify: (node, payload) =>
      TE.fromIO(() => {
        for (const hear of hearing.get(node) ?? []) hear(payload)
      }),
    onNotify: (node, hear, began = () => undefined) => {
      const those = hearing.get(node) ?? new Set()
      hearing.set(node, those.add(hear))
      began()
      return () => void those.delete(hear)
    },
    onRevoked: (changed) => {
      watching.add(changed)
      return () => void watching.delete(changed)
    },
    revoked: () => {
      for (const changed of watching) changed()
    },
  }
}
