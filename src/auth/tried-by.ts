import { createHash } from 'node:crypto'
import { sourceOf } from '../address.ts'
import { nameKey } from '../store/index.ts'

/** Characters of a digest that are kept: 132 bits. */
export const TRIED_LENGTH = 22

/** One key for every form of the name and every address of the source: a digest, which goes to other servers. Names hold no NUL. */
export const triedBy = (name: string, address: string): string =>
  createHash('sha256')
    .update(`${nameKey(name)}\0${sourceOf(address)}`)
    .digest('base64url')
    .slice(0, TRIED_LENGTH)
