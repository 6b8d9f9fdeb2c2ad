/** One message under one library, ready to be run again and again. */
export interface Work {
  encode(): unknown
  decode(): unknown
  /** The result of `encode`, as bytes of their own. */
  readonly bytes: Uint8Array
}

/** Fields by their names, records among them. */
export type Fields = Readonly<Record<string, unknown>>

/** The same fields with each value, in records and lists too, as another library holds it. */
export const mapped = (
  fields: Fields,
  map: (name: string, value: unknown) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, mappedValue(name, map(name, value), map)]),
  )

const mappedValue = (
  name: string,
  value: unknown,
  map: (name: string, value: unknown) => unknown,
): unknown => {
  if (Array.isArray(value)) return value.map((item) => mappedValue(name, item, map))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return mapped({ ...value }, map)
}
