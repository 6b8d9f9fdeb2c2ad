import { closeSync, openSync, readSync, statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { type StoreFault, storeFault } from '../fault.ts'
import { identityOf } from './files.ts'
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts'

/** Whether there is a file at the path, judged by its first bytes alone: SQLite itself might recover or write it. */
export const judgeHeader = (file: string): E.Either<StoreFault, 'ours' | 'empty' | 'missing'> => {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  if (found === undefined) return E.right('missing')
  if (!found.isFile()) return E.left(storeFault('IO', file, found.isDirectory() ? 'EISDIR' : 'EINVAL'))
  if (found.size === 0n) return E.right('empty')
  const identity = identityOf(file) ?? ''
  // A second look would cost the first store its locks: closing any descriptor of a file drops every POSIX lock
  // that the process holds on it (sqlite.org/howtocorrupt.html, 2.2), and libsql closes late.
  if (judged.has(identity)) return E.right('ours')
  const header = firstBytes(file)
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    return E.left(storeFault('FOREIGN', file))
  }
  if (header.readInt32BE(68) !== APPLICATION_ID) return E.left(storeFault('FOREIGN', file))
  if (header.readInt32BE(60) > SCHEMA_VERSION) return E.left(storeFault('NEWER', file))
  if (!isWhole(header)) return E.left(storeFault('CORRUPT', file))
  judged.add(identity)
  return E.right('ours')
}

/** Says that this process has opened the file, so that its header is not read again. */
export const rememberOpened = (file: string): void => {
  judged.add(identityOf(file) ?? '')
}

/** Whether a header of ours holds what every one of ours does: SQLite would read some of it, and write on. */
const isWhole = (header: Buffer): boolean =>
  header.readInt32BE(60) >= 1 &&
  WRITABLE.includes(header.readUInt16BE(18)) &&
  CONSTANT.every(([at, bytes]) => header.toString('hex', at, at + bytes.length / 2) === bytes)

/** The format's versions for writing and reading: a rollback journal, or a log as all of ours have once they are made. */
const WRITABLE = [0x0101, 0x0202]

/** The same section: payload fractions; schema format and default cache size; UTF-8; what is reserved. */
const CONSTANT: readonly (readonly [number, string])[] = [
  [20, '00402020'],
  [44, '0000000400000000'],
  [56, '00000001'],
  [72, '00'.repeat(20)],
]

const judged = new Set<string>()

/** sqlite.org/fileformat.html, 1.3: the user version at 60, the application id at 68, both big-endian. */
const HEADER_BYTES = 100

const firstBytes = (file: string): Buffer => {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(HEADER_BYTES)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, HEADER_BYTES, 0))
  } finally {
    closeSync(descriptor)
  }
}
