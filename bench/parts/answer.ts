import { getHeapSpaceStatistics } from 'node:v8'

/** The usage of a server's process, in microseconds and bytes. */
export interface Reading {
  readonly cpuMicros: number
  /** Without V8's young generation, which grows by itself and is not a session's. */
  readonly residentBytes: number
  /** Of V8's heap and of what its objects hold outside of it, after everything unreachable was collected. */
  readonly heapBytes: number
}

/** The questions of the parent. Memory is read after collecting, which takes a while. */
export type Question = 'cpu' | 'memory'

/** Tells the parent the port that is listened on, and answers what it asks. Ends with the parent. */
export const answer = (port: number): void => {
  if (process.send === undefined) return void process.stdout.write(`${port}\n`)
  process.on('message', (question: Question) => process.send?.(question === 'memory' ? settled() : reading()))
  process.on('disconnect', () => process.exit())
  process.send(port)
}

const reading = (): Reading => {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { cpuMicros: user + system, residentBytes: rss - youngBytes(), heapBytes: heapUsed + external }
}

const youngBytes = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name.startsWith('new_'))
    .reduce((bytes, { physical_space_size }) => bytes + physical_space_size, 0)

const settled = (): Reading => {
  for (let i = 0; i < 4; i++) globalThis.gc?.()
  return reading()
}
