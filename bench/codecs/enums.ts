import { DenialReasonNumber } from '../../protocol/base/contract.ts'
import { type Fields, mapped } from './codec.ts'

/** The fields as other libraries of protobuf hold them: what is named here is numbered there, and no `type` is among them. */
export const enumsAsNumbers = ({ type: _, ...fields }: Fields): Record<string, unknown> =>
  mapped(fields, (name, value) =>
    // The reasons are keys of the table, and no other string of these messages is in a field of that name.
    name === 'reason' ? DenialReasonNumber[value as keyof typeof DenialReasonNumber] : value,
  )
