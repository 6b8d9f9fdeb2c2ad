// Generated from spec/support/exchange.yaml by npm run codegen. Do not edit.
import type * as t from 'io-ts'
import * as io from '../../../src/codec/io.ts'
import type { JsonOf } from '../../../src/codec/io.ts'
import * as base from '../../../protocol/base/io.ts'
import * as codec from './codec.ts'
import type * as messages from './messages.ts'

/** Anything. */
export type Body = messages.Body
export const Body: t.Type<messages.Body, messages.Body, unknown> = io.bytes<messages.Body>('Body', 0, 65536, false)

/** The JSON form of Note. */
export const NoteJson: t.Type<messages.Note, JsonOf<messages.Note>, unknown> = io.messageJson<messages.Note>(
  'Note',
  {
    number: { type: io.integer('Note.number', 0, 4294967295, false), optional: false },
    body: { type: io.hexOf(Body, 65536, false), optional: false },
  },
  false,
)

/** Note as the bytes of its body. */
export const NoteWire: t.Type<messages.Note, Uint8Array, unknown> = io.wire(NoteJson, codec.encodeNote, codec.decodeNote, false)

/** The JSON form of Question. */
export const QuestionJson: t.Type<messages.Question, JsonOf<messages.Question>, unknown> = io.messageJson<messages.Question>(
  'Question',
  {
    number: { type: io.integer('Question.number', 0, 4294967295, false), optional: false },
    body: { type: io.hexOf(Body, 65536, false), optional: false },
  },
  false,
)

/** Question as the bytes of its body. */
export const QuestionWire: t.Type<messages.Question, Uint8Array, unknown> = io.wire(QuestionJson, codec.encodeQuestion, codec.decodeQuestion, false)

/** The JSON form of Answer. */
export const AnswerJson: t.Type<messages.Answer, JsonOf<messages.Answer>, unknown> = io.messageJson<messages.Answer>(
  'Answer',
  {
    number: { type: io.integer('Answer.number', 0, 4294967295, false), optional: false },
    body: { type: io.hexOf(Body, 65536, false), optional: false },
  },
  false,
)

/** Answer as the bytes of its body. */
export const AnswerWire: t.Type<messages.Answer, Uint8Array, unknown> = io.wire(AnswerJson, codec.encodeAnswer, codec.decodeAnswer, false)

/** The JSON form of Count. */
export const CountJson: t.Type<messages.Count, JsonOf<messages.Count>, unknown> = io.messageJson<messages.Count>(
  'Count',
  {
    number: { type: io.integer('Count.number', 0, 4294967295, false), optional: false },
    upTo: { type: io.integer('Count.upTo', 0, 4294967295, false), optional: false },
    bytes: { type: io.integer('Count.bytes', 0, 65000, false), optional: false },
  },
  false,
)

/** Count as the bytes of its body. */
export const CountWire: t.Type<messages.Count, Uint8Array, unknown> = io.wire(CountJson, codec.encodeCount, codec.decodeCount, false)

/** The JSON form of Counted. */
export const CountedJson: t.Type<messages.Counted, JsonOf<messages.Counted>, unknown> = io.messageJson<messages.Counted>(
  'Counted',
  {
    number: { type: io.integer('Counted.number', 0, 4294967295, false), optional: false },
    body: { type: io.hexOf(Body, 65536, false), optional: false },
  },
  false,
)

/** Counted as the bytes of its body. */
export const CountedWire: t.Type<messages.Counted, Uint8Array, unknown> = io.wire(CountedJson, codec.encodeCounted, codec.decodeCounted, false)

/** The JSON form of Total. */
export const TotalJson: t.Type<messages.Total, JsonOf<messages.Total>, unknown> = io.messageJson<messages.Total>(
  'Total',
  {
    number: { type: io.integer('Total.number', 0, 4294967295, false), optional: false },
  },
  false,
)

/** Total as the bytes of its body. */
export const TotalWire: t.Type<messages.Total, Uint8Array, unknown> = io.wire(TotalJson, codec.encodeTotal, codec.decodeTotal, false)

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
    ['Note', NoteJson],
    ['Question', QuestionJson],
    ['Answer', AnswerJson],
    ['Count', CountJson],
    ['Counted', CountedJson],
    ['Total', TotalJson],
  ]),
  true,
)
