import { colloquy } from './colloquy.ts'
import type { Wire } from './wire.ts'

/** The frames of Colloquy without its first words. */
export const framer: Wire = { ...colloquy, hello: Buffer.alloc(0), greeted: () => 0 }
