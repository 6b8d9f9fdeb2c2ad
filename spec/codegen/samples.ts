import { bases, chat, colloquyBases, jobs, kv, onBase, talk } from '../contract/files.ts'
import { contractOf } from './generated.ts'

// Contracts of tests, which are compiled together.

/** An open enum that reserves some. */
export const colors = contractOf(`
protocol: colors
version: 1
about: Colors.
types:
  Color:
    base: enum
    open: true
    about: A color.
    values:
      RED: { number: 7, about: Red. }
      DEEP_BLUE: { number: 2, about: Blue. }
    reserved: { numbers: [9, 3, 4], names: [GREY, BEIGE] }
messages:
  Paint:
    number: 1
    from: client
    about: Paints.
    fields:
      color: { tag: 1, type: Color, about: The color. }
      edge: { tag: 2, type: Color, optional: true, about: That of the edge. }
states:
  open: { turn: client, within: 1 s, maxBody: 1 KiB, about: Open., says: { Paint: done } }
  done: { turn: nobody, about: Done. }
`)

/** Numbers of every base. */
export const numbers = contractOf(`
protocol: numbers
version: 1
about: Numbers.
types:
  Celsius: { base: double, min: -273.15, max: 2000, about: A temperature. }
  RowId: { base: int64, big: true, about: A row. }
messages:
  All:
    number: 1
    from: client
    about: Has all of them.
    fields:
      small: { tag: 1, type: int32, about: A small one. }
      large: { tag: 2, type: int64, about: A large one. }
      row: { tag: 3, type: RowId, about: A big one. }
      seen: { tag: 4, type: uint64, big: true, about: A big one without a sign. }
      warm: { tag: 5, type: Celsius, about: A real one. }
  Some:
    number: 2
    from: client
    about: Has bounds.
    fields:
      small: { tag: 1, type: int32, min: -3, max: -1, about: A small one. }
      large: { tag: 2, type: int64, min: 5, optional: true, about: A large one. }
      row: { tag: 3, type: int64, big: true, min: -9, optional: true, about: A big one. }
      seen: { tag: 4, type: uint64, big: true, max: 300, optional: true, about: A big one without a sign. }
      warm: { tag: 5, type: double, min: 0.5, about: A real one. }
states:
  open: { turn: client, within: 1 s, maxBody: 1 KiB, about: Open., says: { All: done, Some: done } }
  done: { turn: nobody, about: Done. }
`)

/** Records, lists and unions. */
export const shapes = contractOf(`
protocol: shapes
version: 2
about: Shapes.
types:
  Word: { base: string, minBytes: 1, maxBytes: 300, rules: [trimmed], about: A word. }
  Blob: { base: bytes, maxBytes: 4, about: A blob. }
  Color: { base: enum, open: true, about: A color., values: { RED: { number: 1, about: Red. }, BLUE: { number: 2, about: Blue. } } }
  RowId: { base: int64, big: true, about: A row. }
  Label:
    base: record
    about: A label.
    fields:
      type: { tag: 1, type: Word, about: What it says. }
      color: { tag: 2, type: Color, optional: true, about: Its color. }
    reserved: { tags: [3], names: [weight] }
  Entry:
    base: record
    maxBytes: 1 KiB
    about: An entry.
    fields:
      id: { tag: 1, type: RowId, about: Its row. }
      labels: { tag: 2, list: Label, maxItems: 3, about: What it is called. }
      blobs: { tag: 3, list: Blob, maxItems: 20, maxBytes: 40, about: What it holds. }
      words: { tag: 4, list: Word, minItems: 1, maxItems: 2, about: What it says. }
  Change:
    base: union
    open: true
    about: A change.
    of:
      put: { tag: 1, type: Entry, about: It is there. }
      gone: { tag: 3, about: It is not. }
      moved: { tag: 4, type: uint32, max: 300, about: It is elsewhere. }
  Way: { base: union, about: A way., of: { arm: { tag: 1, type: Color, about: By color. }, word: { tag: 2, type: Word, about: By word. } } }
messages:
  Tell:
    number: 1
    from: client
    about: Tells.
    fields:
      entry: { tag: 1, type: Entry, optional: true, about: An entry. }
      change: { tag: 2, type: Change, about: A change. }
      ways: { tag: 20, list: Way, maxItems: 2, about: Ways. }
  Count:
    number: 2
    from: client
    about: Counts.
    fields:
      small: { tag: 1, list: int32, min: -5, max: 300, maxItems: 4, about: Small numbers. }
      rows: { tag: 2, list: RowId, maxItems: 3, about: Rows. }
      real: { tag: 3, list: double, maxItems: 3, about: Real numbers. }
      flags: { tag: 4, list: bool, minItems: 2, maxItems: 3, about: Flags. }
      colors: { tag: 17, list: Color, maxItems: 3, about: Colors. }
      counts: { tag: 18, list: uint64, maxItems: 2, about: Counts. }
states:
  open: { turn: client, within: 1 s, maxBody: 8 KiB, about: Open., says: { Tell: done, Count: done } }
  done: { turn: nobody, about: Done. }
`)

/** On a base, with a field of a type of the base that a .proto defines, beside one of text. */
export const shop = contractOf(
  onBase.replace(
    'about: Takes it. }',
    'about: Takes it., fields: { why: { tag: 1, type: Cause, optional: true, about: Why. } } }',
  ),
  bases,
)

/** The contract of Colloquy itself on its base, and some as others would write them. */
export const talkOnBase = contractOf(talk, colloquyBases)
export const keyValue = contractOf(kv, colloquyBases)
export const rooms = contractOf(chat, colloquyBases)
export const work = contractOf(jobs, colloquyBases)
