import { readFileSync, statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Contract } from '../contract/index.ts'
import type { Story } from '../verify/index.ts'
import { Exit, Trouble } from './exit.ts'

/** Captured conversations as stories to step through. Throws a Trouble if a file holds none of this contract. */
export const loadStories = async (
  files: readonly string[],
  contract: Contract,
): Promise<readonly Story[]> => {
  // Loaded here, since other commands start without it.
  const [{ captureBounds, readCapture }, { storyOf }] = await Promise.all([
    import('../verify/capture.ts'),
    import('../visualize/index.ts'),
  ])
  return files.map((file) => {
    const capture = readCapture(textOf(file, captureBounds.characters))
    if (E.isLeft(capture)) throw wrong(`${file}:${capture.left.line} ${capture.left.remedy}`)
    const { protocol } = capture.right
    if (protocol !== contract.protocol)
      throw wrong(`${file} is a conversation of ${protocol}; give one of ${contract.protocol}.`)
    return storyOf(capture.right, contract)
  })
}

const textOf = (file: string, mostBytes: number): string => {
  try {
    const { size } = statSync(file)
    if (size > mostBytes)
      throw wrong(`${file} is larger than ${mostBytes} bytes; record a shorter conversation.`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Trouble) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw wrong(`The capture ${file} cannot be read (${code}); give a file that you may read.`)
  }
}

const wrong = (sentence: string): Trouble => new Trouble(Exit.wrongUsage, sentence)
