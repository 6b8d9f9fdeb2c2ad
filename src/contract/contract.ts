import { aSide } from './arguments.ts'

/** A side of the connection. */
export type Side = 'client' | 'server'
/** The sides that say a message. */
export type From = Side | 'both'
/** The sides that may speak in a state. */
export type Turn = Side | 'both' | 'nobody'

/** Both sides, the client first. */
export const sides = ['client', 'server'] as const satisfies readonly Side[]

/** The other side. */
export const opposite = (side: Side): Side => {
  aSide('side', side)
  return side === 'client' ? 'server' : 'client'
}

/** Rules that a string may be asked to keep, beside its bounds. */
export type TextRule = 'nfc' | 'printable' | 'trimmed'

/** Whole numbers that a number of JavaScript holds; those of 64 bits within ±(2^53 - 1). */
export type Integer = 'uint32' | 'uint64' | 'int32' | 'int64'

/** Whole numbers of all 64 bits. */
export type BigInteger = 'bigUint64' | 'bigInt64'

/** A scalar with every bound written out. Bytes count UTF-8. Numbers are inclusive. */
export type Scalar =
  | {
      readonly base: 'string'
      readonly minBytes: number
      readonly maxBytes: number
      readonly rules: readonly TextRule[]
      readonly pattern: string | null
    }
  | { readonly base: 'bytes'; readonly minBytes: number; readonly maxBytes: number }
  | { readonly base: Integer | 'double'; readonly min: number; readonly max: number }
  | { readonly base: BigInteger; readonly min: bigint; readonly max: bigint }
  | { readonly base: 'bool' }
  /** A number without a value is heard as `UNKNOWN_` and the number in an open enum, and is a fault in another. */
  | { readonly base: 'enum'; readonly open: boolean; readonly values: readonly EnumValue[] }

/** The largest number of an enum value: what 31 bits hold. */
export const MAX_ENUM_NUMBER = 2_147_483_647

/** A value of an enum, and its number on the wire. */
export interface EnumValue {
  readonly name: string
  readonly number: number
  readonly about: string
}

/** A value of a field. */
export type Value = Scalar | RecordValue | UnionValue

/** Several fields together. */
export interface RecordValue {
  readonly base: 'record'
  /** The bound of its encoded form, fields of later versions included; null where only its fields bound it. */
  readonly maxBytes: number | null
  /** The largest encoded form of its fields, without the length before it. */
  readonly size: number
  /** In the order of their tags. */
  readonly fields: readonly Field[]
  readonly reserved: Reserved
}

/** Exactly one of several arms. */
export interface UnionValue {
  readonly base: 'union'
  /** Whether an arm of a later version is heard as unknown. */
  readonly open: boolean
  /** Its largest encoded form, without the length before it. */
  readonly size: number
  /** In the order of their tags. */
  readonly arms: readonly Arm[]
  readonly reserved: Reserved
}

/** One of what a union can be. */
export interface Arm {
  readonly name: string
  readonly tag: number
  readonly about: string
  readonly since: number
  readonly secret: boolean
  /** The name of the type, where it has one. */
  readonly type: string | null
  /** null where the arm says all. */
  readonly value: Value | null
}

/** Of fields or arms that were removed. */
export interface Reserved {
  readonly tags: readonly number[]
  readonly names: readonly string[]
}

/** The bounds of a list. */
export interface List {
  readonly minItems: number
  readonly maxItems: number
  /** Of all items as they are encoded, each with its tag and length; null where nothing but their number bounds them. */
  readonly maxBytes: number | null
}

/** A value that the contract gave a name. */
export interface NamedType {
  readonly name: string
  /** Whether it comes from the base. */
  readonly ofBase: boolean
  readonly about: string
  readonly secret: boolean
  /** Whether TypeScript tells its values from other text or bytes. */
  readonly distinct: boolean
  readonly value: Value
  /** Of enum values that were removed; none unless given. */
  readonly reserved?: { readonly numbers: readonly number[]; readonly names: readonly string[] }
}

/** A field of a message or of a record. */
export interface Field {
  readonly name: string
  readonly tag: number
  readonly about: string
  /** The advice on what to use instead, where it is no longer to be used; null otherwise. */
  readonly deprecated: string | null
  readonly since: number
  readonly optional: boolean
  /** Whether no log, capture, picture or error may show it. */
  readonly secret: boolean
  /** The name of the type, where it has one. */
  readonly type: string | null
  /** Of each item, where it is a list. */
  readonly value: Value
  /** null where it is none. */
  readonly list: List | null
}

/** The answers to a message: any number of `each`, then one of `end`. */
export interface Answer {
  /** None where there is one answer. */
  readonly each: readonly string[]
  readonly end: readonly string[]
  /** The most of `each` that are on their way before more are asked for; 0 where there is one answer. */
  readonly window: number
}

/** A value as it stands in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A message, who says it, and what it holds. */
export interface Message {
  readonly name: string
  /** Whether it comes from the base. */
  readonly ofBase: boolean
  readonly number: number
  readonly from: From
  readonly conversation: boolean
  /** null where nothing answers it, or anything may. */
  readonly answer: Answer | null
  readonly about: string
  /** The advice on what to use instead, where it is no longer to be used; null otherwise. */
  readonly deprecated: string | null
  /** Its fields in JSON; null where there is no example. */
  readonly example: { readonly [field: string]: Json } | null
  readonly since: number
  /** In the order of their tags. */
  readonly fields: readonly Field[]
  /** Of fields that were removed; none unless given. */
  readonly reserved?: Reserved
}

/** A deadline: so many milliseconds, or so many heartbeats of silence. */
export type Within = { readonly ms: number } | { readonly heartbeats: number }

/** A state of the conversation, and what may be said in it. */
export interface State {
  readonly name: string
  readonly turn: Turn
  readonly about: string
  /** null where nobody speaks. */
  readonly within: Within | null
  /** Bytes of body; 0 where nobody speaks. */
  readonly maxBody: number
  /** Whether that which the side whose turn it is said before it heard the other's last word still arrives, and leads nowhere. */
  readonly inFlight: boolean
  /** Message name to the name of the next state. */
  readonly says: ReadonlyMap<string, string>
}

/** A message legal in every open state, and where it leads when a side says it. */
export interface Anytime {
  readonly message: string
  readonly next: { readonly [side in Side]: string }
}

/** A contract that was read, and not yet found good. */
export interface UncheckedContract {
  readonly protocol: string
  readonly version: number
  /** The oldest version that is still spoken. */
  readonly speaks: number
  /** The contract that this one stands on, whose types, messages and states are here, too; or null. */
  readonly base: Contract | null
  readonly about: string
  readonly types: readonly NamedType[]
  /** In the order of their numbers. */
  readonly messages: readonly Message[]
  /** As written; a conversation begins in the first. */
  readonly states: readonly State[]
  readonly anytime: readonly Anytime[]
  /** Of messages and types that were removed; none unless given. */
  readonly reserved?: { readonly numbers: readonly number[]; readonly names: readonly string[] }
}

declare const checked: unique symbol

/** A contract that was read and found good: only `loadContract` makes one. */
export interface Contract extends UncheckedContract {
  readonly [checked]: true
}
