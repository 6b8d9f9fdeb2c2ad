import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { runningKv } from '../support/kv-store.ts'

const rows = Number(process.env.COLLOQUY_ROWS ?? '20000')

/** The bytes of the heap that are in use, with what is garbage collected. */
const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test(
  `a stream of ${rows} rows leaves nothing behind`,
  async () => {
    const value = new Uint8Array(16)
    const { client } = await runningKv({
      async *List() {
        for (let row = 1; row <= rows; row++)
          yield { type: 'Found', entry: { key: `${row}`, value, revision: row, labels: [] } }
        return { type: 'Done', revision: rows }
      },
    })
    const stream = client.stream({ type: 'List', prefix: '' })
    let taken = 0
    let atFirst = 0
    for await (const { entry } of stream) {
      taken += 1
      if (entry.revision !== taken) throw new Error(`Row ${taken} is ${entry.revision}.`)
      if (taken === rows / 4) atFirst = heapBytes()
    }
    expect(taken).toBe(rows)
    await expect(stream.end).resolves.toMatchObject({ type: 'Done' })
    // Of fewer rows the noise of the heap is more than what a row could leave.
    if (rows >= 1_000_000) expect((heapBytes() - atFirst) / (rows * 0.75)).toBeLessThan(1)
  },
  30_000 + rows / 10,
)
