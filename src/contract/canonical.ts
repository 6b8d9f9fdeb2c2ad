import { aContract } from './arguments.ts'
import { baseName } from './base.ts'
import type { Answer, Anytime, Arm, Contract, Field, List, Message, State, Value } from './contract.ts'

/**
 * The part of a contract that two peers must agree on, as JSON without white space: the same text for contracts that mean the same.
 *
 * In it: the protocol's name and version; the name and version of its base, where it has one, and all that comes from it; every message with its name, number, sender, `conversation`, `since`, what answers it and
 * fields; every field with its name, tag, `optional`, `since`, base and bounds (rules, pattern, enum values with
 * names and numbers, `open` where it is so; the fields of records, the arms of unions, the bounds of lists); every state with its name, turn, deadline, limit, `inFlight` and what is said there; the first
 * state; `anytime`.
 *
 * Not in it, since it changes neither the wire nor the conversation: `about`; the order of what is written; the names
 * of types and types that no field uses (a field has its bounds, wherever they were written); `secret`,
 * `distinct` and `speaks`, which each side keeps for itself; `deprecated` and examples; what is `reserved`; the units in which sizes and deadlines are written.
 *
 * Keys stand in the order of their UTF-16 units, messages in that of their numbers, fields of their tags, enum values
 * of their numbers, states and `anytime` of their names, rules of the alphabet.
 */
export const canonicalContract = (contract: Contract): string => {
  aContract('contract', contract)
  return JSON.stringify({
    anytime: sorted(contract.anytime, ({ message }) => message).map(anytimeForm),
    ...(contract.base !== null && { base: baseName(contract.base) }),
    first: contract.states[0]?.name ?? null,
    messages: sorted(contract.messages, ({ number }) => number).map(messageForm),
    protocol: contract.protocol,
    states: sorted(contract.states, ({ name }) => name).map(stateForm),
    version: contract.version,
  })
}

const anytimeForm = ({ message, next }: Anytime) => ({
  message,
  next: { client: next.client, server: next.server },
})

const answerForm = ({ each, end, window }: Answer) => ({
  each: [...each].sort(),
  end: [...end].sort(),
  window,
})

const messageForm = (message: Message) => ({
  ...(message.answer !== null && { answer: answerForm(message.answer) }),
  conversation: message.conversation,
  fields: sorted(message.fields, ({ tag }) => tag).map(fieldForm),
  from: message.from,
  name: message.name,
  number: message.number,
  since: message.since,
})

const fieldForm = (field: Field): object => ({
  ...(field.list !== null && { list: listForm(field.list) }),
  name: field.name,
  optional: field.optional,
  scalar: valueForm(field.value),
  since: field.since,
  tag: field.tag,
})

const listForm = ({ minItems, maxItems, maxBytes }: List) => ({ maxBytes, maxItems, minItems })

const armForm = ({ name, tag, since, value }: Arm): object => ({
  name,
  since,
  tag,
  value: value === null ? null : valueForm(value),
})

const valueForm = (value: Value): object => {
  switch (value.base) {
    case 'string':
      return {
        base: value.base,
        maxBytes: value.maxBytes,
        minBytes: value.minBytes,
        pattern: value.pattern,
        rules: [...value.rules].sort(),
      }
    case 'bytes':
      return { base: value.base, maxBytes: value.maxBytes, minBytes: value.minBytes }
    case 'uint32':
    case 'uint64':
    case 'int32':
    case 'int64':
    case 'double':
      return { base: value.base, max: value.max, min: value.min }
    case 'bigUint64':
    case 'bigInt64':
      return { base: value.base, max: String(value.max), min: String(value.min) }
    case 'bool':
      return { base: value.base }
    case 'enum':
      return {
        base: value.base,
        ...(value.open && { open: true }),
        values: sorted(value.values, ({ number }) => number).map(({ name, number }) => ({ name, number })),
      }
    case 'record':
      return {
        base: value.base,
        fields: sorted(value.fields, ({ tag }) => tag).map(fieldForm),
        maxBytes: value.maxBytes,
      }
    case 'union':
      return {
        arms: sorted(value.arms, ({ tag }) => tag).map(armForm),
        base: value.base,
        open: value.open,
      }
    default:
      return value satisfies never
  }
}

const stateForm = (state: State) => ({
  inFlight: state.inFlight,
  maxBody: state.maxBody,
  name: state.name,
  says: sorted([...state.says], ([message]) => message).map(([message, next]) => ({ message, next })),
  turn: state.turn,
  within:
    state.within === null
      ? null
      : 'ms' in state.within
        ? { ms: state.within.ms }
        : { heartbeats: state.within.heartbeats },
})

const sorted = <A>(all: readonly A[], by: (one: A) => string | number): readonly A[] =>
  [...all].sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0))
