import { isUtf8 } from 'node:buffer'
import { isAnyArrayBuffer, isUint8Array } from 'node:util/types'
import { type AliasedRawBuilder, sql } from 'kysely'

/**
 * Columns of text, each read as its bytes: libsql ends the whole process, uncatchably, over a text that is not UTF-8,
 * which one bit on a damaged disk is enough for. `textOf` makes texts of them again.
 */
export const asBytes = <const Columns extends readonly string[]>(
  ...columns: Columns
): { readonly [At in keyof Columns]: AliasedRawBuilder<unknown, NameOf<Columns[At]>> } =>
  // One for one: a tuple is mapped to a tuple.
  columns.map((column) =>
    sql`cast(${sql.ref(column)} as blob)`.as(column.slice(column.indexOf('.') + 1)),
  ) as unknown as { readonly [At in keyof Columns]: AliasedRawBuilder<unknown, NameOf<Columns[At]>> }

type NameOf<Column> = Column extends `${string}.${infer Name}` ? Name : Column extends string ? Column : never

/** The text that was stored; undefined where that was none. */
export const textOf = (bytes: unknown): string | undefined => {
  if (!isAnyArrayBuffer(bytes) && !isUint8Array(bytes)) return undefined
  const buffer = isUint8Array(bytes) ? Buffer.from(bytes) : Buffer.from(bytes)
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined
}
