// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import * as fc from 'fast-check'
import * as of from '../../src/codec/arbitraries.ts'
import * as base from '../base/arbitraries.ts'
import type * as messages from './messages.ts'

/** Say: valid, at its bounds, beyond them. */
export const SayArbitrary: of.MessageArbitrary<messages.Say> = of.message<messages.Say>('Say', {
  text: { values: of.text(0, 65536, null), optional: false },
})

/** Every message, valid. */
export const MessageArbitrary: fc.Arbitrary<messages.Message> = fc.oneof(
  base.MessageArbitrary,
  SayArbitrary.valid,
)

/** The arbitraries of each message under its name. */
export const arbitraries: { readonly [N in keyof messages.MessageByName]: of.MessageArbitrary<messages.MessageByName[N]> } = {
  ...base.arbitraries,
  Say: SayArbitrary,
}
