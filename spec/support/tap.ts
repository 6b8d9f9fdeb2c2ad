import type { Connection } from '../../src/transport/connection.ts'
import { framesIn, type Heard } from './wire.ts'

/** Copies what an end writes, whether it arrives or not. */
export const tap = (connection: Connection): (() => readonly Heard[]) => {
  const written: Buffer[] = []
  const write = connection.write.bind(connection)
  connection.write = (bytes) => {
    written.push(Buffer.from(bytes))
    return write(bytes)
  }
  return () => {
    const { frames, rest } = framesIn(Buffer.concat(written))
    if (rest.length > 0) throw new Error(`${rest.length} bytes of no whole frame were written`)
    return frames
  }
}
