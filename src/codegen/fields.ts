import type { Field, Message, Scalar } from '../contract/contract.ts'
import { literal } from './source.ts'

const wireTypeOf = ({ base }: Scalar): number => (base === 'string' || base === 'bytes' ? 2 : 0)

/** The tag of a field as it stands on the wire: its number and its wire type. */
export const tagOf = ({ tag, scalar }: Field): number => tag * 8 + wireTypeOf(scalar)

/** The path of a field in faults, as a literal. */
export const pathOf = (message: Message, field: Field): string => literal(`${message.name}.${field.name}`)
