/** A contract on the base with so many messages, whose fields have every kind of type in turn. */
export const largeContract = (messages: number): string => {
  const kinds = [
    'type: Key',
    'type: string, maxBytes: 4 KiB, optional: true',
    'type: bytes, maxBytes: 1 KiB',
    'type: int64, big: true',
    'type: uint32, max: 7',
    'type: double',
    'type: bool',
    'type: Color, optional: true',
    'type: Entry',
    'type: Change, optional: true',
    'list: Entry, maxItems: 4',
    'list: uint64, maxItems: 9',
    'type: PersonName',
    'type: ByeReason',
  ]
  const fieldsOf = (index: number): string =>
    Array.from({ length: index % 12 }, (_, tag) => {
      const kind = kinds[(index + tag) % kinds.length]
      return `f${tag}: { tag: ${tag + 1}, ${kind}, about: What it holds. }`
    }).join(', ')
  const lines = Array.from({ length: messages }, (_, index) => {
    const from = index % 2 === 0 ? 'client' : 'server'
    return `  M${index}: { number: ${64 + index}, from: ${from}, about: One of many., fields: { ${fieldsOf(index)} } }`
  })
  return `
protocol: encode-many
base: colloquy@1
version: 1
about: Many messages.
types:
  Key: { base: string, minBytes: 1, maxBytes: 64, rules: [nfc], pattern: '[a-z]+', distinct: true, about: A key. }
  Color: { base: enum, open: true, about: A color., values: { RED: { number: 1, about: Red. } } }
  Entry:
    base: record
    about: An entry.
    fields:
      key: { tag: 1, type: Key, about: Its key. }
      color: { tag: 2, type: Color, optional: true, about: Its color. }
  Change:
    base: union
    open: true
    about: A change.
    of:
      put: { tag: 1, type: Entry, about: It is this now. }
      gone: { tag: 2, about: It is gone. }
messages:
${lines.join('\n')}
`
}
