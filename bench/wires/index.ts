import type { ServerName } from '../child.ts'
import { bare } from './bare.ts'
import { colloquy } from './colloquy.ts'
import { framer } from './framer.ts'
import type { Wire } from './wire.ts'
import { ws } from './ws.ts'

export { TEXT, type Wire } from './wire.ts'

/** How each server is spoken to. */
export const wires: Readonly<Record<ServerName, Wire>> = { bare, framer, ws, colloquy }
