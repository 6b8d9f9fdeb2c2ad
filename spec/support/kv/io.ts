// Generated from spec/contract/own/kv.yaml by npm run codegen. Do not edit.
import type * as t from 'io-ts'
import * as io from '../../../src/codec/io.ts'
import type { JsonOf } from '../../../src/codec/io.ts'
import * as base from '../../../protocol/base/io.ts'
import * as codec from './codec.ts'
import type * as messages from './messages.ts'

/** What a value is found by. */
export type Key = messages.Key
export const Key: t.Type<messages.Key, messages.Key, unknown> = io.text<messages.Key>('Key', 1, 512, { nfc: true, printable: true, trimmed: false, pattern: null }, false)

/** What is kept. */
export type Value = messages.Value
export const Value: t.Type<messages.Value, messages.Value, unknown> = io.bytes<messages.Value>('Value', 0, 1048576, false)

/** Counts up with each change of the store. */
export type Revision = messages.Revision
export const Revision: t.Type<messages.Revision, messages.Revision, unknown> = io.integer('Revision', 1, 9007199254740991, false)

/** A name with a text. In its JSON form. */
export type Label = messages.Label
export const Label: t.Type<messages.Label, JsonOf<messages.Label>, unknown> = io.record<messages.Label>('Label', {
  name: { type: io.text('Label.name', 1, 64, null, false), optional: false },
  text: { type: io.text('Label.text', 0, 256, null, false), optional: false },
}, false)

/** A key with what is kept under it. In its JSON form. */
export type Entry = messages.Entry
export const Entry: t.Type<messages.Entry, JsonOf<messages.Entry>, unknown> = io.record<messages.Entry>('Entry', {
  key: { type: Key, optional: false },
  value: { type: io.hexOf(Value, 1048576, false), optional: false },
  revision: { type: Revision, optional: false },
  labels: { type: io.list('Entry.labels', Label, 0, 16, false), optional: false },
}, false)

/** What happened to a key. In its JSON form. */
export type Change = messages.Change
export const Change: t.Type<messages.Change, JsonOf<messages.Change>, unknown> = io.union<messages.Change>('Change', {
  put: Entry,
  deleted: Key,
}, false, false)

/** How long something is kept. */
export type Seconds = messages.Seconds
export const Seconds: t.Type<messages.Seconds, messages.Seconds, unknown> = io.integer('Seconds', 1, 604800, false)

/** Why something was not done. */
export type Trouble = messages.Trouble
export const Trouble: t.Type<messages.Trouble, messages.Trouble, unknown> = io.openEnum<messages.Trouble>('Trouble', { CONFLICT: 1, FULL: 2, TOO_MANY_WATCHES: 3 }, false)

/** The JSON form of Get. */
export const GetJson: t.Type<messages.Get, JsonOf<messages.Get>, unknown> = io.messageJson<messages.Get>(
  'Get',
  {
    key: { type: Key, optional: false },
  },
  false,
)

/** Get as the bytes of its body. */
export const GetWire: t.Type<messages.Get, Uint8Array, unknown> = io.wire(GetJson, codec.encodeGet, codec.decodeGet, false)

/** The JSON form of Put. */
export const PutJson: t.Type<messages.Put, JsonOf<messages.Put>, unknown> = io.messageJson<messages.Put>(
  'Put',
  {
    key: { type: Key, optional: false },
    value: { type: io.hexOf(Value, 1048576, false), optional: false },
    ifRevision: { type: io.integer('Put.ifRevision', 0, 9007199254740991, false), optional: true },
    ttl: { type: Seconds, optional: true },
  },
  false,
)

/** Put as the bytes of its body. */
export const PutWire: t.Type<messages.Put, Uint8Array, unknown> = io.wire(PutJson, codec.encodePut, codec.decodePut, false)

/** The JSON form of Delete. */
export const DeleteJson: t.Type<messages.Delete, JsonOf<messages.Delete>, unknown> = io.messageJson<messages.Delete>(
  'Delete',
  {
    key: { type: Key, optional: false },
  },
  false,
)

/** Delete as the bytes of its body. */
export const DeleteWire: t.Type<messages.Delete, Uint8Array, unknown> = io.wire(DeleteJson, codec.encodeDelete, codec.decodeDelete, false)

/** The JSON form of List. */
export const ListJson: t.Type<messages.List, JsonOf<messages.List>, unknown> = io.messageJson<messages.List>(
  'List',
  {
    prefix: { type: io.text('List.prefix', 0, 512, null, false), optional: false },
  },
  false,
)

/** List as the bytes of its body. */
export const ListWire: t.Type<messages.List, Uint8Array, unknown> = io.wire(ListJson, codec.encodeList, codec.decodeList, false)

