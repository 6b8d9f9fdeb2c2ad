import { expect, test } from '@jest/globals'
import type { ByeReasonNumber, DenialReasonNumber, FaultCodeNumber } from '../../protocol/base/contract.ts'
import type * as base from '../../protocol/base/messages.ts'
import type { BaseMessage } from '../../src/engine/base-messages.ts'
import type * as codes from '../../src/engine/codes.ts'

/** Whether two types take each other's values. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** The messages of the base that the engine names, one after the other. */
type Named = { readonly [T in BaseMessage['type']]: BaseMessage & { readonly type: T } }

type Generated = Pick<base.MessageByName, BaseMessage['type']>

// The engine imports nothing that is generated. The compiler holds what it declares itself to the base: what differs is no `true`.
const same: {
  readonly FaultCode: Same<codes.FaultCode, base.FaultCode>
  readonly ByeReason: Same<codes.ByeReason, base.ByeReason>
  readonly DenialReason: Same<codes.DenialReason, base.DenialReason>
  readonly KnownFaultCode: Same<codes.KnownFaultCode, keyof typeof FaultCodeNumber>
  readonly KnownByeReason: Same<codes.KnownByeReason, keyof typeof ByeReasonNumber>
  readonly KnownDenialReason: Same<
    Exclude<codes.DenialReason, `UNKNOWN_${number}`>,
    keyof typeof DenialReasonNumber
  >
  readonly messages: Same<Named, Generated>
} = {
  FaultCode: true,
  ByeReason: true,
  DenialReason: true,
  KnownFaultCode: true,
  KnownByeReason: true,
  KnownDenialReason: true,
  messages: true,
}

test('the codes and messages of the base that the engine declares are those of the contract', () => {
  expect(Object.values(same)).toEqual(Object.keys(same).map(() => true))
})
