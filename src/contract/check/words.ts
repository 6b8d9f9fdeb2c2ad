/** Names that generated files import, export or rely on: no type and no message may hide them. */
export const takenTypeNames: ReadonlySet<string> = new Set([
  ...['Message', 'ClientMessage', 'ServerMessage', 'ConversationMessage', 'ClientConversation'],
  ...['ServerConversation', 'MessageByName', 'MessageNumber', 'MessageJson', 'Brand', 'ContractTables'],
  ...['Reader', 'Writer', 'NoValue', 'CodecFault', 'JsonOf', 'Mutable', 'Either', 'Type'],
  ...[
    'Object',
    'Array',
    'String',
    'Number',
    'Boolean',
    'BigInt',
    'Symbol',
    'Function',
    'Error',
    'Map',
    'Set',
  ],
  ...['WeakMap', 'WeakSet', 'Promise', 'Proxy', 'Reflect', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Buffer'],
  ...['TextEncoder', 'TextDecoder', 'Record', 'Readonly', 'Partial', 'Required', 'Pick', 'Omit', 'Exclude'],
  ...['Extract', 'ReadonlyMap', 'ReadonlySet', 'ReadonlyArray', 'Infinity', 'NaN', 'Math', 'JSON', 'Date'],
  ...['RegExp', 'Intl', 'Atomics', 'Iterator'],
])

/** Endings of what is generated beside a type or a message. */
export const takenEnding = /(?:Json|Wire|Number|Arbitrary)$/

/** Names that no field may have: every object has it, or JavaScript keeps it. */
export const takenFieldNames: ReadonlySet<string> = new Set([
  ...[
    'constructor',
    'prototype',
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'toLocaleString',
  ],
  ...['toString', 'valueOf', 'toJSON', 'then'],
  ...['arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default'],
  ...[
    'delete',
    'do',
    'else',
    'enum',
    'eval',
    'export',
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'if',
  ],
  ...['implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private'],
  ...['protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof'],
  ...['undefined', 'var', 'void', 'while', 'with', 'yield'],
])

/** Words that no part of a state's name may be: tables are looked up by it. */
export const takenStateParts: ReadonlySet<string> = new Set(['constructor', 'prototype'])

/** Names that no enum value may have: the generated .proto has UNSPECIFIED for 0, and an open enum UNKNOWN_7 for 7. */
export const takenValue = /^(?:UNSPECIFIED|UNKNOWN_[0-9]+)$/
