import { sql } from 'kysely'
import type { SelectTexts } from '../sql/access.ts'

/**
 * Columns of text, each read as its bytes: libsql ends the whole process, uncatchably, over a text that is not UTF-8,
 * which one bit on a damaged disk is enough for. `textOf` makes texts of them again.
 */
export const asBytes: SelectTexts = (...columns) =>
  // One for one: a tuple is mapped to a tuple.
  columns.map((column) =>
    sql`cast(${sql.ref(column)} as blob)`.as(column.slice(column.indexOf('.') + 1)),
  ) as never
