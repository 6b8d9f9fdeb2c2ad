/** Every rule that a contract file can break, and what its writer can do about it. The ids are stable. */
export const remedies = {
  // The text
  YAML_TOO_LARGE: 'Keep the file at 524288 characters or fewer.',
  YAML_TOO_DEEP: 'Nest less deeply: a contract needs no more than six levels.',
  YAML_SYNTAX: 'Write valid YAML 1.2.',
  YAML_MULTIPLE_DOCUMENTS: 'Keep one document in a file: remove the --- and what follows it.',
  YAML_DIRECTIVE: 'Remove the % directive: contracts are YAML 1.2 without tags.',
  YAML_ALIAS: 'Write the value out: anchors and aliases are not taken.',
  YAML_TAG: 'Remove the tag: the contract knows the type of each value.',
  KEY_NOT_TEXT: 'Make the key plain text, in quotes where YAML reads something else.',
  KEY_DUPLICATE: 'Remove one of the two, or rename it.',
  // The structure
  KEY_UNKNOWN: 'Remove the key, or correct its spelling.',
  KEY_MISSING: 'Add the key.',
  VALUE_WRONG: 'Write a value of the kind that is expected.',
  ABOUT_REQUIRED: 'Say in a sentence what it is for.',
  ABOUT_NOT_PRINTABLE: 'Use printable text and line feeds only.',
  DURATION_SYNTAX: "Write a number, a space and ms, s, min, h or heartbeats: '10 s', '3 heartbeats'.",
  DURATION_OUT_OF_RANGE: 'Stay between 1 ms and 2147483647 ms, or between 2 and 1000 heartbeats.',
  SIZE_SYNTAX: "Write a whole number of bytes, or a number, a space and KiB, MiB, kB or MB: '64 KiB'.",
  SIZE_OUT_OF_RANGE: 'Stay between 1 and 16777215 bytes: bodies are below 16 MiB.',
  // The base
  BASE_UNKNOWN: 'Name a base that there is, colloquy@1, or leave it out and write the whole contract.',
  BASE_UNFIT:
    'Name a contract that stands on no other, has control messages only and a state converse in which both have the turn.',
  NOT_ON_BASE:
    'Leave it out: on a base a contract has messages from 64 and, in the place of converse, states with about and says only.',
  STATE_NOT_WITHIN_CONVERSE:
    'Call the state converse.<name>: on a base, states stand in the place of converse.',
  SPEAKS_OUT_OF_RANGE: 'Name a version from 1 to the version of the contract.',
  // Names
  NAME_SHAPE:
    'Use at most 64 ASCII letters and digits: messages and types PascalCase, fields camelCase, states lower.case.dotted, enum values UPPER_SNAKE, the protocol lower-case-with-dashes.',
  NAME_UNSAFE: 'Choose another name: in generated code this one means something else already.',
  NAME_COLLISION:
    'Rename one of the two: they become the same name in generated code or differ only in case.',
  NAME_RESERVED: 'Choose another name: this one belonged to something that was removed.',
  // Types and fields
  TYPE_UNKNOWN:
    'Name a type under types, or one of string, bytes, uint32, uint64, int32, int64, double, bool.',
  FIELD_TYPE_REQUIRED: 'Give the field a type, or a list of one, and not both.',
  FIELD_BOUND_REQUIRED: 'Give the field maxBytes, or a named type that has it.',
  TYPE_BOUND_REQUIRED: 'Give the type maxBytes.',
  BOUND_NOT_HERE:
    'Remove it: minBytes and maxBytes bound string and bytes, min and max bound numbers, big int64 and uint64, rules, pattern and distinct string, distinct bytes; values make an enum, fields a record, of a union; enums and unions can be open; minItems and maxItems bound lists; what has a named type has the bounds of that type.',
  BOUND_OUT_OF_RANGE:
    'Stay within what the base holds: 1 to 4294967295 bytes, whole numbers of 32 bits, of up to 9007199254740991 where there are 64.',
  BOUNDS_CROSSED: 'Make the lower bound no larger than the upper one.',
  PATTERN_UNSAFE:
    'Use characters, escaped punctuation and [classes] of printable ASCII with ?, *, +, {n}, {n,} or {n,m}; what may repeat must not overlap what can follow it.',
  PATTERN_IMPOSSIBLE: 'Make pattern and bounds agree: no text keeps both.',
  LIST_TYPE_REQUIRED: 'Name a type under types: it has the bounds of each item.',
  LIST_BOUND_REQUIRED: 'Give the list maxItems.',
  LIST_OPTIONAL: 'Remove optional: a list that is absent is empty.',
  TYPE_RECURSIVE: 'Let no record or union hold itself, in whatever it holds.',
  TYPE_TOO_DEEP: 'Let no more than 8 records and unions stand in one another.',
  RECORD_EMPTY: 'Give the record at least one field.',
  UNION_EMPTY: 'Give the union at least one arm under of.',
  ENUM_EMPTY: 'List at least one value.',
  ENUM_NUMBER_OUT_OF_RANGE: 'Number the values from 1 to 2147483647; 0 is kept for absence.',
  ENUM_NUMBER_DUPLICATE: 'Give each value a number of its own.',
  ENUM_NUMBER_RESERVED: 'Choose another number: this one belonged to a value that was removed.',
  // Messages
  NUMBER_OUT_OF_RANGE:
    'On a base, number messages from 64 to 65535; without one, control messages from 1 to 63 and conversation messages from 64 to 65535.',
  NUMBER_DUPLICATE: 'Give each message a number of its own.',
  NUMBER_RESERVED: 'Choose another number: this one belonged to a message that was removed.',
  TAG_OUT_OF_RANGE: 'Use 1 to 536870911 without 19000 to 19999.',
  TAG_DUPLICATE: 'Give each field of a message or record, and each arm of a union, a tag of its own.',
  TAG_RESERVED: 'Choose another tag: this one belonged to something that was removed.',
  RESERVED_OUT_OF_RANGE:
    'Reserve only what can be used: numbers of messages from 1 to 65535, of enum values from 1 to 2147483647, tags from 1 to 536870911 without 19000 to 19999.',
  RESERVED_DUPLICATE: 'Reserve each number, tag and name once.',
  SINCE_OUT_OF_RANGE:
    'Name a version from 1 to the version of the contract, for a field not before its message.',
  SINCE_NEEDS_OPTIONAL: 'Make the field optional, or let it be empty or 0; or speak no version before it.',
  MESSAGE_NEVER_SAID: 'List the message in the says of a state or under anytime, or remove it.',
  ANSWER_UNFIT:
    'Let conversation messages be answered by conversation messages of the other side, each named once.',
  ANSWER_EMPTY: 'Name a message that answers, for either side that asks.',
  WINDOW_OUT_OF_RANGE: 'Let 1 to 65535 answers be on their way.',
  EXAMPLE_WRONG:
    'Write the fields as in JSON: bytes in hexadecimal digits, big integers in decimal ones, both quoted.',
  // States
  STATES_REQUIRED: 'Add the states, or a base that has them.',
  TURN_REQUIRED: 'Say who has the turn: client, server, both or nobody.',
  STATE_UNKNOWN: 'Name a state that is listed under states.',
  MESSAGE_UNKNOWN: 'Name a message that is listed under messages.',
  STATE_IS_PARENT: 'Rename one: a state holds other states or is one, not both.',
  DEADLINE_REQUIRED: 'Give the state within.',
  MAX_BODY_REQUIRED:
    'Give the state maxBody. It is computed for converse, states within it and those with inFlight only.',
  END_NOT_BARE: 'Remove it: where nobody speaks there is only turn and about.',
  START_IS_END: 'Begin with a state in which somebody has the turn.',
  IN_FLIGHT_TURN:
    'Use inFlight only where one side has the turn: it is the other that has said its last word.',
  SAYS_WRONG_SIDE: 'Remove the message, or let its from or the turn of the state include the other side.',
  TURN_EMPTY: 'Give each side whose turn it is something to say under says.',
  STATE_NO_WAY_OUT:
    'Let a message under says lead to another state (where both have the turn, an anytime message that leads to an open state will do).',
  END_UNREACHABLE: 'Let the says of these states lead on to a state in which nobody has the turn.',
  STATE_UNREACHABLE: 'Let a message of a reachable state lead here, or remove the state.',
  // Conduct: what check looks at beyond
  CROSSING_DIFFERS:
    'Let both orders lead to the same state, or let one side alone have the turn, or make one of them a last word.',
  LAST_WORD_NOT_IN_FLIGHT: 'Give the state inFlight: true, so that what was on its way is heard.',
  IN_FLIGHT_IDLE: 'Remove inFlight, or let the last word of the side without the turn lead here.',
  SILENCE_UNBROKEN: 'Give it a message that leads back to the state, as Ping does, or a deadline in seconds.',
  REFUSAL_MISSING:
    'Put a message under anytime, said by both sides, that leads to the end: with it a side refuses what it cannot take.',
  TARGET_UNSAID: 'Write the one target of the side that says the message: Message: state.',
  BODY_TOO_LARGE:
    'Bound the fields of the message more tightly (bodies are below 16 MiB), or raise the maxBody of a state that gives one itself.',
} as const

/** The id of a rule. */
export type Rule = keyof typeof remedies
