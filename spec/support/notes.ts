import * as E from 'fp-ts/lib/Either.js'
import { loadContract } from '../../src/contract/index.ts'
import { bases } from './contract.ts'
import { generatedFrom } from './generated.ts'

/** A contract with a message that nothing answers, one that is answered once, and one that is answered by a stream. */
const NOTES = `
protocol: notes
base: colloquy@1
version: 1
about: Notes.
messages:
  Note: { number: 64, from: client, about: Leaves a note., fields: { text: { tag: 1, type: string, maxBytes: 64, about: It. } } }
  Read: { number: 65, from: client, about: Asks for it., answer: [Text] }
  Watch: { number: 66, from: client, about: Asks for each., answer: { each: [Text], end: [Done], window: 8 } }
  Text: { number: 80, from: server, about: A note., fields: { text: { tag: 1, type: string, maxBytes: 64, about: It. } } }
  Done: { number: 81, from: server, about: There are no more. }
`

const loaded = loadContract(NOTES, 'notes.yaml', { bases })
if (E.isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))

/** It as it is written. */
export const notes = loaded.right

/** It as it runs. */
export const runnableNotes = generatedFrom(notes)