/** The JSON form of Watch. */
export const WatchJson: t.Type<messages.Watch, JsonOf<messages.Watch>, unknown> = io.messageJson<messages.Watch>(
  'Watch',
  {
    prefix: { type: io.text('Watch.prefix', 0, 512, null, false), optional: false },
    after: { type: io.integer('Watch.after', 0, 9007199254740991, false), optional: false },
  },
  false,
)

/** Watch as the bytes of its body. */
export const WatchWire: t.Type<messages.Watch, Uint8Array, unknown> = io.wire(WatchJson, codec.encodeWatch, codec.decodeWatch, false)

/** The JSON form of Found. */
export const FoundJson: t.Type<messages.Found, JsonOf<messages.Found>, unknown> = io.messageJson<messages.Found>(
  'Found',
  {
    entry: { type: Entry, optional: false },
  },
  false,
)

/** Found as the bytes of its body. */
export const FoundWire: t.Type<messages.Found, Uint8Array, unknown> = io.wire(FoundJson, codec.encodeFound, codec.decodeFound, false)

/** The JSON form of NotFound. */
export const NotFoundJson: t.Type<messages.NotFound, JsonOf<messages.NotFound>, unknown> = io.messageJson<messages.NotFound>(
  'NotFound',
  {},
  false,
)

/** NotFound as the bytes of its body. */
export const NotFoundWire: t.Type<messages.NotFound, Uint8Array, unknown> = io.wire(NotFoundJson, codec.encodeNotFound, codec.decodeNotFound, false)

/** The JSON form of Done. */
export const DoneJson: t.Type<messages.Done, JsonOf<messages.Done>, unknown> = io.messageJson<messages.Done>(
  'Done',
  {
    revision: { type: io.integer('Done.revision', 0, 9007199254740991, false), optional: false },
  },
  false,
)

/** Done as the bytes of its body. */
export const DoneWire: t.Type<messages.Done, Uint8Array, unknown> = io.wire(DoneJson, codec.encodeDone, codec.decodeDone, false)

/** The JSON form of Refused. */
export const RefusedJson: t.Type<messages.Refused, JsonOf<messages.Refused>, unknown> = io.messageJson<messages.Refused>(
  'Refused',
  {
    trouble: { type: Trouble, optional: false },
    detail: { type: io.text('Refused.detail', 0, 256, null, false), optional: false },
  },
  false,
)

/** Refused as the bytes of its body. */
export const RefusedWire: t.Type<messages.Refused, Uint8Array, unknown> = io.wire(RefusedJson, codec.encodeRefused, codec.decodeRefused, false)

/** The JSON form of Changed. */
export const ChangedJson: t.Type<messages.Changed, JsonOf<messages.Changed>, unknown> = io.messageJson<messages.Changed>(
  'Changed',
  {
    revision: { type: Revision, optional: false },
    change: { type: Change, optional: false },
  },
  false,
)

/** Changed as the bytes of its body. */
export const ChangedWire: t.Type<messages.Changed, Uint8Array, unknown> = io.wire(ChangedJson, codec.encodeChanged, codec.decodeChanged, false)

/** The JSON form of every message, told apart by `type`. */
export const MessageJson: t.Type<messages.Message, JsonOf<messages.Message>, unknown> = io.unionJson<messages.Message>(
  'Message',
  new Map<string, t.Mixed>([
    ['Hello', base.HelloJson],
    ['Welcome', base.WelcomeJson],
    ['AskName', base.AskNameJson],
    ['MyName', base.MyNameJson],
    ['Greeting', base.GreetingJson],
    ['Challenge', base.ChallengeJson],
    ['Register', base.RegisterJson],
    ['Login', base.LoginJson],
    ['Resume', base.ResumeJson],
    ['Granted', base.GrantedJson],
    ['Denied', base.DeniedJson],
    ['Ready', base.ReadyJson],
    ['Ping', base.PingJson],
    ['Pong', base.PongJson],
    ['Ack', base.AckJson],
    ['Logout', base.LogoutJson],
    ['Bye', base.ByeJson],
    ['Fault', base.FaultJson],
    ['Cancel', base.CancelJson],
    ['More', base.MoreJson],
    ['Aborted', base.AbortedJson],
    ['ListSessions', base.ListSessionsJson],
    ['SessionInfo', base.SessionInfoJson],
    ['RevokeSession', base.RevokeSessionJson],
    ['SessionsAnswered', base.SessionsAnsweredJson],
    ['Get', GetJson],
    ['Put', PutJson],
    ['Delete', DeleteJson],
    ['List', ListJson],
    ['Watch', WatchJson],
    ['Found', FoundJson],
    ['NotFound', NotFoundJson],
    ['Done', DoneJson],
    ['Refused', RefusedJson],
    ['Changed', ChangedJson],
  ]),
  true,
)
