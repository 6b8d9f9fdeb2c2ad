import * as E from 'fp-ts/lib/Either.js'
import { loadContract } from '../../src/contract/index.ts'
import { colloquyBases } from '../contract/files.ts'

const text = `protocol: shop
base: colloquy@1
version: 1
about: A shop in which something is ordered, offered, and taken or not.
messages:
  Order: { number: 64, from: client, about: Orders. }
  Offer: { number: 65, from: server, about: Offers. }
  Refuse: { number: 66, from: server, about: There is none. }
  Take: { number: 67, from: client, about: Takes it. }
states:
  converse.idle: { about: Nothing is ordered., says: { Order: converse.ordered } }
  converse.ordered: { about: Something is., says: { Offer: converse.offered, Refuse: converse.idle } }
  converse.offered: { about: It is there., says: { Take: converse.idle } }
`

const loaded = loadContract(text, 'shop.yaml', { bases: colloquyBases })
if (E.isLeft(loaded)) throw new Error(`The shop has no contract: ${JSON.stringify(loaded.left)}`)

/** A contract on the base in whose conversation it matters what was said before. */
export const shop = loaded.right
