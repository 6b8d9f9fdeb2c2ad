// Generated from spec/contract/own/kv.yaml by npm run codegen. Do not edit.
import * as fc from 'fast-check'
import * as of from '../../../src/codec/arbitraries.ts'
import * as base from '../../../protocol/base/arbitraries.ts'
import type * as messages from './messages.ts'

/** Values of Key. */
export const KeyArbitrary: of.FieldArbitrary<unknown> = of.text(1, 512, { nfc: true, printable: true, trimmed: false, pattern: null })

/** Values of Value. */
export const ValueArbitrary: of.FieldArbitrary<unknown> = of.bytes(0, 1048576)

/** Values of Revision. */
export const RevisionArbitrary: of.FieldArbitrary<unknown> = of.integer(1, 9007199254740991)

/** Values of Label. */
export const LabelArbitrary: of.FieldArbitrary<unknown> = of.record('Label', {
  name: { values: of.text(1, 64, null), optional: false },
  text: { values: of.text(0, 256, null), optional: false },
}, null)

/** Values of Entry. */
export const EntryArbitrary: of.FieldArbitrary<unknown> = of.record('Entry', {
  key: { values: KeyArbitrary, optional: false },
  value: { values: ValueArbitrary, optional: false },
  revision: { values: RevisionArbitrary, optional: false },
  labels: { values: of.list(LabelArbitrary, 0, 16, null), optional: false },
}, null)

/** Values of Change. */
export const ChangeArbitrary: of.FieldArbitrary<unknown> = of.union('Change', {
  put: EntryArbitrary,
  deleted: KeyArbitrary,
})

/** Values of Seconds. */
export const SecondsArbitrary: of.FieldArbitrary<unknown> = of.integer(1, 604800)

/** Values of Trouble. */
export const TroubleArbitrary: of.FieldArbitrary<unknown> = of.openEnum({ CONFLICT: 1, FULL: 2, TOO_MANY_WATCHES: 3 })

/** Get: valid, at its bounds, beyond them. */
export const GetArbitrary: of.MessageArbitrary<messages.Get> = of.message<messages.Get>('Get', {
  key: { values: KeyArbitrary, optional: false },
})

/** Put: valid, at its bounds, beyond them. */
export const PutArbitrary: of.MessageArbitrary<messages.Put> = of.message<messages.Put>('Put', {
  key: { values: KeyArbitrary, optional: false },
  value: { values: ValueArbitrary, optional: false },
  ifRevision: { values: of.integer(0, 9007199254740991), optional: true },
  ttl: { values: SecondsArbitrary, optional: true },
})

/** Delete: valid, at its bounds, beyond them. */
export const DeleteArbitrary: of.MessageArbitrary<messages.Delete> = of.message<messages.Delete>('Delete', {
  key: { values: KeyArbitrary, optional: false },
})

/** List: valid, at its bounds, beyond them. */
export const ListArbitrary: of.MessageArbitrary<messages.List> = of.message<messages.List>('List', {
  prefix: { values: of.text(0, 512, null), optional: false },
})

/** Watch: valid, at its bounds, beyond them. */
export const WatchArbitrary: of.MessageArbitrary<messages.Watch> = of.message<messages.Watch>('Watch', {
  prefix: { values: of.text(0, 512, null), optional: false },
  after: { values: of.integer(0, 9007199254740991), optional: false },
})

/** Found: valid, at its bounds, beyond them. */
export const FoundArbitrary: of.MessageArbitrary<messages.Found> = of.message<messages.Found>('Found', {
  entry: { values: EntryArbitrary, optional: false },
})

/** NotFound: valid, at its bounds, beyond them. */
export const NotFoundArbitrary: of.MessageArbitrary<messages.NotFound> = of.message<messages.NotFound>('NotFound', {
})

/** Done: valid, at its bounds, beyond them. */
export const DoneArbitrary: of.MessageArbitrary<messages.Done> = of.message<messages.Done>('Done', {
  revision: { values: of.integer(0, 9007199254740991), optional: false },
})

/** Refused: valid, at its bounds, beyond them. */
export const RefusedArbitrary: of.MessageArbitrary<messages.Refused> = of.message<messages.Refused>('Refused', {
  trouble: { values: TroubleArbitrary, optional: false },
  detail: { values: of.text(0, 256, null), optional: false },
})

/** Changed: valid, at its bounds, beyond them. */
export const ChangedArbitrary: of.MessageArbitrary<messages.Changed> = of.message<messages.Changed>('Changed', {
  revision: { values: RevisionArbitrary, optional: false },
  change: { values: ChangeArbitrary, optional: false },
})

/** Every message, valid. */
export const MessageArbitrary: fc.Arbitrary<messages.Message> = fc.oneof(
  base.MessageArbitrary,
  GetArbitrary.valid,
  PutArbitrary.valid,
  DeleteArbitrary.valid,
  ListArbitrary.valid,
  WatchArbitrary.valid,
  FoundArbitrary.valid,
  NotFoundArbitrary.valid,
  DoneArbitrary.valid,
  RefusedArbitrary.valid,
  ChangedArbitrary.valid,
)

/** The arbitraries of each message under its name. */
export const arbitraries: { readonly [N in keyof messages.MessageByName]: of.MessageArbitrary<messages.MessageByName[N]> } = {
  ...base.arbitraries,
  Get: GetArbitrary,
  Put: PutArbitrary,
  Delete: DeleteArbitrary,
  List: ListArbitrary,
  Watch: WatchArbitrary,
  Found: FoundArbitrary,
  NotFound: NotFoundArbitrary,
  Done: DoneArbitrary,
  Refused: RefusedArbitrary,
  Changed: ChangedArbitrary,
}
