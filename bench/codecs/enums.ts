import { DenialReasonNumber } from '../../protocol/base/contract.ts'
import type { Message } from '../../protocol/talk/messages.ts'

/** The fields as other libraries hold them: what is named here is numbered there. */
export const enumsAsNumbers = ({ type: _, ...fields }: Message): Record<string, unknown> =>
  'reason' in fields && fields.reason in DenialReasonNumber
    ? { ...fields, reason: DenialReasonNumber[fields.reason as keyof typeof DenialReasonNumber] }
    : fields
