/**
 * The JSON form of a value: bytes are lower-case hexadecimal digits, big integers decimal ones, enums are names, the rest
 * is as it is.
 */
export type JsonOf<A> = A extends Uint8Array | bigint
  ? string
  : A extends string | number | boolean | undefined
    ? A
    : A extends readonly (infer Item)[]
      ? readonly JsonOf<Item>[]
      : { readonly [K in keyof A]: JsonOf<A[K]> }
