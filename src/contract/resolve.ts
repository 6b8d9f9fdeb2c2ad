import type { Answer, Anytime, Message, NamedType, State, UncheckedContract } from './contract.ts'
import type { WrittenContract, WrittenMessage, WrittenState } from './model.ts'
import { resolveTypes, type TypeNamed, toFields, toReserved } from './resolve-types.ts'
import { readDuration, readSize } from './units.ts'

/**
 * The contract with every name looked up, those of types in the base, too, and every bound written out. What the
 * checks refuse is left out where it cannot be resolved (a field of an unknown type) and taken as it stands elsewhere.
 */
export const resolve = (
  written: WrittenContract,
  baseTypes: readonly NamedType[] = [],
): UncheckedContract => {
  const { own, typeNamed } = resolveTypes(written.types ?? {}, baseTypes)
  return {
    protocol: written.protocol,
    version: written.version,
    speaks: written.speaks ?? written.version,
    base: null,
    about: written.about,
    types: own,
    messages: Object.entries(written.messages)
      .map(([name, message]) => toMessage(name, message, typeNamed))
      .sort((a, b) => a.number - b.number),
    states: Object.entries(written.states ?? {}).map(([name, state]) => toState(name, state)),
    anytime: Object.entries(written.anytime ?? {}).map(
      ([message, next]): Anytime => ({
        message,
        next:
          typeof next === 'string'
            ? { client: next, server: next }
            : { client: next.client, server: next.server },
      }),
    ),
    ...(written.reserved !== undefined && {
      reserved: { numbers: written.reserved.numbers ?? [], names: written.reserved.names ?? [] },
    }),
  }
}

/** Numbers up to 63 are those of control messages. */
export const isConversation = ({ number }: Pick<WrittenMessage, 'number'>): boolean => number >= 64

const toMessage = (name: string, message: WrittenMessage, typeNamed: TypeNamed): Message => ({
  name,
  ofBase: false,
  number: message.number,
  from: message.from,
  conversation: isConversation(message),
  answer: toAnswer(message.answer),
  about: message.about,
  deprecated: message.deprecated ?? null,
  example: message.example ?? null,
  since: message.since ?? 1,
  fields: toFields(message.fields ?? {}, message.since ?? 1, typeNamed),
  ...(message.reserved !== undefined && { reserved: toReserved(message.reserved) }),
})

const DEFAULT_WINDOW = 64

const toAnswer = (answer: WrittenMessage['answer']): Answer | null => {
  if (answer === undefined) return null
  return 'end' in answer
    ? { each: answer.each, end: answer.end, window: answer.window ?? DEFAULT_WINDOW }
    : { each: [], end: answer, window: 0 }
}

const toState = (name: string, state: WrittenState): State => ({
  name,
  turn: state.turn ?? 'nobody',
  about: state.about,
  within: state.within === undefined ? null : readDuration(state.within),
  maxBody: state.maxBody === undefined ? 0 : readSize(state.maxBody),
  inFlight: state.inFlight ?? false,
  says: new Map(Object.entries(state.says ?? {})),
})
