// Generated from protocol/talk.yaml by npm run codegen. Do not edit.
import type * as t from 'io-ts'
import * as io from '../../src/codec/io.ts'
import type { JsonOf } from '../../src/codec/io.ts'
import * as base from '../base/io.ts'
import * as codec from './codec.ts'
import type * as messages from './messages.ts'

/** The JSON form of Say. */
export const SayJson: t.Type<messages.Say, JsonOf<messages.Say>, unknown> = io.messageJson<messages.Say>(
  'Say',
  {
    text: { type: io.text('Say.text', 0, 65536, null, false), optional: false },
  },
  false,
)

/** Say as the bytes of its body. */
export const SayWire: t.Type<messages.Say, Uint8Array, unknown> = io.wire(SayJson, codec.encodeSay, codec.decodeSay, false)

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
    ['Say', SayJson],
  ]),
  true,
)
