import type { Attack } from './attack.ts'
import { garbage } from './garbage.ts'
import {
  challenged,
  conversations,
  halfHandshakes,
  halfHeaders,
  halfProxies,
  handshakes,
  silent,
  unnamed,
} from './idle.ts'
import { messages, pings, slowReaders } from './messages.ts'
import { guesses, logins, registrations, resumes } from './proofs.ts'

/** All attacks, by their names. */
export const attacks = {
  challenged,
  conversations,
  garbage,
  guesses,
  halfHandshakes,
  halfHeaders,
  halfProxies,
  handshakes,
  logins,
  messages,
  pings,
  registrations,
  resumes,
  silent,
  slowReaders,
  unnamed,
} satisfies Readonly<Record<string, Attack>>

export type AttackName = keyof typeof attacks
