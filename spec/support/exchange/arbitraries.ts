// Generated from spec/support/exchange.yaml by npm run codegen. Do not edit.
import * as fc from 'fast-check'
import * as of from '../../../src/codec/arbitraries.ts'
import * as base from '../../../protocol/base/arbitraries.ts'
import type * as messages from './messages.ts'

/** Values of Body. */
export const BodyArbitrary: of.FieldArbitrary<unknown> = of.bytes(0, 65536)

/** Note: valid, at its bounds, beyond them. */
export const NoteArbitrary: of.MessageArbitrary<messages.Note> = of.message<messages.Note>('Note', {
  number: { values: of.integer(0, 4294967295), optional: false },
  body: { values: BodyArbitrary, optional: false },
})

/** Question: valid, at its bounds, beyond them. */
export const QuestionArbitrary: of.MessageArbitrary<messages.Question> = of.message<messages.Question>('Question', {
  number: { values: of.integer(0, 4294967295), optional: false },
  body: { values: BodyArbitrary, optional: false },
})

/** Answer: valid, at its bounds, beyond them. */
export const AnswerArbitrary: of.MessageArbitrary<messages.Answer> = of.message<messages.Answer>('Answer', {
  number: { values: of.integer(0, 4294967295), optional: false },
  body: { values: BodyArbitrary, optional: false },
})

/** Count: valid, at its bounds, beyond them. */
export const CountArbitrary: of.MessageArbitrary<messages.Count> = of.message<messages.Count>('Count', {
  number: { values: of.integer(0, 4294967295), optional: false },
  upTo: { values: of.integer(0, 4294967295), optional: false },
  bytes: { values: of.integer(0, 65000), optional: false },
})

/** Counted: valid, at its bounds, beyond them. */
export const CountedArbitrary: of.MessageArbitrary<messages.Counted> = of.message<messages.Counted>('Counted', {
  number: { values: of.integer(0, 4294967295), optional: false },
  body: { values: BodyArbitrary, optional: false },
})

/** Total: valid, at its bounds, beyond them. */
export const TotalArbitrary: of.MessageArbitrary<messages.Total> = of.message<messages.Total>('Total', {
  number: { values: of.integer(0, 4294967295), optional: false },
})

/** Every message, valid. */
export const MessageArbitrary: fc.Arbitrary<messages.Message> = fc.oneof(
  base.MessageArbitrary,
  NoteArbitrary.valid,
  QuestionArbitrary.valid,
  AnswerArbitrary.valid,
  CountArbitrary.valid,
  CountedArbitrary.valid,
  TotalArbitrary.valid,
)

/** The arbitraries of each message under its name. */
export const arbitraries: { readonly [N in keyof messages.MessageByName]: of.MessageArbitrary<messages.MessageByName[N]> } = {
  ...base.arbitraries,
  Note: NoteArbitrary,
  Question: QuestionArbitrary,
  Answer: AnswerArbitrary,
  Count: CountArbitrary,
  Counted: CountedArbitrary,
  Total: TotalArbitrary,
}
