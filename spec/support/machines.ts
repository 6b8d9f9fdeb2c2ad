import { talk } from '../../protocol/talk/index.ts'
import { compile } from '../../src/engine/runtime.ts'
import { clientMachine, serverMachine } from '../../src/machines/index.ts'
import { deadlinesOf } from '../../src/machines/shared.ts'

const { tables } = talk

/** Colloquy's own contract, ready to run. */
export const runtime = compile(talk)

/** The two machines of it. */
export const client = clientMachine(tables)
export const server = serverMachine(tables)

export const deadlines = deadlinesOf(tables)
