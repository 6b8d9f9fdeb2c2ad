import type { BigInteger, Integer } from './contract.ts'

/** The smallest and the largest number of each base. */
export const ranges = {
  uint32: [0, 4_294_967_295],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int32: [-2_147_483_648, 2_147_483_647],
  int64: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  double: [-Number.MAX_VALUE, Number.MAX_VALUE],
} as const

/** The same of all 64 bits. */
export const bigRanges = {
  bigUint64: [0n, 2n ** 64n - 1n],
  bigInt64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const

/** The smallest and the largest number of a base. */
export type Range = readonly [number | bigint, number | bigint]

/** The range of a base of numbers. */
export const rangeOf = (base: Integer | BigInteger | 'double'): Range => ({ ...ranges, ...bigRanges })[base]
